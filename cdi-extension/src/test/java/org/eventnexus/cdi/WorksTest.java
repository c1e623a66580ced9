package org.eventnexus.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.eventnexus.CollectorStats;
import org.eventnexus.DeadLetter;
import org.eventnexus.EventBus;
import org.eventnexus.EventDraft;
import org.eventnexus.LaneFull;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Status;
import org.eventnexus.QueueOrder;
import org.eventnexus.WorkException;
import org.eventnexus.WorkQueue;
import org.eventnexus.WorkQueueConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Work queues by injection: who works, on what, in which order, and what is injected. */
@Tag("BX-01")
@Tag("EC-01")
class WorksTest {
    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final List<String> SEEN = new CopyOnWriteArrayList<>();
    private static volatile CountDownLatch go;

    @BeforeEach
    void clear() {
        SEEN.clear();
        go = new CountDownLatch(1);
    }

    private static List<Object> values(Publication publication) {
        return Started.await(publication).results().stream().map(Result::value).toList();
    }

    private static List<String> names(Publication publication) {
        return Started.await(publication).results().stream()
                .map(Result::receiver)
                .toList();
    }

    private static WorkQueue queue(Started app, String domain, String queue) {
        return app.container()
                .select(WorkQueue.class, EventDomain.Literal.of(domain), Queue.Literal.of(queue))
                .get();
    }

    @ApplicationScoped
    static class Ledger {
        private final AtomicInteger entries = new AtomicInteger();

        int enter() {
            return entries.incrementAndGet();
        }
    }

    @ApplicationScoped
    @EventDomain("shop")
    static class Workshop {
        @Inject
        @EventDomain("shop")
        @Queue("images")
        WorkQueue images;

        WorkQueue images() {
            return images;
        }

        Publication shrink(String image) {
            return images.send(image);
        }

        @PostConstruct
        void setUp() {
            SEEN.add("set up");
        }

        @PreDestroy
        void tearDown() {
            SEEN.add("torn down");
        }

        private String small(@Works("images") String image, Ledger ledger) {
            return "small " + image + ' ' + ledger.enter();
        }

        CompletionStage<String> wide(@Works("images") @Priority(1) NexusEvent<String> image) {
            return CompletableFuture.completedFuture("wide " + image.payload());
        }

        void fails(@Works("images") @Priority(Integer.MAX_VALUE) String image) {
            throw new IllegalStateException("no " + image);
        }
    }

    /** What the calls of collectors share is injected. */
    @Test
    @Tag("EC-04")
    @Tag("EC-11")
    void whatIsSentIsWorkedOnByEachCollectorAndEachGivesAResult() {
        try (var app = Started.with(Workshop.class, Ledger.class)) {
            Publication first = app.get(Workshop.class).shrink("cat");
            assertThat(Started.await(first).status()).isEqualTo(Status.FAILED);
            assertThat(names(first)).containsExactly("wide", "small", "fails");
            assertThat(values(first)).containsExactly("wide cat", "small cat 1", null);
            assertThat(Started.await(first).results().get(2).error()).hasMessage("no cat");
            assertThat(values(app.get(Workshop.class).shrink("dog"))).containsExactly("wide dog", "small dog 2", null);
            WorkQueue images = queue(app, "shop", "images");
            assertThat(images.collectors()).extracting(each -> each.name()).containsExactly("wide", "small", "fails");
            assertThat(images.stats().taken()).isEqualTo(6);
            assertThat(images.stats().done()).isEqualTo(4);
        }
    }

    @Test
    void aQueueSurvivesThePassivationOfItsBean() throws Exception {
        try (var app = Started.with(Workshop.class, Ledger.class)) {
            WorkQueue images = app.get(Workshop.class).images();
            Started.await(images.send("cat"));
            WorkQueue back = Passivation.of(images);
            assertThat(back.name()).isEqualTo("images");
            assertThat(values(back.send("dog"))).containsExactly("wide dog", "small dog 2", null);
        }
    }

    /** Setup and teardown of a collector are those of its bean. */
    @Test
    void aCollectorsBeanIsMadeAndDestroyedOnce() {
        try (var app = Started.with(Workshop.class, Ledger.class)) {
            for (int i = 0; i < 10; i++) {
                Started.await(queue(app, "shop", "images").send("cat"));
            }
            assertThat(SEEN).containsExactly("set up");
        }
        assertThat(SEEN).containsExactly("set up", "torn down");
    }

    @ApplicationScoped
    static class Team {
        private final CyclicBarrier allThree = new CyclicBarrier(3);

        int together(@Works(value = "tasks", concurrency = "3") int task) throws Exception {
            return allThree.await(20, TimeUnit.SECONDS);
        }

        int one(@Works(value = "parcels", key = "north", topics = "food") int parcel) {
            return parcel;
        }

        int two(
                @Works(
                                value = "parcels",
                                key = "south",
                                topics = {"food", "books"})
                        int parcel) {
            return -parcel;
        }

        String other(@Works(value = "parcels", select = "letter.*") String letter) {
            return letter;
        }
    }

    @Test
    void asManyWorkAtOnceAsTheAnnotationSays() {
        try (var app = Started.with(Team.class)) {
            List<Publication> sent = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                sent.add(queue(app, "default", "tasks").send(i));
            }
            assertThat(sent)
                    .allSatisfy(each -> assertThat(Started.await(each).status()).isEqualTo(Status.COMPLETED));
        }
    }

    @Test
    @Tag("EC-08")
    void collectorsAreAddressedByTheirKeysAndTopicsAndSelect() {
        try (var app = Started.with(Team.class)) {
            WorkQueue parcels = queue(app, "default", "parcels");
            assertThat(names(parcels.send(1))).containsExactly("one", "two");
            assertThat(names(parcels.send(EventDraft.of("parcels", 1).toCollector("south"))))
                    .containsExactly("two");
            assertThat(names(parcels.send(EventDraft.of("parcels", 1).toTopic("books"))))
                    .containsExactly("two");
            assertThat(names(app.bus("default").publish("letter.open", "x"))).containsExactly("other");
            assertThat(Started.await(parcels.send(EventDraft.of("parcels", 1).toTopic("none")))
                            .status())
                    .isEqualTo(Status.UNHANDLED);
        }
    }

    @ApplicationScoped
    @EventDomain("shop")
    static class Unreliable {
        private final AtomicInteger calls = new AtomicInteger();

        @Retried(attempts = 3, delay = "1ms")
        int third(@Works("tries") String any) {
            int call = calls.incrementAndGet();
            if (call < 3) {
                throw new IllegalStateException("call " + call);
            }
            return call;
        }

        @Retried(attempts = 2, delay = "1ms")
        @DeadLettered
        void never(@Works("vain") String any) {
            throw new IllegalStateException("never");
        }

        CompletionStage<String> late(@Works(value = "slow", deadline = "20ms") String any) {
            return new CompletableFuture<>();
        }
    }

    @Test
    @Tag("R8")
    void attemptsDeadLettersAndDeadlinesAreTheCollectors() {
        try (var app = Started.with(Unreliable.class)) {
            Publication tried = queue(app, "shop", "tries").send("x");
            assertThat(values(tried)).containsExactly(3);
            assertThat(Started.await(tried).results().get(0).work().attempts()).isEqualTo(3);

            assertThat(Started.await(queue(app, "shop", "vain").send("x")).status())
                    .isEqualTo(Status.FAILED);
            Nexus shop = app.container()
                    .select(Nexus.class, EventDomain.Literal.of("shop"))
                    .get();
            Awaitility.await().atMost(BOUND).until(() -> shop.deadLetters().size() == 1);
            DeadLetter letter = shop.deadLetters().list(null, 1).get(0);
            assertThat(letter.attempts()).isEqualTo(2);

            Result slow = Started.await(queue(app, "shop", "slow").send("x"))
                    .results()
                    .get(0);
            assertThat(slow.error())
                    .isInstanceOfSatisfying(
                            WorkException.class,
                            error -> assertThat(error.reason()).isEqualTo(WorkException.Reason.DEADLINE));
        }
    }

    @RequestScoped
    static class PerItem {
        private int uses;

        int use() {
            return ++uses;
        }
    }

    @Dependent
    static class Tool {
        @PreDestroy
        void drop() {
            SEEN.add("dropped");
        }
    }

    @Dependent
    static class Temporary {
        int use(@Works("scopes") String any, PerItem request, Tool tool) {
            return request.use() + request.use();
        }
    }

    @Test
    @Tag("R9")
    @Tag("BX-02")
    void eachItemHasARequestAndDependentsOfItsOwn() {
        try (var app = Started.with(Temporary.class, PerItem.class, Tool.class)) {
            assertThat(values(queue(app, "default", "scopes").send("x"))).containsExactly(3);
            assertThat(values(queue(app, "default", "scopes").send("y"))).containsExactly(3);
            assertThat(SEEN).containsExactly("dropped", "dropped");
        }
    }

    @ApplicationScoped
    static class Untidy {
        String leave(@Works(value = "leftovers", concurrency = "1") boolean look) {
            Thread thread = Thread.currentThread();
            if (look) {
                return (thread.getContextClassLoader() != null) + " "
                        + thread.getName().replaceAll("[0-9]+", "") + ' ' + thread.isInterrupted();
            }
            thread.setContextClassLoader(null);
            thread.setName("left");
            thread.interrupt();
            throw new IllegalStateException("and leaves");
        }
    }

    /** Also without a server, and also if it fails. */
    @Test
    @Tag("R9")
    void whatAWorkerLeavesOnItsThreadIsNotTheNextOnes() throws Exception {
        try (var app = Started.with(Untidy.class)) {
            WorkQueue leftovers = queue(app, "default", "leftovers");
            List<Publication> looks = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                leftovers.send(false);
                looks.add(leftovers.send(true));
            }
            assertThat(looks)
                    .allSatisfy(look -> assertThat(values(look)).containsExactly("true eventnexus-source- false"));
        }
    }

    @ApplicationScoped
    @EventDomain("desk")
    static class Desk {
        void serve(@Works("guests") String who) throws InterruptedException {
            if (who.equals("first")) {
                go.await(20, TimeUnit.SECONDS);
            }
            SEEN.add(who);
        }

        void follow(@Works(value = "tours", ordered = true, concurrency = "4") NexusEvent<String> guest)
                throws InterruptedException {
            if (guest.payload().equals("first")) {
                go.await(20, TimeUnit.SECONDS);
            }
            SEEN.add(guest.payload());
        }
    }

    @Test
    @Tag("EC-02")
    @Tag("R14")
    void aQueuesSettingsAreItsOwn() throws Exception {
        String guests = "eventnexus.work.desk.guests.";
        try (var order = SystemSetting.of(guests + "order", "priority");
                var concurrency = SystemSetting.of(guests + "concurrency", "1");
                var capacity = SystemSetting.of(guests + "capacity", "77");
                var full = SystemSetting.of(guests + "when-full", "fail");
                var delay = SystemSetting.of(guests + "retry-delay", "7s");
                var attempts = SystemSetting.of("eventnexus.domain.desk.retry-attempts", "5");
                var app = Started.with(Desk.class)) {
            WorkQueue queue = queue(app, "desk", "guests");
            WorkQueueConfig config = queue.config();
            assertThat(config.order()).isEqualTo(QueueOrder.PRIORITY);
            assertThat(config.capacity()).isEqualTo(77);
            assertThat(config.whenFull()).isEqualTo(LaneFull.FAIL);
            assertThat(config.retry().orElseThrow().attempts()).isEqualTo(5);
            assertThat(config.retry().orElseThrow().delay()).isEqualTo(Duration.ofSeconds(7));

            queue.send("first");
            Awaitility.await().atMost(BOUND).until(() -> queue.stats().busy() == 1);
            queue.send("unset");
            queue.send(EventDraft.of("guests", "later").priority(1001));
            queue.send(EventDraft.of("guests", "sooner").priority(999));
            Awaitility.await().atMost(BOUND).until(() -> queue.stats().waiting() == 3);
            go.countDown();
            queue.drain().toCompletableFuture().get(20, TimeUnit.SECONDS);
            assertThat(SEEN).containsExactly("first", "sooner", "unset", "later");
        }
    }

    @Test
    void itemsWithOneKeyAreWorkedOnOneAfterTheOther() throws Exception {
        try (var app = Started.with(Desk.class)) {
            WorkQueue tours = queue(app, "desk", "tours");
            tours.send(EventDraft.of("tours", "first").key("rome"));
            tours.send(EventDraft.of("tours", "second").key("rome"));
            Started.await(tours.send(EventDraft.of("tours", "elsewhere").key("oslo")));
            go.countDown();
            tours.drain().toCompletableFuture().get(20, TimeUnit.SECONDS);
            assertThat(SEEN).containsExactly("elsewhere", "first", "second");
            CollectorStats stats = tours.stats().collectors().get(0);
            assertThat(stats.concurrency().toString()).isEqualTo("4");
        }
    }

    @ApplicationScoped
    static class Sender {
        @Inject
        @Queue("images")
        WorkQueue images;

        @Inject
        @Queue("nobodys")
        WorkQueue nobodys;

        WorkQueue images() {
            return images;
        }

        WorkQueue nobodys() {
            return nobodys;
        }
    }

    @Test
    void aQueueWithoutADomainIsTheOnlyOneOfItsNameOrInTheDefaultDomain() {
        try (var app = Started.with(Sender.class, Workshop.class, Ledger.class)) {
            assertThat(app.get(Sender.class).images().domain()).isEqualTo("shop");
            assertThat(app.get(Sender.class).nobodys().domain()).isEqualTo("default");
            assertThat(Started.await(app.get(Sender.class).nobodys().send("x")).status())
                    .isEqualTo(Status.UNHANDLED);
        }
    }

    @Test
    void settingsThatCannotBeReadFailTheDeployment() {
        try (var malformed = SystemSetting.of("eventnexus.work.desk.guests.concurrency", "many");
                var outOfRange = SystemSetting.of("eventnexus.work.desk.guests.margin", "11");
                var unknown = SystemSetting.of("eventnexus.work.desk.guests.capacty", "1");
                var misnamed = SystemSetting.of("eventnexus.work.guests.capacity", "1")) {
            assertThat(DeploymentFailure.lines(Desk.class).toString())
                    .contains("ENX-0103 eventnexus.work.desk.guests.concurrency")
                    .contains("'many' is not a number such as 4, nor a range such as 2..16")
                    .contains("margin is 11.0, not 0 to 10")
                    .contains("ENX-0102 eventnexus.work.desk.guests.capacty")
                    .contains("ENX-0102 eventnexus.work.guests.capacity")
                    .contains("eventnexus.work.DOMAIN.QUEUE.KEY, where KEY is one of capacity, when-full");
        }
    }

    @ApplicationScoped
    static class Wrong {
        @Inject
        @Queue("two words")
        WorkQueue misnamed;

        void dotted(@Works("a.b") Object any) {}

        void values(
                @Works(value = "q", concurrency = "0", deadline = "PT0S", topics = "", select = "x", number = 1)
                        Object any) {}

        void context(@Works("q") Object any, org.eventnexus.HandlerContext context) {}

        @Retried(attempts = 0)
        void context(@Works("q") Object any, EventBus bus) {}
    }

    @Test
    @Tag("R15")
    void whatIsWrongWithACollectorFailsTheDeployment() {
        assertThat(DeploymentFailure.lines(Wrong.class).toString())
                .contains("ENX-0175")
                .contains("Wrong.misnamed: 'two words' is no name of a work queue")
                .contains("Wrong.dotted(Object): 'a.b' is no name of a work queue")
                .contains("ENX-0176")
                .contains("the least concurrency is 0, not 1 to")
                .contains("a topic has 0 characters, not 1 to 256")
                .contains("deadline is PT0S")
                .contains("its annotation selects events by select and number at once")
                .contains("put all into select")
                .contains("ENX-0177")
                .contains("ENX-0178")
                .contains("the work queue 'q' of the domain 'default' has a second collector with the key 'context'")
                .contains("ENX-0115");
    }
}
