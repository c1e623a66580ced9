package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.eventnexus.Collector;
import org.eventnexus.CollectorOptions;
import org.eventnexus.CollectorStats;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.Publication;
import org.eventnexus.QueueOrder;
import org.eventnexus.RetryPolicy;
import org.eventnexus.WorkQueue;
import org.eventnexus.WorkQueueConfig;
import org.eventnexus.WorkQueueStats;
import org.eventnexus.race.Chance;
import org.eventnexus.race.Conservation;
import org.eventnexus.race.Crowd;
import org.eventnexus.race.Race;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Work queues on real threads. */
@Race
class WorkRaceTest {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final RetryPolicy AT_ONCE = new RetryPolicy(3, Duration.ofNanos(1), Duration.ofNanos(1));

    /** What each collector was given has come to one end, or is there. */
    static void assertConserved(WorkQueueStats stats) {
        for (CollectorStats each : stats.collectors()) {
            assertThat(each.taken())
                    .as("%s", each)
                    .isEqualTo(each.done()
                            + each.failed()
                            + each.expired()
                            + each.abandoned()
                            + each.waiting()
                            + each.busy());
        }
    }

    static WorkQueueStats atRest(WorkQueue queue) {
        Awaitility.await("nothing is with the queue")
                .atMost(BOUND)
                .until(() -> queue.stats().workInProgress() == 0);
        WorkQueueStats stats = queue.stats();
        assertThat(stats.taken()).isEqualTo(stats.done() + stats.failed() + stats.expired() + stats.abandoned());
        return stats;
    }

    /** Of a key one at a time, in the order in which they were sent, whatever fails and is tried again. */
    @ParameterizedTest
    @EnumSource(names = {"FIFO", "PRIORITY"})
    void anOrderedOneKeepsEachKeysOrder(QueueOrder order, Chance chance) throws Exception {
        int publishers = 4;
        int each = 4_000;
        try (var pooled = new PooledEngine(2, true)) {
            Nexus nexus = pooled.start(DomainConfig.of("d").withRetention(0).withAwaitTimeout(BOUND));
            WorkQueue queue = nexus.workQueue(
                    "q",
                    WorkQueueConfig.defaults().withOrder(order).withCapacity(64).withRetry(AT_ONCE));
            int[] last = new int[publishers * 2];
            var inside = new AtomicInteger[last.length];
            var failed = new boolean[last.length][each];
            for (int i = 0; i < inside.length; i++) {
                inside[i] = new AtomicInteger();
            }
            var disorder = new AtomicInteger();
            queue.work(
                    CollectorOptions.named("w").concurrency(4).ordered(),
                    (NexusEvent<int[]> event, org.eventnexus.HandlerContext context) -> {
                        int key = event.payload()[0];
                        int number = event.payload()[1];
                        if (inside[key].incrementAndGet() != 1) {
                            disorder.incrementAndGet();
                        }
                        int kind = ThreadLocalRandom.current().nextInt(20);
                        if (kind == 0 && !failed[key][number]) {
                            failed[key][number] = true;
                            inside[key].decrementAndGet();
                            throw new IllegalStateException("once");
                        }
                        if (last[key]++ != number) {
                            disorder.incrementAndGet();
                        }
                        if (kind < 3) {
                            var stage = new CompletableFuture<Object>();
                            pooled.publisher(() -> {
                                inside[key].decrementAndGet();
                                stage.complete(null);
                            });
                            return stage;
                        }
                        inside[key].decrementAndGet();
                        return null;
                    });
            var crowd = new Crowd(chance);
            for (int p = 0; p < publishers; p++) {
                int publisher = p;
                crowd.add(own -> {
                    int[] next = new int[2];
                    for (int i = 0; i < each; i++) {
                        int which = own.below(2);
                        int key = publisher * 2 + which;
                        queue.send(EventDraft.of("q", new int[] {key, next[which]++})
                                .key("k" + key));
                    }
                });
            }
            crowd.start().await(BOUND);
            queue.drain().toCompletableFuture().get(30, TimeUnit.SECONDS);
            assertThat(disorder).hasValue(0);
            WorkQueueStats stats = atRest(queue);
            assertThat(stats.done()).isEqualTo(publishers * each);
            assertThat(stats.retried()).isPositive();
            Conservation.atRest(nexus);
        }
    }

    @Test
    void afterACollectorIsClosedNothingBeginsAndAllThatWasSentEnds(Chance chance) throws Exception {
        try (var pooled = new PooledEngine(2, true)) {
            Nexus nexus = pooled.start(DomainConfig.of("d").withCapacity(64).withAwaitTimeout(BOUND));
            WorkQueue queue = nexus.workQueue(
                    "q", WorkQueueConfig.defaults().withCapacity(8).withConcurrency(2, 4));
            var going = new AtomicBoolean(true);
            List<Publication> sent = new ArrayList<>();
            var publisher = pooled.publisher(() -> {
                while (going.get()) {
                    sent.add(queue.send(1));
                }
            });
            var watcher = pooled.publisher(() -> {
                while (going.get()) {
                    assertConserved(queue.stats());
                }
            });
            var late = new AtomicInteger();
            Chance own = chance.fork();
            for (int round = 0; round < 300; round++) {
                var closed = new AtomicBoolean();
                var inside = new AtomicInteger();
                Collector collector = queue.work("w", (event, context) -> {
                    inside.incrementAndGet();
                    if (closed.get()) {
                        late.incrementAndGet();
                    }
                    boolean stage = ThreadLocalRandom.current().nextInt(8) == 0;
                    inside.decrementAndGet();
                    return stage ? CompletableFuture.supplyAsync(() -> 1, pooled.timer) : null;
                });
                own.delay();
                collector.close();
                closed.set(true);
                assertThat(inside).hasValue(0);
            }
            going.set(false);
            publisher.get(30, TimeUnit.SECONDS);
            watcher.get(30, TimeUnit.SECONDS);
            Conservation.atRest(nexus);
            atRest(queue);
            assertThat(late).hasValue(0);
            assertThat(sent).allMatch(Publication::isDone);
        }
    }

    @Test
    @Tag("R12")
    void aStopUnderLoadEndsEachPublicationAndNoCallBeginsAfterIt(Chance chance) throws Exception {
        for (int round = 0; round < 8; round++) {
            try (var pooled = new PooledEngine(2, true)) {
                Nexus nexus = pooled.start(DomainConfig.of("d").withCapacity(64).withAwaitTimeout(BOUND));
                WorkQueue queue = nexus.workQueue(
                        "q", WorkQueueConfig.defaults().withConcurrency(1, 4).withRetry(AT_ONCE));
                var stopped = new AtomicBoolean();
                var late = new AtomicInteger();
                var never = new CompletableFuture<Object>();
                boolean stuck = round % 2 == 0;
                queue.work("w", (event, context) -> {
                    if (stopped.get()) {
                        late.incrementAndGet();
                    }
                    int kind = ThreadLocalRandom.current().nextInt(50);
                    if (kind == 0) {
                        throw new IllegalStateException("sometimes");
                    }
                    return kind == 1 && stuck ? never : null;
                });
                List<List<Publication>> sent = new ArrayList<>();
                var crowd = new Crowd(chance);
                for (int p = 0; p < 3; p++) {
                    List<Publication> own = new ArrayList<>();
                    sent.add(own);
                    crowd.add(each -> {
                        Publication last;
                        do {
                            last = queue.send(1);
                            own.add(last);
                        } while (last.status() != Publication.Status.REFUSED);
                    });
                }
                Chance own = chance.fork();
                crowd.add(each -> {
                    TimeUnit.MICROSECONDS.sleep(own.below(2_000));
                    nexus.stop(Duration.ofMillis(own.below(30)));
                    stopped.set(true);
                });
                crowd.start().await(BOUND);
                assertThat(sent).allSatisfy(list -> assertThat(list).allMatch(Publication::isDone));
                Conservation.atRest(nexus);
                atRest(queue);
                never.complete(null);
                assertThat(late).hasValue(0);
                assertConserved(queue.stats());
            }
        }
    }

    /** Rejects, or runs on the calling thread, or does as it should. */
    private static Executor faulty(Executor threads) {
        return task -> {
            int kind = ThreadLocalRandom.current().nextInt(4);
            if (kind == 0) {
                throw new RejectedExecutionException("now and then");
            }
            if (kind == 1) {
                task.run();
            } else {
                threads.execute(task);
            }
        };
    }

    @Test
    @Tag("R11")
    void anExecutorThatRejectsAndRunsOnTheCallersThreadLosesNothing(Chance chance) throws Exception {
        try (var pooled = new PooledEngine(2, true)) {
            DomainEngine engine = DomainEngine.builder()
                    .executor(pooled.pool)
                    .blockingExecutor(faulty(pooled.pool))
                    .scheduler((task, delay) -> PooledEngine.scheduler(pooled.timer)
                            .schedule(task, delay.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofMillis(1) : delay))
                    .build();
            Nexus nexus = engine.create(DomainConfig.of("d").withRetention(0).withAwaitTimeout(BOUND));
            nexus.start();
            WorkQueue queue = nexus.workQueue(
                    "q", WorkQueueConfig.defaults().withCapacity(16).withConcurrency(1, 4));
            Map<Object, Integer> seen = new ConcurrentHashMap<>();
            queue.work("w", (event, context) -> seen.merge(event.payload(), 1, Integer::sum));
            var crowd = new Crowd(chance);
            for (int p = 0; p < 4; p++) {
                int publisher = p;
                crowd.add(own -> {
                    for (int i = 0; i < 2_000; i++) {
                        queue.send(publisher + "-" + i);
                    }
                });
            }
            crowd.start().await(BOUND);
            queue.drain().toCompletableFuture().get(30, TimeUnit.SECONDS);
            assertThat(seen).hasSize(8_000).values().allMatch(count -> count == 1);
            assertThat(atRest(queue).done()).isEqualTo(8_000);
            Conservation.atRest(nexus);
            engine.close();
        }
    }
}
