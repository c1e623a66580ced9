package org.eventnexus.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.ObserverException;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.eventnexus.Domains;
import org.eventnexus.EncodedPayload;
import org.eventnexus.EventBus;
import org.eventnexus.EventDraft;
import org.eventnexus.EventType;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.Publication.Outcome;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Status;
import org.eventnexus.PublicationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CDI's events in domains, and domains' events among CDI's observers. */
@Tag("AU-15")
class BridgeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final List<String> LINES = new CopyOnWriteArrayList<>();

    interface Thing {}

    @EventType("order.placed")
    record Order(String sku) implements Thing {}

    record Lost(String sku) implements Thing {}

    @BeforeEach
    void clear() {
        LINES.clear();
    }

    private static void untilSeen(String... lines) {
        Awaitility.await().atMost(PATIENCE).until(() -> LINES.containsAll(List.of(lines)));
    }

    private static Nexus nexus(Started app) {
        return app.container()
                .select(Nexus.class, EventDomain.Literal.of("orders"))
                .get();
    }

    /** Waits until everything that the domain has admitted has ended. */
    private static void untilDone(Started app) {
        Awaitility.await().atMost(PATIENCE).until(() -> nexus(app).stats().waiting() == 0);
    }

    @ApplicationScoped
    static class Till {
        @Inject
        @EventDomain("orders")
        Event<Order> orders;

        @Inject
        @EventDomain("orders")
        Event<Thing> things;

        Event<Thing> things() {
            return things;
        }

        void sell(Order order) {
            orders.fire(order);
        }
    }

    @ApplicationScoped
    static class Receivers {
        void placed(@Subscribes @EventDomain("orders") NexusEvent<Order> event) {
            LINES.add("received " + event.type() + ' ' + event.payload().sku());
        }
    }

    @ApplicationScoped
    static class Observers {
        void placed(@Observes @EventDomain("orders") Order order) {
            LINES.add("observed " + order.sku());
        }

        void any(@Observes @EventDomain("orders") Thing thing) {
            LINES.add("thing " + thing);
        }

        void elsewhere(@Observes @EventDomain("others") Order order) {
            LINES.add("elsewhere " + order.sku());
        }

        void plain(@Observes String text) {
            LINES.add("plain " + text);
        }
    }

    @Test
    void whatIsFiredIsPublishedAndDoesNotComeOutAgain() {
        try (var app = Started.with(Till.class, Receivers.class, Observers.class)) {
            app.get(Till.class).sell(new Order("lamp"));
            untilSeen("received order.placed lamp");
            untilDone(app);
            assertThat(LINES)
                    .containsExactlyInAnyOrder(
                            "received order.placed lamp", "observed lamp", "thing " + new Order("lamp"));
            assertThat(nexus(app).stats().published()).isEqualTo(1);
        }
    }

    @Test
    void whatIsPublishedIsObservedAndDoesNotComeInAgain() {
        try (var app = Started.with(Receivers.class, Observers.class)) {
            Outcome outcome = Started.await(app.bus("orders").publish(new Order("lamp")));
            assertThat(outcome.status()).isEqualTo(Status.COMPLETED);
            assertThat(LINES)
                    .containsExactlyInAnyOrder(
                            "received order.placed lamp", "observed lamp", "thing " + new Order("lamp"));
            Started.await(app.bus("orders").publish(new Lost("chair")));
            assertThat(LINES).last().isEqualTo("thing " + new Lost("chair"));
            Outcome text = Started.await(app.bus("orders").publish("text", "is no thing"));
            assertThat(text.status()).isEqualTo(Status.UNHANDLED);
            Started.await(app.bus("orders").publish("nothing", null));
            assertThat(LINES).hasSize(4);
            assertThat(nexus(app).stats().published()).isEqualTo(4);
        }
    }

    @Test
    void observersAreToldInTheDomainsOrder() {
        try (var app = Started.with(Observers.class)) {
            List<String> expected = new ArrayList<>();
            IntStream.range(0, 1000).forEach(i -> {
                app.bus("orders").publish(new Order("n" + i));
                expected.add("observed n" + i);
            });
            untilDone(app);
            assertThat(LINES).filteredOn(line -> line.startsWith("observed")).isEqualTo(expected);
        }
    }

    @Test
    void firedAsynchronouslyItIsPublishedAsWell() throws Exception {
        try (var app = Started.with(Till.class, Receivers.class)) {
            app.get(Till.class)
                    .things()
                    .fireAsync(new Order("lamp"))
                    .toCompletableFuture()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            untilSeen("received order.placed lamp");
        }
    }

    @ApplicationScoped
    static class AsyncObservers {
        void placed(@ObservesAsync @EventDomain("orders") Order order) {
            LINES.add("async " + order.sku() + ' '
                    + Thread.currentThread().getName().startsWith("eventnexus-"));
        }
    }

    @Test
    void asynchronousObserversAreToldOnTheApplicationsThreads() {
        try (var app = Started.with(AsyncObservers.class, Receivers.class)) {
            app.bus("orders").publish(new Order("lamp"));
            untilSeen("async lamp true", "received order.placed lamp");
            untilDone(app);
            assertThat(LINES).hasSize(2);
        }
    }

    @ApplicationScoped
    static class SlowLater {
        private static final CountDownLatch GO_ON = new CountDownLatch(1);

        void placed(@ObservesAsync @EventDomain("orders") Order order) throws InterruptedException {
            LINES.add("slow");
            GO_ON.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Test
    @Tag("R2")
    void aSlowAsynchronousObserverHoldsNoThreadOfTheDomains() {
        try (var threads = SystemSetting.of("eventnexus.threads", "1");
                var app = Started.with(SlowLater.class)) {
            app.bus("orders").publish(new Order("lamp"));
            untilSeen("slow");
            app.bus("orders").subscribe("other", event -> LINES.add("other"));
            app.bus("orders").publish("other", null);
            try {
                Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> LINES.contains("other"));
            } finally {
                SlowLater.GO_ON.countDown(); // before the application closes, which would wait for it
            }
        }
    }

    /** As REST has it. */
    record Written(String sku) implements EncodedPayload {
        @Override
        public <C> C decode(Class<C> type) {
            return type.cast(new Order(sku));
        }
    }

    @Test
    void anEncodedPayloadIsObservedAsTheClassThatItsTypeNames() {
        try (var app = Started.with(Observers.class)) {
            Started.await(app.bus("orders").publish("order.placed", new Written("lamp")));
            assertThat(LINES).containsExactlyInAnyOrder("observed lamp", "thing " + new Order("lamp"));
            Started.await(app.bus("orders").publish("order.other", new Written("lamp")));
            assertThat(LINES).as("of which class would that be").hasSize(2);
        }
    }

    @ApplicationScoped
    static class Broken {
        void placed(@Observes @EventDomain("orders") Order order) {
            throw new IllegalStateException("closed");
        }
    }

    @Test
    void anObserverThatFailsIsAReceiverThatFails() {
        try (var app = Started.with(Broken.class)) {
            Outcome outcome = Started.await(app.bus("orders").publish(new Order("lamp")));
            assertThat(outcome.status()).isEqualTo(Status.FAILED);
            assertThat(outcome.results())
                    .singleElement()
                    .extracting(Result::error)
                    .extracting(Throwable::getMessage)
                    .isEqualTo("closed");
        }
    }

    @RequestScoped
    static class Basket {
        private int size;

        int add() {
            return ++size;
        }
    }

    @RequestScoped
    static class RequestObserver {
        @Inject
        Basket basket;

        void placed(@Observes @EventDomain("orders") Order order, Basket same) {
            basket.add();
            LINES.add("basket of " + same.add());
        }
    }

    @Test
    void aRequestIsThereWhereAnObserverNeedsIt() {
        try (var app = Started.with(RequestObserver.class, Basket.class)) {
            Started.await(app.bus("orders").publish(new Order("lamp")));
            Started.await(app.bus("orders").publish(new Order("lamp")));
            assertThat(LINES).containsExactly("basket of 2", "basket of 2");
        }
    }

    @ApplicationScoped
    static class Plain {
        @Inject
        Event<Order> orders;

        @Inject
        Event<String> texts;

        void say(String text) {
            texts.fire(text);
        }

        void order(Order order) {
            orders.fire(order);
        }

        void receive(@Subscribes("**") @EventDomain("orders") NexusEvent<Object> event) {
            LINES.add(event.type() + ' ' + event.payload());
        }
    }

    @Test
    void aSettingSendsTheEventsOfAClassIntoADomain() {
        try (var observe = SystemSetting.of("eventnexus.bridge.texts.observe", "java.lang.String");
                var to = SystemSetting.of("eventnexus.bridge.texts.to", "orders");
                var type = SystemSetting.of("eventnexus.bridge.texts.type", "text.said");
                var other = SystemSetting.of("eventnexus.bridge.orders.observe", Order.class.getName());
                var otherTo = SystemSetting.of("eventnexus.bridge.orders.to", "orders");
                var app = Started.with(Plain.class, Observers.class, Till.class)) {
            app.get(Plain.class).say("hello");
            app.get(Plain.class).order(new Order("lamp"));
            app.get(Till.class).sell(new Order("chair"));
            untilSeen("text.said hello", "order.placed " + new Order("chair"));
            untilDone(app);
            assertThat(LINES)
                    .containsExactlyInAnyOrder(
                            "plain hello",
                            "text.said hello",
                            "order.placed " + new Order("lamp"),
                            "observed chair",
                            "thing " + new Order("chair"),
                            "order.placed " + new Order("chair"));
            Started.await(app.bus("orders").publish(new Order("desk")));
            assertThat(nexus(app).stats().published())
                    .as("what comes out does not go in by the setting either")
                    .isEqualTo(4);
        }
    }

    @Test
    void aSettingClosesTheBridge() {
        try (var closed = SystemSetting.of("eventnexus.domain.orders.cdi", "none");
                var app = Started.with(Receivers.class)) {
            app.container()
                    .getBeanManager()
                    .getEvent()
                    .select(EventDomain.Literal.of("orders"))
                    .fire(new Order("lamp"));
            assertThat(nexus(app).stats().published()).isZero();
        }
    }

    @ApplicationScoped
    static class Everywhere {
        void here(@Observes @EventDomain("orders") Order order) {
            LINES.add("orders " + order.sku());
        }

        void beyond(@Observes @EventDomain("audit") Order order) {
            LINES.add("audit " + order.sku());
        }

        void later(@ObservesAsync @EventDomain("audit") Order order) {
            LINES.add("audit later " + order.sku());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"order.placed", "order.copied"})
    void whatPassesTwoDomainsInACircleIsObservedOnceInEach(String typeBack) {
        try (var over = SystemSetting.of("eventnexus.boundary.over.from", "orders");
                var overTo = SystemSetting.of("eventnexus.boundary.over.to", "audit");
                var back = SystemSetting.of("eventnexus.boundary.back.from", "audit");
                var backTo = SystemSetting.of("eventnexus.boundary.back.to", "orders");
                var backType = SystemSetting.of("eventnexus.boundary.back.type", typeBack);
                var observe = SystemSetting.of("eventnexus.bridge.plain.observe", Order.class.getName());
                var to = SystemSetting.of("eventnexus.bridge.plain.to", "orders");
                var app = Started.with(Everywhere.class, Till.class, Plain.class)) {
            app.get(Till.class).sell(new Order("lamp"));
            app.get(Plain.class).order(new Order("chair"));
            Started.await(app.bus("orders").publish(new Order("desk")));
            untilSeen("audit lamp", "audit later lamp", "audit chair", "audit later chair", "audit later desk");
            Nexus audit = app.get(Domains.class).get("audit");
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> audit.stats().waiting() + nexus(app).stats().waiting() == 0);
            assertThat(LINES)
                    .filteredOn(line -> line.startsWith("audit") || line.startsWith("orders"))
                    .containsExactlyInAnyOrder(
                            "orders lamp",
                            "audit lamp",
                            "audit later lamp",
                            "audit chair",
                            "audit later chair",
                            "orders desk",
                            "audit desk",
                            "audit later desk");
            assertThat(nexus(app).stats().published()).isEqualTo(3);
            assertThat(audit.stats().published()).isEqualTo(3);
        }
    }

    @Test
    void whatIsRefusedIsToldToWhoFires() {
        try (var capacity = SystemSetting.of("eventnexus.domain.orders.capacity", "1");
                var overflow = SystemSetting.of("eventnexus.domain.orders.overflow", "fail");
                var app = Started.with(Till.class)) {
            nexus(app).stop(Duration.ZERO);
            assertThatThrownBy(() -> app.get(Till.class).sell(new Order("lamp")))
                    .isInstanceOf(ObserverException.class)
                    .hasCauseInstanceOf(PublicationException.class)
                    .hasMessageContaining("ENX-0002");
        }
    }

    @Test
    void whatNamesNoTypeIsToldToWhoFires() {
        try (var app = Started.with(Till.class)) {
            Throwable thrown = catchThrowable(() -> app.container()
                    .getBeanManager()
                    .getEvent()
                    .select(EventDomain.Literal.of("orders"))
                    .fire("text"));
            assertThat(thrown)
                    .isInstanceOf(ObserverException.class)
                    .hasCauseInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("ENX-0084");
        }
    }

    @Test
    void theMarkCannotBeMadeOutside() {
        try (var app = Started.with(Observers.class)) {
            Started.await(app.bus("orders")
                    .publish(EventDraft.of(new Order("lamp"))
                            .header(Marks.HEADER, String.valueOf("orders".toCharArray()))));
            assertThat(LINES).contains("observed lamp");
        }
    }

    @ApplicationScoped
    static class Confirms {
        void confirm(
                @Subscribes("order.placed") @EventDomain("orders") NexusEvent<Order> event,
                @EventDomain("orders") EventBus orders) {
            orders.publish(EventDraft.from(event, "order.confirmed"));
        }

        void seen(@Observes @EventDomain("orders") Thing thing) {
            LINES.add("thing " + thing);
        }
    }

    @Test
    void whatIsMadeOfAnEventThatCameInGoesOut() {
        try (var app = Started.with(Till.class, Confirms.class)) {
            app.get(Till.class).sell(new Order("lamp"));
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> nexus(app).stats().published() == 2
                            && nexus(app).stats().waiting() == 0);
            assertThat(LINES)
                    .as("fired, and confirmed")
                    .containsExactly("thing " + new Order("lamp"), "thing " + new Order("lamp"));
            assertThat(nexus(app).stats().published())
                    .as("what goes out does not come in again")
                    .isEqualTo(2);
        }
    }

    @ApplicationScoped
    static class Circle {
        @Inject
        @EventDomain("orders")
        EventBus orders;

        void placed(@Observes @EventDomain("orders") Order order) {
            LINES.add(order.sku());
            if (order.sku().length() < 5) {
                orders.publish(new Order(order.sku() + 'x'));
            }
        }
    }

    @Test
    void whatAnObserverPublishesIsASecondaryEvent() {
        try (var app = Started.with(Circle.class)) {
            Started.await(app.bus("orders").publish(new Order("x")));
            assertThat(LINES).containsExactly("x", "xx", "xxx", "xxxx", "xxxxx");
        }
    }

    @Test
    @Tag("AU-13")
    void whatIsDeployedIsNotCleared() {
        try (var app = Started.with(Receivers.class, Observers.class)) {
            app.bus("orders").subscribe("**", event -> LINES.add("code"));
            assertThat(app.bus("orders").clearAll()).hasSize(1);
            Started.await(app.bus("orders").publish(new Order("lamp")));
            assertThat(LINES)
                    .containsExactlyInAnyOrder(
                            "received order.placed lamp", "observed lamp", "thing " + new Order("lamp"));
        }
    }

    @ApplicationScoped
    static class Wrong {
        @Inject
        @EventDomain("orders")
        Event<String> texts;

        @Inject
        @EventDomain("closed")
        Event<Order> orders;

        void event(@Observes @EventDomain("orders") NexusEvent<Order> event) {}

        void never(@Observes @EventDomain("closed") Order order) {}

        void malformed(@Observes @EventDomain("our orders") Order order) {}
    }

    @Test
    void mistakesFailTheDeployment() {
        try (var closed = SystemSetting.of("eventnexus.domain.closed.cdi", "none");
                var strange = SystemSetting.of("eventnexus.domain.orders.cdi", "sideways");
                var noClass = SystemSetting.of("eventnexus.bridge.a.observe", "com.acme.Nothing");
                var noClassTo = SystemSetting.of("eventnexus.bridge.a.to", "orders");
                var noTo = SystemSetting.of("eventnexus.bridge.b.observe", "java.lang.String");
                var unknown = SystemSetting.of("eventnexus.bridge.c.observes", "java.lang.String")) {
            List<String> lines = DeploymentFailure.lines(Wrong.class);
            assertThat(lines).hasSize(10);
            DeploymentFailure.tells(lines, "ENX-0170", BridgeTest.class, "Wrong.texts: a fired String", "publish");
            DeploymentFailure.tells(lines, "ENX-0171", BridgeTest.class, "event(NexusEvent)", "payload's class");
            DeploymentFailure.tells(lines, "ENX-0174", BridgeTest.class, "Wrong.orders: ", "correct the setting");
            DeploymentFailure.tells(lines, "ENX-0174", BridgeTest.class, "never(Order): ", "correct the setting");
            DeploymentFailure.tells(lines, "ENX-0106", BridgeTest.class, "malformed(Order)", "another name");
            assertThat(lines)
                    .anyMatch(line -> line.contains("ENX-0103 eventnexus.domain.orders.cdi"))
                    .anyMatch(line -> line.contains("ENX-0173 eventnexus.bridge.a.observe"))
                    .anyMatch(line -> line.contains("ENX-0172 eventnexus.bridge.b.observe"))
                    .anyMatch(line -> line.contains("ENX-0172 eventnexus.bridge.c.observes"));
        }
    }
}
