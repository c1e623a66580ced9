package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.eventnexus.Collector;
import org.eventnexus.CollectorOptions;
import org.eventnexus.DomainConfig;
import org.eventnexus.Nexus;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Result;
import org.eventnexus.RetryPolicy;
import org.eventnexus.WorkException;
import org.eventnexus.WorkQueue;
import org.eventnexus.WorkQueueConfig;
import org.eventnexus.WorkQueueStats;
import org.eventnexus.race.Chance;
import org.eventnexus.race.Conservation;
import org.eventnexus.race.Crowd;
import org.eventnexus.race.Race;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Items whose ends race: with their begin, with a drain, with their collector's close. */
@Race
class WorkEndsRaceTest {
    private static final Duration BOUND = Duration.ofSeconds(30);

    /** Who has sent, and then drained, finds all that it has sent done, whatever others send meanwhile. */
    @Test
    @Tag("EC-06")
    void drainIsOverWhenAllThatWasSentBeforeIs(Chance chance) throws Exception {
        try (var pooled = new PooledEngine(2, true)) {
            Nexus nexus = pooled.start(DomainConfig.of("d").withRetention(0).withAwaitTimeout(BOUND));
            WorkQueue queue = nexus.workQueue(
                    "q", WorkQueueConfig.defaults().withCapacity(64).withConcurrency(1, 4));
            queue.work(
                    "w",
                    (event, context) -> ThreadLocalRandom.current().nextInt(4) == 0
                            ? CompletableFuture.supplyAsync(() -> 1, pooled.timer)
                            : 1);
            var early = new AtomicInteger();
            var drains = new AtomicInteger();
            var crowd = new Crowd(chance).add(4, own -> {
                for (int round = 0; round < 200; round++) {
                    List<Publication> sent = new ArrayList<>();
                    for (int i = own.below(8); i >= 0; i--) {
                        sent.add(queue.send(i));
                    }
                    queue.drain().toCompletableFuture().get(30, TimeUnit.SECONDS);
                    drains.incrementAndGet();
                    if (!sent.stream().allMatch(Publication::isDone)) {
                        early.incrementAndGet();
                    }
                }
            });
            crowd.start().await(BOUND);
            assertThat(drains).hasValue(800);
            assertThat(early).hasValue(0);
            Conservation.atRest(nexus);
        }
    }

    /** An item is either begun or late before it was begun, and says which. */
    @Test
    @Tag("R8")
    void whatIsLateBeforeItsBeginIsNeverBegun(Chance chance) throws Exception {
        int count = 20_000;
        try (var pooled = new PooledEngine(2, true)) {
            Nexus nexus = pooled.start(DomainConfig.of("d").withRetention(0).withAwaitTimeout(BOUND));
            WorkQueue queue = nexus.workQueue(
                    "q", WorkQueueConfig.defaults().withCapacity(256).withDeadline(Duration.ofMillis(2)));
            var calls = new AtomicIntegerArray(count);
            queue.work(CollectorOptions.named("w").concurrency(2), (event, context) -> {
                calls.incrementAndGet((int) event.payload());
                if (ThreadLocalRandom.current().nextInt(64) == 0) {
                    LockSupport.parkNanos(1_000_000);
                }
                return null;
            });
            var wrong = new AtomicInteger();
            var lateUnbegun = new AtomicInteger();
            var ended = new AtomicInteger();
            var crowd = new Crowd(chance);
            for (int p = 0; p < 4; p++) {
                int publisher = p;
                crowd.add(own -> {
                    for (int i = publisher; i < count; i += 4) {
                        int number = i;
                        queue.send(i).outcome().thenAccept(outcome -> {
                            Result result = outcome.results().get(0);
                            int attempts = result.work().attempts();
                            boolean late = result.error() instanceof WorkException;
                            if (late && attempts == 0) {
                                lateUnbegun.incrementAndGet();
                            }
                            if (outcome.results().size() != 1 || !late && attempts != 1 || late == result.ok()) {
                                wrong.incrementAndGet();
                            }
                            if (attempts == 0) {
                                calls.addAndGet(number, 1_000);
                            }
                            ended.incrementAndGet();
                        });
                    }
                });
            }
            crowd.start().await(BOUND);
            queue.drain().toCompletableFuture().get(30, TimeUnit.SECONDS);
            WorkQueueStats stats = WorkRaceTest.atRest(queue);
            int unbegun = 0;
            for (int i = 0; i < count; i++) {
                assertThat(calls.get(i)).as("calls of %d", i).isIn(1, 1_000);
                unbegun += calls.get(i) / 1_000;
            }
            assertThat(wrong).hasValue(0);
            assertThat(ended).hasValue(count);
            assertThat(unbegun).isEqualTo(lateUnbegun.get()).isPositive();
            assertThat(stats.expired()).isGreaterThanOrEqualTo(unbegun);
            assertThat(stats.done()).isPositive();
            Conservation.atRest(nexus);
        }
    }

    /** Further attempts race with the close: each item ends once, and no call begins after the close has returned. */
    @Test
    @Tag("R8")
    void furtherAttemptsAndTheCloseOfTheirCollectorEndEachItemOnce(Chance chance) throws Exception {
        try (var pooled = new PooledEngine(2, true)) {
            Nexus nexus = pooled.start(DomainConfig.of("d").withRetention(0).withAwaitTimeout(BOUND));
            WorkQueue queue = nexus.workQueue(
                    "q",
                    WorkQueueConfig.defaults()
                            .withDeadLetter(true)
                            .withRetry(new RetryPolicy(5, Duration.ofNanos(50_000), Duration.ofNanos(200_000))));
            Chance own = chance.fork();
            var ends = new AtomicInteger();
            var late = new AtomicInteger();
            int sent = 0;
            for (int round = 0; round < 300; round++) {
                var closed = new AtomicBoolean();
                Collector collector = queue.work(CollectorOptions.named("w").concurrency(2), (event, context) -> {
                    if (closed.get()) {
                        late.incrementAndGet();
                    }
                    throw new IllegalStateException("always");
                });
                for (int i = 0; i < 10; i++) {
                    queue.send(i).outcome().thenRun(ends::incrementAndGet);
                    sent++;
                }
                LockSupport.parkNanos(own.below(600_000));
                collector.close();
                closed.set(true);
            }
            queue.drain().toCompletableFuture().get(30, TimeUnit.SECONDS);
            WorkQueueStats stats = WorkRaceTest.atRest(queue);
            assertThat(late).hasValue(0);
            assertThat(ends).hasValue(sent);
            assertThat(stats.done()).isZero();
            assertThat(stats.failed()).isPositive();
            assertThat(stats.retried()).isPositive();
            Conservation.atRest(nexus);
        }
    }
}
