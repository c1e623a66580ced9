package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.Nexus;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R11")
class ThreadsTest {
    private static final Duration BOUND = Duration.ofSeconds(60);

    private final HandEngine hand = new HandEngine();
    private final List<Object> seen = new ArrayList<>();

    @Test
    void aDomainWithNothingToDoHoldsNoThreadAndNoTask() {
        Nexus nexus = hand.start(DomainConfig.of("d"));
        assertThat(hand.executor.waiting()).isZero();
        nexus.bus().publish("a", null);
        nexus.bus().publish("a", null);
        assertThat(hand.executor.waiting()).as("one drain for both").isEqualTo(1);
        hand.rest();
        assertThat(hand.executor.waiting()).isZero();
        assertThat(hand.time.scheduled()).isZero();
    }

    @Test
    void aDrainYieldsAfterABoundedNumberOfEvents() {
        Nexus nexus = hand.start(DomainConfig.of("d"));
        nexus.handleRest((event, context) -> seen.add(event.payload()));
        for (int i = 0; i < 1000; i++) {
            nexus.bus().publish("a", i);
        }
        hand.executor.runOne();
        assertThat(seen).hasSize(256);
        assertThat(hand.executor.waiting()).isEqualTo(1);
        hand.run();
        assertThat(seen).hasSize(1000);
    }

    @Test
    void aDrainOfSlowReceiversYieldsEarlier() {
        Nexus nexus = hand.start(DomainConfig.of("d"));
        nexus.handleRest((event, context) -> {
            hand.time.advance(Duration.ofMillis(1));
            return seen.add(event.payload());
        });
        for (int i = 0; i < 1000; i++) {
            nexus.bus().publish("a", i);
        }
        hand.executor.runOne();
        assertThat(seen).hasSize(64);
    }

    // ---- executors that reject

    @Test
    void aRejectedDrainIsTriedAgainByTheScheduler() {
        Nexus nexus = hand.start(DomainConfig.of("d"));
        nexus.handleRest((event, context) -> seen.add(event.payload()));
        hand.executor.rejecting(true);
        nexus.bus().publish("a", 1);
        nexus.bus().publish("a", 2);
        hand.time.advance(Duration.ofSeconds(1));
        assertThat(hand.executor.rejections()).isBetween(5, 11);
        assertThat(seen).isEmpty();

        hand.executor.rejecting(false);
        hand.time.advance(Duration.ofMillis(100));
        hand.rest();

        assertThat(seen).containsExactly(1, 2);
        assertThat(hand.time.scheduled()).isZero();
    }

    @Test
    void withExecutorAndSchedulerGoneTheNextPublisherTriesAgain() {
        Nexus nexus = hand.start(DomainConfig.of("d"));
        nexus.handleRest((event, context) -> seen.add(event.payload()));
        hand.executor.rejecting(true);
        hand.time.stop();
        assertThat(nexus.bus().publish("a", 1).status()).isEqualTo(Status.PENDING);

        hand.executor.rejecting(false);
        nexus.bus().publish("a", 2);
        hand.run();

        assertThat(seen).containsExactly(1, 2);
    }

    @Test
    void aPublisherIsNotToldOfWhatEverTheExecutorOrTheSchedulerThrow() {
        for (Throwable thrown : List.of(new IllegalStateException("not running"), new LinkageError("undeployed"))) {
            var broken = new AtomicBoolean();
            Executor executor = task -> {
                if (broken.get()) {
                    throw ThreadsTest.<RuntimeException>sneak(thrown);
                }
                hand.executor.execute(task);
            };
            Scheduler scheduler = (task, delay) -> {
                throw ThreadsTest.<RuntimeException>sneak(thrown);
            };
            var engine = DomainEngine.builder()
                    .executor(executor)
                    .scheduler(scheduler)
                    .build(); // with the real clock, which ticks by the scheduler
            Nexus nexus = engine.create(DomainConfig.of("d").withCapacity(2));
            nexus.handleRest((event, context) -> seen.add(event.payload()));
            nexus.start();
            hand.run();
            broken.set(true);
            assertThat(nexus.bus().publish("a", 1).status()).isEqualTo(Status.PENDING);
            assertThat(nexus.bus().publishAsync(EventDraft.of("a", 2)).status()).isEqualTo(Status.PENDING);
            assertThat(nexus.bus().publishAsync(EventDraft.of("a", 3)).status()).isEqualTo(Status.REFUSED);
            assertThat(nexus.stop(Duration.ofSeconds(10))).isEmpty();
            assertThat(seen).containsExactly(1, 2);
            seen.clear();
        }
    }

    @Test
    void anExecutorThatRejectsEveryOtherDrainIsSurvived() throws Exception {
        try (var pooled = new PooledEngine(2)) {
            var submits = new AtomicInteger();
            Executor moody = task -> {
                if (submits.incrementAndGet() % 2 == 0) {
                    throw new RejectedExecutionException("moody");
                }
                pooled.pool.execute(task);
            };
            // Virtual time moved by a thread: the retries need not be waited for.
            var time = new VirtualTime();
            var engine = DomainEngine.builder()
                    .executor(moody)
                    .scheduler(time)
                    .clock(time)
                    .build();
            Nexus nexus = engine.create(DomainConfig.of("d").withCapacity(64).withAwaitTimeout(BOUND));
            var last = new AtomicLong();
            var disorder = new AtomicLong();
            nexus.handleRest((event, context) -> {
                if (!event.payload().equals(last.incrementAndGet())) {
                    disorder.incrementAndGet();
                }
                return null;
            });
            nexus.start();
            var publisher = pooled.publisher(() -> {
                for (long i = 1; i <= 20_000; i++) {
                    assertThat(nexus.bus().publish("a", i).status()).isNotEqualTo(Status.REFUSED);
                }
            });
            long end = System.nanoTime() + BOUND.toNanos();
            while ((!publisher.isDone() || nexus.stats().waiting() > 0) && System.nanoTime() < end) {
                time.advance(Duration.ofMillis(100));
                Thread.onSpinWait();
            }
            publisher.get(1, TimeUnit.SECONDS);
            assertThat(last).hasValue(20_000);
            assertThat(disorder).hasValue(0);
            assertThat(nexus.stats().delivered()).isEqualTo(20_000);
        }
    }

    // ---- executors that run on the calling thread

    @Test
    void anExecutorThatRunsOnTheCallingThreadDoesNotRecurse() {
        var time = new VirtualTime();
        var engine = DomainEngine.builder()
                .executor(Runnable::run)
                .scheduler(time)
                .clock(time)
                .build();
        Nexus nexus = engine.create(DomainConfig.of("d").withCapacity(500_000).withRetention(0));
        var depth = new AtomicInteger();
        var handled = new AtomicInteger();
        nexus.handleRest((event, context) -> {
            if (handled.incrementAndGet() % 10_000 == 0) {
                depth.accumulateAndGet(Thread.currentThread().getStackTrace().length, Math::max);
            }
            return null;
        });
        for (int i = 0; i < 500_000; i++) {
            nexus.bus().publish("a", null);
        }
        nexus.start();

        assertThat(handled).hasValue(500_000);
        assertThat(depth.get()).isLessThan(150);
        assertThat(nexus.bus().publish("a", null).status()).isEqualTo(Status.COMPLETED);
        assertThat(engine.currentLoop()).isNull();
    }

    @Test
    void aPoolWhoseSaturationRunsOnTheCallerIsSurvived() throws Exception {
        var pool = new ThreadPoolExecutor(
                2, 2, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(1), new ThreadPoolExecutor.CallerRunsPolicy());
        try (var pooled = new PooledEngine(1)) {
            var engine = DomainEngine.builder()
                    .executor(pool)
                    .scheduler(PooledEngine.scheduler(pooled.timer))
                    .build();
            int size = 6;
            int events = 3_000;
            var arrived = new AtomicLong();
            var refused = new AtomicLong();
            var domains = new ArrayList<Nexus>();
            for (int i = 0; i < size; i++) {
                domains.add(
                        engine.create(DomainConfig.of("d" + i).withCapacity(8).withAwaitTimeout(BOUND)));
            }
            for (int i = 0; i < size; i++) {
                Nexus next = domains.get((i + 1) % size);
                domains.get(i).handleRest((event, context) -> {
                    int left = (Integer) event.payload();
                    if (left == 0) {
                        arrived.incrementAndGet();
                    } else if (next.bus().publish("hop", left - 1).status() == Status.REFUSED) {
                        refused.incrementAndGet();
                    }
                    return null;
                });
            }
            engine.start();
            var publishing = new ArrayList<java.util.concurrent.Future<?>>();
            for (int p = 0; p < 4; p++) {
                int publisher = p;
                publishing.add(pooled.publisher(() -> {
                    for (int i = publisher; i < events; i += 4) {
                        assertThat(domains.get(i % size)
                                        .bus()
                                        .publish("hop", 10)
                                        .status())
                                .isNotEqualTo(Status.REFUSED);
                    }
                }));
            }
            for (var each : publishing) {
                each.get(BOUND.toSeconds(), TimeUnit.SECONDS);
            }
            Awaitility.await().atMost(BOUND).until(() -> arrived.get() + refused.get() == events);
            assertThat(refused).hasValue(0);
            engine.close();
        } finally {
            pool.shutdownNow();
        }
    }

    // ---- fairness and wake-ups

    @Test
    void tenThousandDomainsOnTwoThreadsAreServedThoughTwoAreFlooded() throws Exception {
        try (var pooled = new PooledEngine(2)) {
            var flooding = new AtomicBoolean(true);
            var floods = new ArrayList<Nexus>();
            for (int i = 0; i < 2; i++) {
                Nexus flooded = pooled.create(DomainConfig.of("flooded" + i).withRetention(0));
                flooded.handleRest((event, context) -> null);
                floods.add(flooded);
            }
            var quiet = new ArrayList<Nexus>();
            for (int i = 0; i < 9_998; i++) {
                Nexus nexus = pooled.create(
                        DomainConfig.of("quiet" + i).withCapacity(2).withRetention(0));
                nexus.handleRest((event, context) -> null);
                quiet.add(nexus);
            }
            pooled.engine.start();
            for (int i = 0; i < 200; i++) {
                flood(floods.get(i % 2), flooding);
            }

            var left = new CountDownLatch(quiet.size());
            for (Nexus nexus : quiet) {
                nexus.bus().publish("a", null).outcome().thenRun(left::countDown);
            }
            assertThat(left.await(30, TimeUnit.SECONDS))
                    .as("quiet domains are served")
                    .isTrue();
            assertThat(floods)
                    .as("and the flooded ones as well")
                    .allMatch(nexus -> nexus.stats().delivered() >= 64);

            flooding.set(false);
            Awaitility.await()
                    .atMost(BOUND)
                    .until(() -> floods.stream().allMatch(nexus -> nexus.stats().waiting() == 0));
        }
    }

    /** Each event's end publishes the next one: the queue is never empty. */
    private static void flood(Nexus nexus, AtomicBoolean flooding) {
        if (flooding.get()) {
            nexus.bus().publish("flood", null).outcome().thenRun(() -> flood(nexus, flooding));
        }
    }

    @Test
    void noWakeUpIsLost() throws Exception {
        int rounds = 20_000;
        int publishers = 2;
        try (var pooled = new PooledEngine(2)) {
            Nexus nexus = pooled.start(DomainConfig.of("d").withCapacity(4));
            var handled = new AtomicInteger();
            nexus.handleRest((event, context) -> {
                handled.incrementAndGet();
                return null;
            });
            var round = new AtomicInteger();
            for (int p = 0; p < publishers; p++) {
                pooled.publisher(() -> {
                    var random = ThreadLocalRandom.current();
                    for (int r = 1; r <= rounds; r++) {
                        while (round.get() < r) {
                            Thread.yield();
                        }
                        for (int delay = random.nextInt(200); delay > 0; delay--) {
                            Thread.onSpinWait();
                        }
                        nexus.bus().publish("a", null);
                    }
                });
            }
            long end = System.nanoTime() + BOUND.toNanos();
            for (int r = 1; r <= rounds; r++) {
                round.set(r);
                while (handled.get() < r * publishers) {
                    assertThat(System.nanoTime()).as("round %s is stuck", r).isLessThan(end);
                    Thread.yield();
                }
            }
            assertThat(handled).hasValue(rounds * publishers);
        }
    }

    @Test
    void noEndOfAStageIsLost() throws Exception {
        int events = 20_000;
        try (var pooled = new PooledEngine(2)) {
            Nexus nexus = pooled.start(DomainConfig.of("d").withInFlight(4).withAwaitTimeout(BOUND));
            var inside = new AtomicInteger();
            var overlaps = new AtomicInteger();
            nexus.handleRest((event, context) -> {
                if (inside.incrementAndGet() != 1) {
                    overlaps.incrementAndGet();
                }
                var stage = new CompletableFuture<Object>();
                int spins = ThreadLocalRandom.current().nextInt(100);
                pooled.pool.execute(() -> {
                    for (int i = 0; i < spins; i++) {
                        Thread.onSpinWait();
                    }
                    stage.complete(event.payload());
                });
                inside.decrementAndGet();
                return stage;
            });
            var publications = new ArrayList<Publication>();
            for (int i = 0; i < events; i++) {
                publications.add(nexus.bus().publish("a", i));
            }
            for (int i = 0; i < events; i++) {
                assertThat(publications.get(i).await(BOUND).results().get(0).value())
                        .isEqualTo(i);
            }
            assertThat(overlaps).hasValue(0);
            assertThat(nexus.stats().delivered()).isEqualTo(events);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
