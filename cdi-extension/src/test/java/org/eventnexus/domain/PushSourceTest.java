package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.MisconfiguredSourceException;
import org.eventnexus.Nexus;
import org.eventnexus.Publication;
import org.eventnexus.SourceContext;
import org.eventnexus.SourceRegistration;
import org.eventnexus.Timer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Sources that tell of events when they like, one of them to many domains. */
@Tag("AN-16")
@Tag("AN-17")
class PushSourceTest {
    private final HandEngine hand = new HandEngine();
    private final RecordedSource source = new RecordedSource();
    private final List<String> seen = new ArrayList<>();

    private Nexus create(String name) {
        Nexus nexus = hand.create(DomainConfig.of(name).withCapacity(2));
        nexus.bus().subscribe("n", event -> seen.add(name + event.payload()));
        return nexus;
    }

    private Nexus start(String name) {
        Nexus nexus = create(name);
        nexus.start();
        hand.run();
        return nexus;
    }

    @Test
    void oneSourceTellsManyDomainsIsStartedOnceAndClosedWithTheLast() {
        Nexus a = start("a");
        Nexus b = start("b");
        Nexus c = create("c");
        for (Nexus nexus : List.of(a, b, c)) {
            nexus.source(source);
            assertThat(nexus.sources()).containsExactly("RecordedSource");
        }
        hand.run();
        assertThat(source.context.domains()).containsExactly("a", "b");

        assertThat(source.tell(1))
                .extracting(publication -> publication.event().domain())
                .containsExactly("a", "b");
        c.start();
        hand.run();
        source.tell(2);
        hand.run();
        a.close();
        assertThat(a.sources()).isEmpty();
        source.tell(3);
        hand.run();
        b.close();
        assertThat(source.calls).containsExactly("start");
        c.close();

        assertThat(source.calls).containsExactly("start", "close");
        assertThat(source.tell(4)).isEmpty();
        assertThat(seen).containsExactlyInAnyOrder("a1", "b1", "a2", "b2", "c2", "b3", "c3");
    }

    @Test
    void aSourceHasOnePlaceInADomain() {
        Nexus a = start("a");
        a.source(source);
        assertThatThrownBy(() -> a.source("again", source))
                .isInstanceOf(MisconfiguredSourceException.class)
                .hasMessageContaining("'again'")
                .hasMessageContaining("'a'");
        assertThat(a.sources()).containsExactly("RecordedSource");
    }

    @Test
    void whatADomainHasNoRoomForIsLeftOutThereOnly() {
        Nexus full = start("full");
        Nexus free = start("free");
        full.handle("hold", (event, context) -> new CompletableFuture<>());
        full.bus().publish("hold", null);
        hand.run();
        full.source(source);
        free.source(source);
        hand.run();
        for (int i = 1; i <= 5; i++) {
            source.context.offer(EventDraft.of("n", i));
            hand.run();
        }
        assertThat(full.stats().published()).isEqualTo(3);
        assertThat(seen).containsExactly("free1", "free2", "free3", "free4", "free5");
        List<Publication> waiting = source.tell(6);
        assertThat(waiting).hasSize(2);
        assertThat(waiting.get(0).accepted().toCompletableFuture()).isNotDone();
    }

    @Test
    void aSourceThatFailsIsClosedAndStartedAgainAndGivenUpInTheEnd() {
        Nexus a = start("a");
        Nexus b = start("b");
        SourceRegistration inA = a.source(source);
        SourceRegistration inB = b.source(source);
        hand.run();
        SourceContext first = source.context;
        first.fail(new IllegalStateException("on purpose"));
        assertThat(source.calls).containsExactly("start", "close");
        first.fail(new IllegalStateException("it has been told"));
        assertThat(first.distribute(EventDraft.of("n", 0))).isEmpty();
        hand.time.advance(Duration.ofMillis(100));
        hand.run();
        assertThat(source.calls).containsExactly("start", "close", "start");
        source.tell(1);
        hand.run();
        assertThat(seen).containsExactly("a1", "b1");

        for (int i = 0; i < 3; i++) {
            assertThat(inA.isActive() && inB.isActive()).isTrue();
            source.context.fail(new IllegalStateException("on purpose " + i));
            hand.time.advance(Duration.ofSeconds(1));
            hand.run();
        }
        assertThat(source.calls)
                .containsExactly("start", "close", "start", "close", "start", "close", "start", "close");
        for (SourceRegistration given : List.of(inA, inB)) {
            assertThat(given.isActive()).isFalse();
            assertThat(given.ended().toCompletableFuture()).isCompletedExceptionally();
        }
        assertThat(a.sources()).isEmpty();
        assertThat(hand.time.scheduled()).isZero();
    }

    @Test
    void aStartThatThrowsIsAFailure() {
        var failing = new RecordedSource() {
            @Override
            public void start(SourceContext context) {
                super.start(context);
                if (calls.size() == 1) {
                    throw new IllegalStateException("on purpose");
                }
            }
        };
        Nexus a = start("a");
        SourceRegistration registration = a.source("failing", failing);
        hand.run();
        assertThat(failing.calls).containsExactly("start", "close");
        hand.time.advance(Duration.ofMillis(100));
        hand.run();
        failing.tell(1);
        hand.run();
        assertThat(seen).containsExactly("a1");
        registration.cancel();
        assertThat(failing.calls).containsExactly("start", "close", "start", "close");
    }

    @Test
    void aSourceEndsItselfEverywhereEvenWhileItIsStarted() {
        Nexus a = start("a");
        Nexus b = start("b");
        var short_ = new RecordedSource() {
            @Override
            public void start(SourceContext context) {
                super.start(context);
                tell(1);
                context.end();
                calls.add("started");
            }
        };
        SourceRegistration inA = a.source("short", short_);
        b.source("short", short_);
        hand.run();

        assertThat(short_.calls).containsExactly("start", "started", "close");
        assertThat(seen).containsExactly("a1", "b1");
        assertThat(a.sources()).isEmpty();
        assertThat(b.sources()).isEmpty();
        assertThat(inA.ended().toCompletableFuture()).isCompletedWithValue(null);
    }

    @Test
    void aSourceThatIsCancelledWhileItIsStartedIsClosedAfterThat() throws Exception {
        var starting = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var slow = new RecordedSource() {
            @Override
            public void start(SourceContext context) {
                super.start(context);
                starting.countDown();
                await(go);
                calls.add("started");
            }
        };
        try (var pooled = new PooledEngine(2)) {
            Nexus nexus = pooled.start(DomainConfig.of("d"));
            SourceRegistration registration = nexus.source("slow", slow);
            assertThat(starting.await(10, TimeUnit.SECONDS)).isTrue();

            registration.cancel();
            assertThat(slow.calls).containsExactly("start");
            assertThat(slow.tell(1)).isEmpty();
            go.countDown();

            Awaitility.await().until(() -> slow.calls.contains("close"));
            assertThat(slow.calls).containsExactly("start", "started", "close");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void aScheduledTaskThatThrowsIsAFailureAndNoneRunsAfterTheClose() {
        Nexus a = start("a");
        a.source(source);
        hand.run();
        source.context.schedule(
                () -> {
                    throw new IllegalStateException("on purpose");
                },
                Duration.ofMillis(10));
        source.context.schedule(() -> seen.add("too late"), Duration.ofMillis(20));
        hand.time.advance(Duration.ofMillis(10));
        hand.run();
        assertThat(source.calls).containsExactly("start", "close");
        hand.time.advance(Duration.ofMillis(10));
        hand.run();
        assertThat(seen).isEmpty();
    }

    @Test
    void aForgottenDomainIsCollectedThoughItsSourceTicksOnAndThenTheSourceIsClosed() {
        var time = new VirtualTime();
        var executor = new HandExecutor();
        var timer = Timer.ongoing(Duration.ofHours(1), "tick");
        WeakReference<Nexus> domain = domainWith(source, timer, executor, time);
        assertThat(source.calls).containsExactly("start");
        time.advance(Duration.ofSeconds(1)); // the watch for slow receivers rests
        assertThat(time.scheduled()).as("the timer's next tick").isEqualTo(1);

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> isCollected(domain));

        source.tell(1);
        assertThat(source.calls).containsExactly("start", "close");
        time.advance(Duration.ofHours(1));
        executor.runAll();
        assertThat(time.scheduled()).as("the timer ticks no more").isZero();
    }

    private static WeakReference<Nexus> domainWith(
            RecordedSource source, Timer timer, HandExecutor executor, VirtualTime time) {
        DomainEngine engine = DomainEngine.builder()
                .executor(executor)
                .scheduler(time)
                .clock(time)
                .build();
        Nexus nexus = engine.create(DomainConfig.of("forgotten"));
        nexus.start();
        nexus.source(source);
        nexus.source(timer);
        executor.runAll();
        source.tell(0);
        executor.runAll();
        return new WeakReference<>(nexus);
    }

    @Test
    void aDomainKeepsItsSourcesAndForgetsThoseThatHaveEnded() {
        Nexus a = start("a");
        var kept = new WeakReference<>(forgotten(a, "kept", false));
        var ended = new WeakReference<>(forgotten(a, "ended", true));

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> isCollected(ended));

        assertThat(kept.get()).isNotNull();
        assertThat(a.sources()).containsExactly("kept");
    }

    private RecordedSource forgotten(Nexus nexus, String name, boolean end) {
        var forgotten = new RecordedSource();
        SourceRegistration registration = nexus.source(name, forgotten);
        hand.run();
        if (end) {
            registration.cancel();
        }
        return forgotten;
    }

    private static boolean isCollected(WeakReference<?> reference) {
        System.gc();
        return reference.get() == null;
    }
}
