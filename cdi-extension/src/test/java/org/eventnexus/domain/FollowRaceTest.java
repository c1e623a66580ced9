package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.LoopStoppedException;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.Overflow;
import org.eventnexus.Position;
import org.eventnexus.StreamOptions;
import org.eventnexus.StreamOverflow;
import org.eventnexus.race.Chance;
import org.eventnexus.race.Conservation;
import org.eventnexus.race.Crowd;
import org.eventnexus.race.Race;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who follows a domain under load: what comes to whom, once and in order. */
@Race
@Tag("AU-10")
class FollowRaceTest {
    private static final int PUBLISHERS = 8;
    private static final int EACH = 10_000;
    private static final Duration BOUND = Duration.ofSeconds(60);

    private static DomainConfig domain(int capacity) {
        return DomainConfig.of("d").withCapacity(capacity).withAwaitTimeout(BOUND);
    }

    // ---- next

    /** A stage, and between which sequences its call was. */
    private record Asked(long before, CompletableFuture<NexusEvent<Integer>> stage, long after) {}

    @ParameterizedTest
    @ValueSource(ints = {1, 1_024})
    @Tag("AE-06")
    @Tag("AU-09")
    void eachNextGetsTheFirstEventAfterItAndOnlyOne(int capacity, Chance chance) throws Exception {
        try (var pooled = new PooledEngine(2)) {
            Nexus nexus = pooled.start(domain(capacity).withRetention(1 << 20));
            nexus.handleRest((event, context) -> null);
            var publishing = new AtomicInteger(PUBLISHERS);
            List<List<Asked>> asked = new ArrayList<>();
            var crowd = new Crowd(chance).add(PUBLISHERS, own -> {
                for (int i = 0; i < EACH; i++) {
                    nexus.bus().publish(own.below(20) == 0 ? "wanted" : "other", i);
                }
                publishing.decrementAndGet();
            });
            for (int w = 0; w < 4; w++) {
                var mine = new ArrayList<Asked>();
                asked.add(mine);
                crowd.add(own -> {
                    for (int i = 0; i < 2_000 && publishing.get() > 0; i++) {
                        long before = nexus.log().orElseThrow().newest();
                        var stage = own.below(2) == 0
                                ? nexus.bus().<Integer>next("wanted", BOUND)
                                : nexus.bus().<Integer>next("wanted", event -> event.payload() % 2 == 0, BOUND);
                        long after = nexus.log().orElseThrow().newest();
                        mine.add(new Asked(before, stage.toCompletableFuture(), after));
                        own.delay();
                        if (own.below(4) == 0) {
                            stage.toCompletableFuture().cancel(true);
                        }
                    }
                });
            }
            crowd.start().await(BOUND);
            nexus.bus().publish("wanted", 0);
            Conservation.atRest(nexus);

            for (Asked each : asked.stream().flatMap(List::stream).toList()) {
                if (!each.stage().isCancelled()) {
                    NexusEvent<Integer> event = each.stage().get(10, TimeUnit.SECONDS);
                    assertThat(event.sequence()).isGreaterThan(each.before());
                    assertThat(isSkipped(nexus, each, event)).isFalse();
                }
            }
            Awaitility.await()
                    .atMost(BOUND)
                    .until(() -> nexus.bus().streamStats().waiters() == 0);
        }
    }

    /** Whether there is one between the call and what it got that it should have got instead. */
    private static boolean isSkipped(Nexus nexus, Asked asked, NexusEvent<Integer> got) {
        for (long at = asked.after() + 1; at < got.sequence(); at++) {
            NexusEvent<?> between = nexus.log().orElseThrow().read(at);
            if (between.type().equals("wanted") && (Integer) between.payload() % 2 == 0) {
                return true;
            }
        }
        return false;
    }

    @Test
    @Tag("AE-06")
    @Tag("AU-14")
    void eventTimeoutCancellationAndStopAtOnceEndEachStageOnce(Chance chance) throws Exception {
        for (int round = 0; round < 30; round++) {
            try (var pooled = new PooledEngine(2)) {
                Nexus nexus = pooled.start(domain(16));
                var ends = new AtomicInteger();
                var begun = new AtomicInteger();
                new Crowd(chance)
                        .add(3, own -> {
                            for (int i = 0; i < 200; i++) {
                                begun.incrementAndGet();
                                var stage = nexus.bus()
                                        .<Integer>next("n", Duration.ofNanos(1 + own.below(200_000)))
                                        .toCompletableFuture();
                                stage.whenComplete((event, error) -> ends.incrementAndGet());
                                if (own.below(3) == 0) {
                                    stage.cancel(true);
                                }
                            }
                        })
                        .add(own -> {
                            for (int i = 0; i < 300; i++) {
                                nexus.bus().publish("n", i);
                            }
                        })
                        .add(own -> {
                            own.delay();
                            nexus.stop(own.below(2) == 0 ? Duration.ZERO : BOUND);
                        })
                        .start()
                        .await(BOUND);

                Awaitility.await().atMost(BOUND).until(() -> ends.get() == begun.get());
                assertThat(nexus.bus().streamStats().waiters()).isZero();
            }
        }
    }

    // ---- streams

    /** Checks rules while it counts: one call at a time, order, no more than requested. Asks for one or many. */
    private static final class Checked implements Flow.Subscriber<NexusEvent<Integer>> {
        private final int step;
        private final AtomicInteger inside = new AtomicInteger();
        final AtomicReference<String> fault = new AtomicReference<>();
        final AtomicLong got = new AtomicLong();
        final CountDownLatch over = new CountDownLatch(1);
        volatile Throwable error;
        volatile Flow.Subscription subscription;
        private long last;
        private long requested;
        private boolean ended;
        long cancelAt = Long.MAX_VALUE;
        boolean contiguous;

        Checked(int step) {
            this.step = step;
        }

        private void enter() {
            if (inside.getAndIncrement() != 0 || ended) {
                fault.set(ended ? "called after the end" : "two calls at once");
            }
        }

        private void ask() {
            requested += step;
            subscription.request(step);
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            enter();
            subscription = given;
            ask();
            inside.decrementAndGet();
        }

        @Override
        public void onNext(NexusEvent<Integer> event) {
            enter();
            if (event.sequence() <= last) {
                fault.set(event.sequence() + " after " + last);
            }
            if (contiguous && last != 0 && event.sequence() != last + 1) {
                fault.set("gap between " + last + " and " + event.sequence());
            }
            last = event.sequence();
            long count = got.incrementAndGet();
            if (count > requested) {
                fault.set("not requested");
            }
            if (count == cancelAt) {
                subscription.cancel();
                over.countDown();
            } else if (count == requested) {
                ask();
            }
            inside.decrementAndGet();
        }

        @Override
        public void onError(Throwable thrown) {
            enter();
            error = thrown;
            ended = true;
            inside.decrementAndGet();
            over.countDown();
        }

        @Override
        public void onComplete() {
            enter();
            ended = true;
            inside.decrementAndGet();
            over.countDown();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = StreamOverflow.class,
            names = {"DROP_OLDEST", "DROP_NEWEST"})
    void whatStreamsGotAndWhatTheyDroppedIsWhatWasAdmitted(StreamOverflow overflow, Chance chance) throws Exception {
        try (var pooled = new PooledEngine(2)) {
            boolean hasLog = chance.below(2) == 0;
            Nexus nexus = pooled.start(domain(chance.oneOf(1, 16, 1_024)).withRetention(hasLog ? 100 : 0));
            nexus.handleRest((event, context) -> null);
            StreamOptions options =
                    StreamOptions.defaults().buffer(chance.oneOf(1, 8, 256)).overflow(overflow);
            List<Checked> streams = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                var subscriber = new Checked(chance.oneOf(1, 7, Integer.MAX_VALUE));
                streams.add(subscriber);
                nexus.bus().<Integer>stream("n", options).subscribe(subscriber);
            }
            new Crowd(chance)
                    .add(PUBLISHERS, own -> {
                        for (int i = 0; i < EACH; i++) {
                            nexus.bus().publish("n", i);
                        }
                    })
                    .start()
                    .await(BOUND);
            Conservation.atRest(nexus);
            nexus.stop(BOUND);

            for (Checked each : streams) {
                assertThat(each.over.await(10, TimeUnit.SECONDS)).isTrue();
                assertThat(each.error).isNull();
                assertThat(each.fault).hasValue(null);
            }
            long got = streams.stream().mapToLong(each -> each.got.get()).sum();
            assertThat(got + nexus.bus().streamStats().dropped()).isEqualTo(4L * PUBLISHERS * EACH);
        }
    }

    @Test
    void streamsFromPositionsSeeEverythingOnceWhileOthersComeAndGo(Chance chance) throws Exception {
        try (var pooled = new PooledEngine(2)) {
            Nexus nexus = pooled.start(domain(64).withRetention(1 << 20));
            nexus.handleRest((event, context) -> {
                if (event.payload().equals(7)) {
                    context.emit("n", -1); // takes a position out of turn
                }
                return null;
            });
            long epoch = nexus.log().orElseThrow().epoch();
            List<Checked> replays = new ArrayList<>();
            var starts = new ConcurrentHashMap<Checked, Long>();
            var publishing = new AtomicInteger(4);
            Crowd crowd = new Crowd(chance).add(4, own -> {
                for (int i = 0; i < EACH; i++) {
                    nexus.bus().publish("n", i);
                }
                publishing.decrementAndGet();
            });
            for (int i = 0; i < 6; i++) {
                var subscriber = new Checked(chance.oneOf(1, 100, Integer.MAX_VALUE));
                subscriber.contiguous = true;
                replays.add(subscriber);
                crowd.add(own -> {
                    own.delay();
                    long newest = nexus.log().orElseThrow().newest();
                    long from = newest == 0 ? 0 : own.below((int) newest + 1);
                    starts.put(subscriber, from);
                    nexus.bus().<Integer>stream(
                                    "n",
                                    StreamOptions.defaults().buffer(1 << 18).after(new Position(epoch, from)))
                            .subscribe(subscriber);
                });
            }
            crowd.add(2, own -> {
                while (publishing.get() > 0) {
                    var passing = new Checked(Integer.MAX_VALUE);
                    passing.cancelAt = 1 + own.below(100);
                    nexus.bus().<Integer>stream("n", StreamOptions.defaults().overflow(StreamOverflow.DROP_NEWEST))
                            .subscribe(passing);
                    if (!passing.over.await(1, TimeUnit.MILLISECONDS) && passing.subscription != null) {
                        passing.subscription.cancel();
                    } else if (passing.subscription == null) {
                        passing.over.await(10, TimeUnit.SECONDS);
                    }
                    assertThat(passing.fault).hasValue(null);
                }
            });
            crowd.start().await(BOUND);
            Conservation.atRest(nexus);
            long newest = nexus.log().orElseThrow().newest();
            nexus.stop(BOUND);

            assertThat(newest).isEqualTo(4L * EACH + 4);
            for (Checked each : replays) {
                assertThat(each.over.await(10, TimeUnit.SECONDS)).isTrue();
                assertThat(each.error).isNull();
                assertThat(each.fault).hasValue(null);
                assertThat(each.got.get()).isEqualTo(newest - starts.get(each));
            }
        }
    }

    @Test
    void streamsThatComeAndGoInAFloodThatDropsSeeWhatIsAdmittedInOrder(Chance chance) throws Exception {
        try (var pooled = new PooledEngine(2)) {
            Nexus nexus = pooled.start(
                    domain(16).withOverflow(Overflow.DROP_OLDEST).withRetention(chance.oneOf(0, 1, 1_000)));
            var publishing = new AtomicInteger(4);
            Map<Integer, AtomicLong> fed = new ConcurrentHashMap<>();
            new Crowd(chance)
                    .add(4, own -> {
                        for (int i = 0; i < EACH; i++) {
                            nexus.bus().publish("n", i);
                        }
                        publishing.decrementAndGet();
                    })
                    .add(own -> {
                        while (publishing.get() > 0) {
                            nexus.bus().feed(EventDraft.of("fed", 1));
                            fed.computeIfAbsent(0, any -> new AtomicLong()).incrementAndGet();
                            own.delay();
                        }
                    })
                    .add(3, own -> {
                        while (publishing.get() > 0) {
                            var passing = new Checked(1 + own.below(50));
                            passing.contiguous = true; // all of them, and none before the first
                            passing.cancelAt = 1 + own.below(1_000);
                            nexus.bus().<Integer>stream(
                                            "n", StreamOptions.defaults().buffer(1 << 18))
                                    .subscribe(passing);
                            Awaitility.await()
                                    .pollDelay(Duration.ZERO)
                                    .pollInterval(Duration.ofMillis(1))
                                    .atMost(BOUND)
                                    .until(() -> passing.over.getCount() == 0 || publishing.get() == 0);
                            assertThat(passing.fault).hasValue(null);
                            assertThat(passing.error).isNull();
                        }
                    })
                    .start()
                    .await(BOUND);
            Conservation.atRest(nexus);
        }
    }

    @Test
    @Tag("AU-14")
    void aStopAtAnyMomentEndsEachStreamOnceAndNothingComesAfter(Chance chance) throws Exception {
        for (int round = 0; round < 30; round++) {
            try (var pooled = new PooledEngine(2)) {
                Nexus nexus = pooled.start(domain(16).withRetention(chance.oneOf(0, 100)));
                boolean atOnce = chance.below(2) == 0;
                List<Checked> streams = new ArrayList<>();
                Crowd crowd = new Crowd(chance).add(2, own -> {
                    for (int i = 0; i < 500; i++) {
                        nexus.bus().publish("n", i);
                    }
                });
                for (int i = 0; i < 3; i++) {
                    var subscriber = new Checked(chance.oneOf(1, Integer.MAX_VALUE));
                    streams.add(subscriber);
                    crowd.add(own -> {
                        own.delay();
                        nexus.bus().<Integer>stream(
                                        "n", StreamOptions.defaults().buffer(2_000))
                                .subscribe(subscriber);
                    });
                }
                crowd.add(own -> {
                    own.delay();
                    nexus.stop(atOnce ? Duration.ZERO : BOUND);
                });
                crowd.start().await(BOUND);

                for (Checked each : streams) {
                    assertThat(each.over.await(10, TimeUnit.SECONDS)).isTrue();
                    assertThat(each.fault).hasValue(null);
                    assertThat(each.error == null || each.error instanceof LoopStoppedException)
                            .isTrue();
                }
                assertThat(nexus.bus().streamStats().streams()).isZero();
            }
        }
    }
}
