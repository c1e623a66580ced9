package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.eventnexus.DomainConfig;
import org.eventnexus.InvalidLoopStateException;
import org.eventnexus.LaneFull;
import org.eventnexus.LaneStats;
import org.eventnexus.Nexus;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.eventnexus.RecordedLog;
import org.eventnexus.RetryPolicy;
import org.eventnexus.Subscription;
import org.eventnexus.SubscriptionOptions;
import org.eventnexus.race.Chance;
import org.eventnexus.race.Conservation;
import org.eventnexus.race.Crowd;
import org.eventnexus.race.Race;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lanes on real threads. */
@Tag("R2")
class LaneRaceTest {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final SubscriptionOptions ASYNC =
            SubscriptionOptions.defaults().named("lane").async();

    private static long accounted(LaneStats stats) {
        return stats.delivered() + stats.failed() + stats.dropped() + stats.abandoned();
    }

    private static void awaitAtRest(Nexus nexus, long given) {
        Awaitility.await("each delivery has come to one end")
                .atMost(BOUND)
                .untilAsserted(() -> assertThat(nexus.lanes())
                        .allMatch(stats -> stats.depth() == 0 && stats.running() == 0 && accounted(stats) == given));
    }

    @Test
    void slowLanesDelayNeitherTheDomainNorOneAnother() throws Exception {
        try (var pooled = new PooledEngine(1, true)) {
            Nexus nexus = pooled.start(DomainConfig.of("d"));
            var never = new CountDownLatch(1);
            var quick = new CountDownLatch(100);
            for (int i = 0; i < 5; i++) {
                nexus.bus().subscribe("a", ASYNC, event -> never.await());
            }
            nexus.bus().subscribe("a", ASYNC, event -> quick.countDown());
            Publication last = null;
            for (int i = 0; i < 100; i++) {
                last = nexus.bus().publish("a", i);
            }
            assertThat(last.await(BOUND).status()).isEqualTo(Status.COMPLETED);
            assertThat(quick.await(30, TimeUnit.SECONDS)).isTrue();
            Awaitility.await("the others are in their first calls")
                    .atMost(BOUND)
                    .until(() -> nexus.lanes().stream()
                                    .filter(stats -> stats.running() == 1)
                                    .count()
                            == 5);
            never.countDown();
        }
    }

    @Race
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    @Tag("AU-06")
    void noneIsLostOrderIsKeptAndNoMoreRunThanMay(int atOnce, Chance chance) throws Exception {
        int publishers = 4;
        int each = 5_000;
        try (var pooled = new PooledEngine(2, true)) {
            Nexus nexus = pooled.start(DomainConfig.of("d")
                    .withRetention(0)
                    .withMaxConcurrent(4)
                    .withLaneFull(LaneFull.PAUSE)
                    .withLaneCapacity(16)
                    .withAwaitTimeout(BOUND)
                    .withRetry(new RetryPolicy(2, Duration.ofNanos(1), Duration.ofNanos(1))));
            var all = new AtomicInteger();
            var mostOfAll = new AtomicInteger();
            var watches = new ArrayList<Watch>();
            for (int i = 0; i < 3; i++) {
                var watch = new Watch(atOnce, all, mostOfAll, chance.fork(), pooled);
                watches.add(watch);
                nexus.bus()
                        .subscribe(
                                "a",
                                ASYNC.maxConcurrent(atOnce),
                                (event, context) -> watch.call((int[]) event.payload()));
            }
            var crowd = new Crowd(chance);
            for (int p = 0; p < publishers; p++) {
                int publisher = p;
                crowd.add(own -> {
                    for (int i = 0; i < each; i++) {
                        nexus.bus().publish("a", new int[] {publisher, i});
                    }
                });
            }
            crowd.start().await(BOUND);
            awaitAtRest(nexus, publishers * each);
            Conservation.atRest(nexus);
            assertThat(watches).allSatisfy(watch -> {
                assertThat(watch.most.get()).isLessThanOrEqualTo(atOnce);
                assertThat(watch.disorder.get()).isZero();
            });
            assertThat(mostOfAll.get()).isLessThanOrEqualTo(4);
            assertThat(nexus.lanes()).allSatisfy(stats -> {
                assertThat(stats.dropped()).isZero();
                assertThat(stats.retried()).isPositive();
            });
        }
    }

    /** What one receiver sees of its own calls: some fail once, some return stages. */
    private static final class Watch {
        private final int atOnce;
        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private final AtomicLong disorder = new AtomicLong();
        private final AtomicInteger all;
        private final AtomicInteger mostOfAll;
        private final Chance chance;
        private final PooledEngine pooled;
        private final int[] next = new int[16];
        private final int[] failed = {-1, -1};

        private Watch(int atOnce, AtomicInteger all, AtomicInteger mostOfAll, Chance chance, PooledEngine pooled) {
            this.atOnce = atOnce;
            this.all = all;
            this.mostOfAll = mostOfAll;
            this.chance = chance;
            this.pooled = pooled;
        }

        private Object call(int[] event) {
            enter();
            int kind;
            synchronized (this) {
                kind = chance.below(20);
                boolean again = failed[0] == event[0] && failed[1] == event[1];
                if (atOnce == 1 && !again && next[event[0]]++ != event[1]) {
                    disorder.incrementAndGet();
                }
                if (kind == 0 && !again) {
                    failed[0] = event[0];
                    failed[1] = event[1];
                }
                if (again) {
                    kind = 1;
                }
            }
            if (kind == 0) {
                leave();
                throw new IllegalStateException("once");
            }
            if (kind > 2) {
                leave();
                return null;
            }
            var stage = new CompletableFuture<Void>();
            pooled.publisher(() -> {
                leave();
                stage.complete(null);
            });
            return stage;
        }

        private void enter() {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            mostOfAll.accumulateAndGet(all.incrementAndGet(), Math::max);
        }

        private void leave() {
            inside.decrementAndGet();
            all.decrementAndGet();
        }
    }

    @Test
    @Race
    @Tag("AE-07")
    void afterCancelHasReturnedNothingIsDeliveredAndNoCallIsGoingOn(Chance chance) throws Exception {
        try (var pooled = new PooledEngine(2, true)) {
            Nexus nexus = pooled.start(
                    DomainConfig.of("d").withCapacity(64).withRetention(0).withLaneFull(LaneFull.PAUSE));
            var going = new AtomicBoolean(true);
            var publisher = pooled.publisher(() -> {
                while (going.get()) {
                    nexus.bus().publish("a", null);
                }
            });
            for (int round = 0; round < 1_000; round++) {
                var cancelled = new AtomicBoolean();
                var late = new AtomicInteger();
                var inside = new AtomicInteger();
                var got = new CountDownLatch(round % 2);
                Subscription subscription = nexus.bus().subscribe("a", ASYNC.laneCapacity(4), event -> {
                    inside.incrementAndGet();
                    if (cancelled.get()) {
                        late.incrementAndGet();
                    }
                    got.countDown();
                    inside.decrementAndGet();
                });
                assertThat(got.await(10, TimeUnit.SECONDS)).isTrue();
                chance.delay();
                subscription.cancel();
                cancelled.set(true);
                assertThat(inside).hasValue(0);
                assertThat(late).hasValue(0);
            }
            assertThat(nexus.lanes()).isEmpty();
            going.set(false);
            publisher.get(10, TimeUnit.SECONDS);
            Conservation.atRest(nexus);
        }
    }

    @Test
    @Tag("AE-07")
    void cancelWaitsForACallAndNotInTheLaneItself() throws Exception {
        try (var pooled = new PooledEngine(2, true)) {
            Nexus nexus = pooled.start(DomainConfig.of("d"));
            var inside = new CountDownLatch(1);
            var go = new CountDownLatch(1);
            var done = new AtomicBoolean();
            Subscription waited = nexus.bus().subscribe("a", ASYNC, event -> {
                inside.countDown();
                go.await();
                done.set(true);
            });
            var own = new CompletableFuture<Subscription>();
            var self = new CompletableFuture<Boolean>();
            own.complete(nexus.bus().subscribe("b", ASYNC, event -> {
                own.join().cancel();
                self.complete(true);
            }));
            nexus.bus().publish("a", null);
            nexus.bus().publish("b", null);
            assertThat(self.get(5, TimeUnit.SECONDS)).isTrue();
            assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
            var cancel = new CompletableFuture<Boolean>();
            var thread = new Thread(() -> {
                waited.cancel();
                cancel.complete(done.get());
            });
            thread.setDaemon(true);
            thread.start();
            AdmissionTest.awaitBlocked(thread);
            go.countDown();
            assertThat(cancel.get(10, TimeUnit.SECONDS)).as("the call was over").isTrue();
        }
    }

    @Test
    @Tag("AE-07")
    void cancelWaitsForAllCallsThatAreGoingOn() throws Exception {
        try (var pooled = new PooledEngine(2, true)) {
            Nexus nexus = pooled.start(DomainConfig.of("d"));
            var inside = new CountDownLatch(2);
            var gates = List.of(new CountDownLatch(1), new CountDownLatch(1));
            var out = new CountDownLatch(1);
            var done = new AtomicInteger();
            Subscription subscription = nexus.bus().subscribe("a", ASYNC.maxConcurrent(2), event -> {
                inside.countDown();
                gates.get((Integer) event.payload()).await();
                done.incrementAndGet();
                out.countDown();
            });
            nexus.bus().publish("a", 0);
            nexus.bus().publish("a", 1);
            assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
            var cancel = new CompletableFuture<Integer>();
            var thread = new Thread(() -> {
                subscription.cancel();
                cancel.complete(done.get());
            });
            thread.setDaemon(true);
            thread.start();
            AdmissionTest.awaitBlocked(thread);
            gates.get(0).countDown();
            assertThat(out.await(10, TimeUnit.SECONDS)).isTrue();
            Awaitility.await().atMost(BOUND).until(() -> nexus.lanes().get(0).running() == 1);
            AdmissionTest.awaitBlocked(thread);
            gates.get(1).countDown();
            assertThat(cancel.get(10, TimeUnit.SECONDS)).isEqualTo(2);
        }
    }

    @Test
    @Race
    @Tag("R12")
    void aStopDrainsLanesAndNothingRunsAfterIt(Chance chance) throws Exception {
        for (int round = 0; round < 20; round++) {
            try (var pooled = new PooledEngine(2, true)) {
                Nexus nexus = pooled.start(DomainConfig.of("d").withRetention(0).withAwaitTimeout(BOUND));
                var stopped = new AtomicBoolean();
                var late = new AtomicInteger();
                var calls = new AtomicLong();
                nexus.bus().subscribe("a", ASYNC.laneCapacity(100_000), event -> {
                    late.addAndGet(stopped.get() ? 1 : 0);
                    calls.incrementAndGet();
                });
                var crowd = new Crowd(chance).add(3, own -> {
                    for (int i = 0; i < 500; i++) {
                        nexus.bus().publish("a", i);
                    }
                });
                crowd.start();
                chance.delay();
                nexus.stop(BOUND);
                stopped.set(true);
                crowd.await(BOUND);
                assertThat(calls).hasValue(nexus.stats().published());
                assertThat(late).hasValue(0);
            }
        }
    }

    @Test
    @Tag("R12")
    void whatLanesHaveLeftAtTheDeadlineIsCountedAndToldByType() throws Exception {
        try (var log = new RecordedLog();
                var pooled = new PooledEngine(2, true)) {
            Nexus nexus = pooled.start(DomainConfig.of("d"));
            var go = new CountDownLatch(1);
            var inside = new CountDownLatch(1);
            var calls = new AtomicInteger();
            nexus.bus().subscribe("**", ASYNC, event -> {
                calls.incrementAndGet();
                inside.countDown();
                go.await();
            });
            nexus.bus().subscribe("b.c", ASYNC.named("stage"), (event, context) -> new CompletableFuture<>());
            for (String type : List.of("a", "b.c", "b.c", "d")) {
                nexus.bus().publish(type, null);
            }
            assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
            long start = System.nanoTime();
            Map<String, Long> events = nexus.stop(Duration.ofMillis(50));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(9));
            assertThat(events).as("all events have ended").isEmpty();
            go.countDown();
            Awaitility.await().atMost(BOUND).until(() -> nexus.lanes().get(0).running() == 0);
            assertThat(calls).as("no call begins after the stop").hasValue(1);
            assertThat(nexus.lanes()).extracting(LaneStats::abandoned).containsExactly(3L, 2L);
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("ENX-0069"))
                    .singleElement()
                    .asString()
                    .contains("lane={")
                    .contains("b.c=2", "d=1")
                    .contains("stage={b.c=2}");
        }
    }

    @Test
    @Tag("R12")
    void aLanesReceiverStopsNeitherItsDomainNorItsEngine() throws Exception {
        try (var pooled = new PooledEngine(2, true)) {
            Nexus nexus = pooled.start(DomainConfig.of("d"));
            var told = new CompletableFuture<Void>();
            nexus.bus().subscribe("a", ASYNC, event -> {
                try {
                    assertThatThrownBy(() -> nexus.stop(BOUND))
                            .isInstanceOf(InvalidLoopStateException.class)
                            .hasMessageContaining("ENX-0012");
                    assertThatThrownBy(pooled.engine::close).isInstanceOf(InvalidLoopStateException.class);
                    told.complete(null);
                } catch (Throwable wrong) {
                    told.completeExceptionally(wrong);
                }
            });
            nexus.bus().publish("a", null);
            told.get(10, TimeUnit.SECONDS);
        }
    }
}
