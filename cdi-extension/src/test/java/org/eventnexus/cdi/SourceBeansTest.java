package org.eventnexus.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.eventnexus.AsyncPullSource;
import org.eventnexus.EventDraft;
import org.eventnexus.Nexus;
import org.eventnexus.Nexus.State;
import org.eventnexus.NoMoreEventsException;
import org.eventnexus.PullSource;
import org.eventnexus.PushSource;
import org.eventnexus.RetryPolicy;
import org.eventnexus.SourceContext;
import org.eventnexus.Timer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Beans that are sources: found, started and closed with their domains, and told of when they cannot be. */
@Tag("AN-16")
@Tag("AN-17")
@Tag("BX-01")
class SourceBeansTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final List<String> LINES = new CopyOnWriteArrayList<>();
    private static final ClassLoader LEFT = new ClassLoader() {};

    @BeforeEach
    void clear() {
        LINES.clear();
    }

    private static void untilSeen(String... lines) {
        Awaitility.await().atMost(PATIENCE).until(() -> LINES.containsAll(List.of(lines)));
    }

    @ApplicationScoped
    static class Receivers {
        void order(@Subscribes({"sold", "line"}) @EventDomain("orders") String order) {
            LINES.add("orders got " + order);
        }

        void audit(@Subscribes("**") @EventDomain("audit") String order) {
            LINES.add("audit got " + order);
        }

        void tick(@Subscribes("tick") @EventDomain("orders") Long counter) {
            LINES.add("tick " + counter);
        }
    }

    @ApplicationScoped
    @EventDomain("orders")
    static class Untidy implements PullSource {
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public EventDraft<?> obtain() {
            Thread thread = Thread.currentThread();
            LINES.add("left behind " + (thread.isInterrupted() || thread.getContextClassLoader() == LEFT));
            thread.setContextClassLoader(LEFT);
            thread.interrupt();
            if (asked.incrementAndGet() > 3) {
                throw new NoMoreEventsException();
            }
            return EventDraft.of("sold", "lamp");
        }
    }

    /** Its thread is others' as well: lanes' and workers'. */
    @Test
    @Tag("R9")
    void aSourceLeavesNothingOnItsThread() {
        try (var app = Started.with(Untidy.class, Receivers.class)) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> LINES.stream()
                                    .filter(line -> line.startsWith("left"))
                                    .count()
                            == 4);
        }
        assertThat(LINES).doesNotContain("left behind true");
    }

    @ApplicationScoped
    @EventDomain("orders")
    @EventDomain("audit")
    static class Shop implements PushSource {
        private SourceContext context;

        @Inject
        @EventDomain("audit")
        Nexus audit;

        @Override
        public void start(SourceContext context) {
            this.context = context;
            LINES.add("start");
            if (context.domains().size() == 2) {
                sell("lamp");
            } else { // the other one is just being started
                context.schedule(this::sellWhenBothAreUp, Duration.ofMillis(1));
            }
        }

        private void sellWhenBothAreUp() {
            if (context.domains().size() == 2) {
                sell("lamp");
            } else {
                context.schedule(this::sellWhenBothAreUp, Duration.ofMillis(1));
            }
        }

        private void sell(String what) {
            context.distribute(EventDraft.of("sold", what));
        }

        @Override
        public void close() {
            LINES.add("close while audit is " + audit.state());
        }

        @PreDestroy
        void gone() {
            LINES.add("destroyed");
        }
    }

    @Test
    void aPushSourceOfTwoDomainsIsStartedOnceAndClosedBeforeItIsDestroyed() {
        try (var app = Started.with(Shop.class, Receivers.class)) {
            untilSeen("orders got lamp", "audit got lamp");
            for (String domain : List.of("orders", "audit")) {
                assertThat(app.container()
                                .select(Nexus.class, EventDomain.Literal.of(domain))
                                .get()
                                .sources())
                        .containsExactly("Shop");
            }
        }
        assertThat(LINES).filteredOn("start"::equals).hasSize(1);
        assertThat(LINES).endsWith("close while audit is " + State.STOPPED, "destroyed");
    }

    /** A source of two domains that has receivers, which name their own. */
    @ApplicationScoped
    @EventDomain("orders")
    @EventDomain("audit")
    static class Echo implements PushSource {
        private SourceContext context;

        @Override
        public void start(SourceContext context) {
            this.context = context;
        }

        @Override
        public void close() {}

        void hear(@Subscribes("call") @EventDomain("audit") String call) {
            context.distribute(EventDraft.of("line", "echo of " + call));
        }
    }

    @Test
    void receiversOfASourceOfSeveralDomainsNameTheirOwn() {
        try (var app = Started.with(Echo.class, Receivers.class)) {
            Awaitility.await().atMost(PATIENCE).until(() -> {
                app.bus("audit").publish("call", "hello");
                return LINES.contains("orders got echo of hello");
            });
        }
    }

    @Dependent
    @EventDomain("orders")
    static class Lines implements PullSource {
        private final AtomicInteger next = new AtomicInteger();

        @Override
        public EventDraft<?> obtain() {
            if (next.get() == 3) {
                throw new NoMoreEventsException();
            }
            return EventDraft.of(
                    "line",
                    next.incrementAndGet() + " on " + Thread.currentThread().getName());
        }

        @Override
        public void close() {
            LINES.add("close");
        }

        @PreDestroy
        void gone() {
            LINES.add("destroyed");
        }
    }

    @Test
    void aPullSourceOfItsOwnIsAskedOnThreadsThatMayBlockAndDestroyedAtItsEnd() {
        try (var app = Started.with(Lines.class, Receivers.class)) {
            untilSeen("close", "destroyed");
            Awaitility.await().atMost(PATIENCE).until(() -> LINES.size() == 5);
            assertThat(LINES)
                    .filteredOn(line -> line.matches("orders got [123] on eventnexus-source-\\d+"))
                    .hasSize(3);
        }
        assertThat(LINES).hasSize(5);
    }

    @ApplicationScoped
    static class Sources {
        @Produces
        @EventDomain("orders")
        Timer heartbeat() {
            return Timer.countDown(Duration.ofMillis(1), 3, "tick");
        }

        @Produces
        @EventDomain("orders")
        static final AsyncPullSource ONCE = new AsyncPullSource() {
            private final AtomicInteger asked = new AtomicInteger();

            @Override
            public CompletionStage<EventDraft<String>> obtain() {
                return asked.incrementAndGet() == 1
                        ? CompletableFuture.completedFuture(EventDraft.of("sold", "produced"))
                        : new CompletableFuture<>();
            }
        };

        @Produces
        PullSource ownUse() {
            return () -> {
                LINES.add("nobody should ask");
                throw new NoMoreEventsException();
            };
        }
    }

    @Test
    @Tag("AN-18")
    void producersGiveSourcesToo() {
        try (var app = Started.with(Sources.class, Receivers.class)) {
            untilSeen("tick 1", "orders got produced"); // others may be left out where threads are busy
            Nexus orders = app.container()
                    .select(Nexus.class, EventDomain.Literal.of("orders"))
                    .get();
            Awaitility.await().atMost(PATIENCE).until(() -> orders.sources().equals(List.of("ONCE")));
        }
        assertThat(LINES).doesNotContain("nobody should ask");
    }

    static class Blocking implements PullSource {
        static final CountDownLatch INSIDE = new CountDownLatch(4);

        @Override
        public EventDraft<?> obtain() throws InterruptedException {
            INSIDE.countDown();
            new CountDownLatch(1).await();
            return null;
        }
    }

    @ApplicationScoped
    static class Asking {
        String echo(@Handles("echo") @EventDomain("orders") String text) {
            return text;
        }
    }

    @Test
    void sourcesThatBlockKeepNoDomainFromWorkingAndNoApplicationFromStopping() throws Exception {
        try (var setting = SystemSetting.of("eventnexus.threads", "1");
                var app = Started.with(Asking.class)) {
            Nexus orders = app.container()
                    .select(Nexus.class, EventDomain.Literal.of("orders"))
                    .get();
            for (int i = 0; i < 4; i++) {
                orders.source("blocking " + i, new Blocking());
            }
            assertThat(Blocking.INSIDE.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(Started.await(orders.bus().publish("echo", "x"))
                            .results()
                            .get(0)
                            .value())
                    .isEqualTo("x");
        }
    }

    @Dependent
    @EventDomain("orders")
    static class Broken implements PushSource {
        @Override
        public RetryPolicy restartPolicy() {
            return RetryPolicy.of(2).withDelay(Duration.ofMillis(1));
        }

        @Override
        public void start(SourceContext context) {
            LINES.add("start");
            throw new IllegalStateException("on purpose");
        }

        @Override
        public void close() {
            LINES.add("close");
        }

        @PreDestroy
        void gone() {
            LINES.add("destroyed");
        }
    }

    @Test
    void aBeansOwnPolicySaysWhetherItIsGivenUp() {
        try (var app = Started.with(Broken.class, Receivers.class)) {
            Nexus orders = app.container()
                    .select(Nexus.class, EventDomain.Literal.of("orders"))
                    .get();
            Awaitility.await().atMost(PATIENCE).until(() -> orders.sources().isEmpty());
        }
        assertThat(LINES).containsExactly("start", "close", "destroyed", "start", "close", "destroyed");
    }

    @ApplicationScoped
    static class Homeless implements PullSource {
        @Override
        public EventDraft<?> obtain() {
            return null;
        }
    }

    @ApplicationScoped
    @EventDomain("orders")
    @EventDomain("audit")
    static class Greedy extends Homeless {}

    @RequestScoped
    @EventDomain("no spaces")
    static class Fleeting extends Homeless {}

    @ApplicationScoped
    @EventDomain("orders")
    static class Both extends Homeless implements PushSource {
        @Override
        public void start(SourceContext context) {}

        @Override
        public void close() {}

        @Override
        public RetryPolicy restartPolicy() {
            return RESTARTS;
        }
    }

    @ApplicationScoped
    @EventDomain("orders")
    @EventDomain("audit")
    static class NoSource {}

    @ApplicationScoped
    @EventDomain("orders")
    @EventDomain("audit")
    static class Undecided extends Shop {
        void hear(@Subscribes("call") String call) {}

        void see(@Handles("sold") @EventDomain("orders") String order) {}
    }

    @Test
    @Tag("R15")
    void whatIsWrongWithSourcesIsToldInOneMessage() {
        Throwable failure = catchThrowable(() -> Started.with(
                        Homeless.class, Greedy.class, Fleeting.class, Both.class, NoSource.class, Undecided.class)
                .close());

        String prefix = SourceBeansTest.class.getName() + "$";
        assertThat(failure)
                .hasMessageContaining("ENX-0100 EventNexus found 7 problems")
                .hasMessageContaining("ENX-0130 " + prefix + "Homeless")
                .hasMessageContaining("ENX-0132 " + prefix + "Greedy")
                .hasMessageContaining("ENX-0133 " + prefix + "Fleeting")
                .hasMessageContaining("ENX-0106 " + prefix + "Fleeting")
                .hasMessageContaining("ENX-0135 " + prefix + "NoSource")
                .hasMessageContaining("ENX-0136 " + prefix + "Undecided.hear(String): it names no domain")
                .hasMessageContaining("names several: orders, audit")
                .hasMessageContaining("ENX-0131 " + prefix + "Both");
    }
}
