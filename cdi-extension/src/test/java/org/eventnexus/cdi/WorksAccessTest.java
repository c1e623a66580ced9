package org.eventnexus.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Specializes;
import jakarta.enterprise.inject.Vetoed;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InterceptorBinding;
import jakarta.interceptor.InvocationContext;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eventnexus.CollectorOptions;
import org.eventnexus.Domains;
import org.eventnexus.EventBus;
import org.eventnexus.NexusEvent;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Outcome;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Status;
import org.eventnexus.WorkQueue;
import org.eventnexus.WorkQueueConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which methods of which beans are collectors of work queues: those that CDI would have observe. */
@Tag("BX-01")
@Tag("BX-02")
@Tag("EC-01")
class WorksAccessTest {
    private static final List<String> SEEN = new CopyOnWriteArrayList<>();

    @BeforeEach
    void clear() {
        SEEN.clear();
    }

    private static WorkQueue queue(Started app, String queue) {
        return app.container()
                .select(WorkQueue.class, EventDomain.Literal.of("default"), Queue.Literal.of(queue))
                .get();
    }

    /** What all collectors of a queue say of a payload. */
    private static List<Object> values(String queue, Object payload, Class<?>... beans) {
        try (var app = Started.with(beans)) {
            return values(app, queue, payload);
        }
    }

    private static List<Object> values(Started app, String queue, Object payload) {
        Outcome outcome = Started.await(queue(app, queue).send(payload));
        assertThat(outcome.status()).as("%s", outcome.results()).isEqualTo(Status.COMPLETED);
        return outcome.results().stream().map(Result::value).toList();
    }

    // ---- intercepted

    @InterceptorBinding
    @Retention(RetentionPolicy.RUNTIME)
    @interface Loud {}

    @Loud
    @Interceptor
    @Priority(1)
    static class Loudly {
        @AroundInvoke
        Object around(InvocationContext call) throws Exception {
            Object value = call.proceed();
            return value instanceof CompletionStage<?> stage ? stage.thenApply(later -> later + "!") : value + "!";
        }
    }

    @ApplicationScoped
    static class Intercepted {
        @Loud
        String atOnce(@Works("loud") String text) {
            return text;
        }

        @Loud
        CompletionStage<String> later(@Works("loud") @Priority(Integer.MAX_VALUE) String text) {
            return CompletableFuture.completedFuture(text + " later");
        }
    }

    @Test
    void interceptorsAreCalledForEachItem() {
        try (var app = Started.with(Intercepted.class, Loudly.class)) {
            assertThat(values(app, "loud", "x")).containsExactly("x!", "x later!");
            assertThat(values(app, "loud", "y")).containsExactly("y!", "y later!");
        }
    }

    @ApplicationScoped
    static class Unseen {
        @Loud
        private String hidden(@Works("hidden") String text) {
            return text;
        }

        @Loud
        static String fixed(@Works("fixed") String text) {
            return text;
        }
    }

    @Test
    @Tag("R15")
    void whatInterceptorsWouldNotSeeFailsTheDeployment() {
        List<String> lines = DeploymentFailure.lines(Unseen.class, Loudly.class);
        DeploymentFailure.tells(lines, "ENX-0107", WorksAccessTest.class, "Unseen.hidden(String)", "package-private");
        DeploymentFailure.tells(lines, "ENX-0107", WorksAccessTest.class, "Unseen.fixed(String)", "not static");
    }

    // ---- private, static

    @ApplicationScoped
    static class Hidden {
        private final String state = "instance";

        private String own(@Works("private") String text) {
            return text + ' ' + state;
        }

        static String fixed(@Works("static") String text) {
            return text + " static";
        }
    }

    @Test
    void privateAndStaticMethodsWork() {
        assertThat(values("private", "x", Hidden.class)).containsExactly("x instance");
        assertThat(values("static", "x", Hidden.class)).containsExactly("x static");
    }

    // ---- inherited, overridden

    abstract static class Base<T> {
        String inherited(@Works("inherited") T value) {
            return "inherited " + value + ' ' + getClass().getSimpleName().startsWith("Derived");
        }

        private String secret(@Works("secret") NexusEvent<? extends T> event) {
            return "secret " + event.payload();
        }

        String overridden(@Works("overridden") T value) {
            return "not reached " + value;
        }

        String redefined(@Works("redefined") T value) {
            return "not reached " + value;
        }

        String all(@Works("all") List<T> values) {
            return "all " + values;
        }
    }

    interface Talking<T> {
        default String said(@Works("said") T value) {
            return "said " + value;
        }

        default String told(@Works("told") T value) {
            return "not reached " + value;
        }
    }

    @ApplicationScoped
    static class Derived extends Base<Long> implements Talking<Long> {
        @Override
        String overridden(Long value) {
            return "no collector " + value;
        }

        @Override
        String redefined(@Works("redefined") Long value) {
            return "redefined " + value;
        }

        @Override
        public String told(@Works("told") Long value) {
            return "told " + value;
        }
    }

    @Test
    void inheritedMethodsWorkUnlessTheyAreOverridden() {
        try (var app = Started.with(Derived.class)) {
            assertThat(values(app, "inherited", 7L)).containsExactly("inherited 7 true");
            assertThat(values(app, "secret", 7L)).containsExactly("secret 7");
            assertThat(values(app, "redefined", 7L)).containsExactly("redefined 7");
            assertThat(values(app, "said", 7L)).containsExactly("said 7");
            assertThat(values(app, "told", 7L)).containsExactly("told 7");
            assertThat(values(app, "all", List.of(7L))).containsExactly("all [7]");
            assertThat(Started.await(app.bus("default").publish("overridden", 7L))
                            .status())
                    .isEqualTo(Status.UNHANDLED);
        }
    }

    /** A payload that is none of the superclass's variable is the collector's failure. */
    @Test
    void aVariablesPayloadIsOfTheClassThatTheBeanSays() {
        try (var app = Started.with(Derived.class)) {
            Outcome outcome = Started.await(queue(app, "inherited").send("seven"));
            assertThat(outcome.status()).isEqualTo(Status.FAILED);
            assertThat(outcome.results()).hasSize(1);
        }
    }

    @ApplicationScoped
    static class Twin extends Base<Long> {}

    /** CDI would call both, but they could not be told apart by their keys. */
    @Test
    @Tag("R15")
    void twoBeansThatInheritOneCollectorFailTheDeployment() {
        List<String> lines = DeploymentFailure.lines(Derived.class, Twin.class);
        assertThat(lines)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("  ENX-0178 ")
                        .contains("Twin.inherited(Object)")
                        .contains("Derived.inherited(Object)")
                        .contains("override"));
    }

    interface Declared {
        String declared(@Works("declared") String text);
    }

    @ApplicationScoped
    static class Implementing implements Declared {
        @Override
        public String declared(String text) {
            return text;
        }
    }

    @Test
    @Tag("R15")
    void anAnnotationOnAnAbstractMethodFailsTheDeployment() {
        DeploymentFailure.tells(
                DeploymentFailure.lines(Implementing.class),
                "ENX-0122",
                WorksAccessTest.class,
                "declared(String)",
                "annotate the parameter of the method that implements it");
    }

    // ---- scopes

    @RequestScoped
    static class OfRequest {
        private int calls;

        String count(@Works("request") String text) {
            return text + ' ' + ++calls;
        }
    }

    @Dependent
    static class OfCall {
        private int calls;

        CompletionStage<String> count(@Works("dependent") String text) {
            return CompletableFuture.supplyAsync(() -> {
                SEEN.add("works");
                return text + ' ' + ++calls;
            });
        }

        @PreDestroy
        void gone() {
            SEEN.add("gone");
        }
    }

    @ApplicationScoped
    static class OfApplication {
        private int calls;

        String count(@Works(value = "application", concurrency = "1") String text) {
            return text + ' ' + ++calls;
        }
    }

    @Test
    @Tag("R9")
    void eachItemHasAnInstanceOfItsScope() {
        try (var app = Started.with(OfRequest.class, OfCall.class, OfApplication.class)) {
            for (int i = 1; i <= 3; i++) {
                assertThat(values(app, "request", "x")).containsExactly("x 1");
                assertThat(values(app, "dependent", "x")).containsExactly("x 1");
                assertThat(values(app, "application", "x")).containsExactly("x " + i);
            }
            assertThat(SEEN)
                    .as("each is there until its stage ends")
                    .isEqualTo(List.of("works", "gone", "works", "gone", "works", "gone"));
        }
    }

    // ---- generic payloads

    record Box<T>(T content) {}

    @ApplicationScoped
    static class Generic {
        String box(@Works("boxes") Box<Map<String, Integer>> box) {
            return "box of " + box.content().get("a");
        }

        String set(@Works("sets") NexusEvent<Set<? extends Number>> event) {
            return "set of " + event.payload().size();
        }

        int array(@Works("arrays") Box<String>[] boxes) {
            return boxes.length;
        }
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"})
    void payloadsMayBeGeneric() {
        try (var app = Started.with(Generic.class)) {
            assertThat(values(app, "boxes", new Box<>(Map.of("a", 3)))).containsExactly("box of 3");
            assertThat(values(app, "sets", Set.of(1, 2))).containsExactly("set of 2");
            assertThat(values(app, "arrays", new Box[4])).containsExactly(4);
        }
    }

    @ApplicationScoped
    static class Open {
        <T> void any(@Works("open") T value) {}
    }

    @Test
    @Tag("R15")
    void aVariableThatStaysOpenFailsTheDeployment() {
        DeploymentFailure.tells(
                DeploymentFailure.lines(Open.class),
                "ENX-0109",
                WorksAccessTest.class,
                "Open.any(Object)",
                "NexusEvent<?>");
    }

    // ---- beans that are not what their class says

    @ApplicationScoped
    static class Usual {
        String who(@Works("who") String text) {
            return "usual";
        }
    }

    @ApplicationScoped
    @Specializes
    static class Special extends Usual {
        @Override
        String who(@Works("who") String text) {
            return "special";
        }
    }

    @ApplicationScoped
    @Specializes
    static class Heir extends Usual {}

    @Test
    void aSpecializedBeanWorksNoMore() {
        assertThat(values("who", "x", Usual.class)).containsExactly("usual");
        assertThat(values("who", "x", Usual.class, Special.class)).containsExactly("special");
        assertThat(values("who", "x", Usual.class, Heir.class)).containsExactly("usual");
    }

    @ApplicationScoped
    @Alternative
    static class Disabled {
        String also(@Works("who") String text) {
            return "disabled";
        }
    }

    @ApplicationScoped
    @Alternative
    @Priority(1)
    static class Enabled {
        String also(@Works("who") String text) {
            return "enabled";
        }
    }

    @Test
    void anAlternativeWorksIfItIsEnabled() {
        assertThat(values("who", "x", Usual.class, Disabled.class)).containsExactly("usual");
        assertThat(values("who", "x", Usual.class, Enabled.class)).containsExactlyInAnyOrder("usual", "enabled");
    }

    @Vetoed
    static class Product {
        String made(@Works("made") String text) {
            return "made";
        }
    }

    @ApplicationScoped
    static class Factory {
        @Produces
        @ApplicationScoped
        Product product() {
            return new Product();
        }

        @Produces
        @Loud
        String wrong(@Works("wrong") String text) {
            return text;
        }
    }

    @ApplicationScoped
    static class QuietFactory {
        @Inject
        @EventDomain("default")
        EventBus bus;

        @Produces
        @ApplicationScoped
        Product product() {
            return new Product();
        }
    }

    /** As with observers, a producer's product is none, and a producer is no collector. */
    @Test
    void whatAProducerMakesDoesNotWork() {
        try (var app = Started.with(QuietFactory.class)) {
            assertThat(Started.await(app.bus("default").publish("made", "x")).status())
                    .isEqualTo(Status.UNHANDLED);
        }
        assertThat(DeploymentFailure.lines(Factory.class).toString())
                .contains("Factory.wrong(String)")
                .contains("@Produces");
    }

    // ---- registered in code

    @ApplicationScoped
    static class InCode {
        private static final ClassLoader LEFT = new ClassLoader() {};

        int bean(@Works("beans") int number) {
            return number;
        }

        void started(@Observes DomainsStarted event) {
            event.domains()
                    .get("default")
                    .workQueue("coded", WorkQueueConfig.defaults())
                    .work(CollectorOptions.named("coded").concurrency(1), (item, context) -> leave());
        }

        private static String leave() {
            Thread thread = Thread.currentThread();
            String seen =
                    thread.getContextClassLoader() == LEFT || thread.getName().equals("left") ? "left" : "own";
            thread.setContextClassLoader(LEFT);
            thread.setName("left");
            return seen;
        }
    }

    @Test
    @Tag("R9")
    void whatOneThatIsRegisteredInCodeLeavesOnItsThreadDoesNotReachTheNextItem() {
        List<Publication> sent = new ArrayList<>();
        try (var app = Started.with(InCode.class)) {
            WorkQueue coded =
                    app.get(Domains.class).get("default").findWorkQueue("coded").orElseThrow();
            for (int i = 0; i < 20; i++) {
                sent.add(coded.send(i));
            }
            assertThat(sent)
                    .allSatisfy(each -> assertThat(Started.await(each).results())
                            .extracting(Result::value)
                            .containsExactly("own"));
        }
    }
}
