package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.eventnexus.DomainConfig;
import org.eventnexus.Nexus;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.eventnexus.race.Chance;
import org.eventnexus.race.Conservation;
import org.eventnexus.race.Crowd;
import org.eventnexus.race.Race;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Executors and schedulers that do not do as they should: nothing is lost, and nothing handled twice or out of order. */
@Race
@Tag("R11")
class FaultyThreadsRaceTest {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final int PUBLISHERS = 3;
    private static final int EACH = 6_000;

    /** Handled by the loop alone: the order of each publisher's events. */
    private final int[] last = new int[PUBLISHERS];

    private final AtomicLong disorder = new AtomicLong();
    private final AtomicInteger refused = new AtomicInteger();

    private Nexus start(DomainEngine engine) {
        Nexus nexus = engine.create(DomainConfig.of("d").withCapacity(32).withAwaitTimeout(BOUND));
        nexus.handle("a", (event, context) -> {
            int number = (Integer) event.payload();
            if (number / PUBLISHERS != last[number % PUBLISHERS]++) {
                disorder.incrementAndGet();
            }
            return null;
        });
        nexus.start();
        return nexus;
    }

    private Crowd publishers(Chance chance, Nexus nexus) {
        var crowd = new Crowd(chance);
        for (int p = 0; p < PUBLISHERS; p++) {
            int publisher = p;
            crowd.add(own -> {
                for (int i = 0; i < EACH; i++) {
                    Publication publication = nexus.bus().publish("a", i * PUBLISHERS + publisher);
                    if (publication.status() == Status.REFUSED) {
                        refused.incrementAndGet();
                    }
                    if (own.below(64) == 0) {
                        own.delay();
                    }
                }
            });
        }
        return crowd.start();
    }

    private void assertAllHandledInOrder() {
        assertThat(refused).hasValue(0);
        assertThat(disorder).hasValue(0);
        assertThat(last).containsOnly(EACH);
    }

    /** Runs, rejects, throws, runs on the calling thread or runs twice, as it likes. */
    private static Executor moody(Executor pool, Chance chance) {
        return task -> {
            int mood;
            synchronized (chance) {
                mood = chance.below(10);
            }
            switch (mood) {
                case 0, 1 -> throw new RejectedExecutionException("moody");
                case 2 -> throw new LinkageError("undeployed");
                case 3 -> task.run();
                case 4 -> {
                    pool.execute(task);
                    pool.execute(task);
                }
                default -> pool.execute(task);
            }
        };
    }

    @Test
    void aMoodyExecutorAndASchedulerThatSometimesRejects(Chance chance) throws Exception {
        try (var pooled = new PooledEngine(2)) {
            var time = new VirtualTime();
            var moods = chance.fork();
            var timesMoods = chance.fork();
            var engine = DomainEngine.builder()
                    .executor(moody(pooled.pool, moods))
                    .scheduler((task, delay) -> {
                        synchronized (timesMoods) {
                            if (timesMoods.below(4) == 0) {
                                throw new RejectedExecutionException("moody");
                            }
                        }
                        return time.schedule(task, delay);
                    })
                    .clock(time)
                    .build();
            Nexus nexus = start(engine);
            nexus.handle("nudge", (event, context) -> null);
            Crowd crowd = publishers(chance, nexus);
            long end = System.nanoTime() + BOUND.toNanos();
            while (!crowd.isDone() && System.nanoTime() < end) {
                time.advance(Duration.ofMillis(100));
            }
            crowd.await(Duration.ofSeconds(1));
            // Where neither executor nor scheduler takes the loop, the next publisher tries again.
            while (nexus.stats().waiting() > 0 && System.nanoTime() < end) {
                nexus.bus().publish("nudge", null);
                time.advance(Duration.ofMillis(100));
            }
            Conservation.atRest(nexus);
            assertAllHandledInOrder();
        }
    }

    /** As a container's executor does when it is stopped: it runs what it has and rejects what comes. */
    @Test
    void anExecutorThatDiesAndIsReplaced(Chance chance) throws Exception {
        try (var pooled = new PooledEngine(1)) {
            var pool = new AtomicReference<ExecutorService>(Executors.newFixedThreadPool(2));
            var engine = DomainEngine.builder()
                    .executor(task -> pool.get().execute(task))
                    .scheduler(PooledEngine.scheduler(pooled.timer))
                    .build();
            Nexus nexus = start(engine);
            Crowd crowd = publishers(chance, nexus);
            while (!crowd.isDone()) {
                pool.get().shutdown();
                chance.delay();
                pool.set(Executors.newFixedThreadPool(2));
                long handled = nexus.stats().delivered();
                int more = chance.below(EACH);
                Awaitility.await()
                        .atMost(BOUND)
                        .until(() -> crowd.isDone() || nexus.stats().delivered() >= handled + more);
            }
            crowd.await(BOUND);
            Conservation.atRest(nexus);
            assertAllHandledInOrder();
            engine.close();
            pool.get().shutdownNow();
        }
    }

    /** What an executor drops without a word only a stop can find: on the stopping thread, and in order. */
    @Test
    @Tag("R12")
    void whatAnExecutorDropsIsHandledByTheStop(Chance chance) throws Exception {
        try (var pooled = new PooledEngine(1)) {
            var dropping = new AtomicBoolean();
            var engine = DomainEngine.builder()
                    .executor(task -> {
                        if (!dropping.get()) {
                            pooled.pool.execute(task);
                        }
                    })
                    .scheduler(PooledEngine.scheduler(pooled.timer))
                    .build();
            Nexus nexus = start(engine);
            publishers(chance, nexus).await(BOUND);
            Conservation.atRest(nexus);
            dropping.set(true);
            int before = last[0];
            int more = 1 + chance.below(32);
            for (int i = 0; i < more; i++) {
                nexus.bus().publish("a", (before + i) * PUBLISHERS);
            }
            assertThat(nexus.stop(BOUND)).isEmpty();
            assertThat(disorder).hasValue(0);
            assertThat(last[0]).isEqualTo(before + more);
            Conservation.atRest(nexus);
        }
    }

    /** Domains that publish into each other in a circle, while the pool sends what is too much back to the publisher. */
    @Test
    @Tag("R5")
    void aPoolWhoseSaturationRunsOnTheCaller(Chance chance) throws Exception {
        var pool = new ThreadPoolExecutor(
                2, 2, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(1), new ThreadPoolExecutor.CallerRunsPolicy());
        try (var pooled = new PooledEngine(1)) {
            var engine = DomainEngine.builder()
                    .executor(pool)
                    .scheduler(PooledEngine.scheduler(pooled.timer))
                    .build();
            int size = 6;
            int events = 3_000;
            var arrived = new AtomicInteger();
            var domains = new ArrayList<Nexus>();
            for (int i = 0; i < size; i++) {
                domains.add(
                        engine.create(DomainConfig.of("d" + i).withCapacity(8).withAwaitTimeout(BOUND)));
            }
            for (int i = 0; i < size; i++) {
                Nexus next = domains.get((i + 1) % size);
                domains.get(i).handleRest((event, context) -> {
                    int left = (Integer) event.payload();
                    return left == 0 ? arrived.incrementAndGet() : hop(next, left - 1);
                });
            }
            engine.start();
            new Crowd(chance)
                    .add(4, own -> {
                        for (int i = 0; i < events / 4; i++) {
                            hop(domains.get(own.below(size)), 10);
                        }
                    })
                    .start()
                    .await(BOUND);
            Conservation.atRest(domains);
            assertThat(refused).hasValue(0);
            assertThat(arrived).hasValue(events);
            engine.close();
        } finally {
            pool.shutdownNow();
        }
    }

    private Object hop(Nexus to, int left) {
        if (to.bus().publish("hop", left).status() == Status.REFUSED) {
            refused.incrementAndGet();
        }
        return null;
    }
}
