package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.eventnexus.Collector;
import org.eventnexus.CollectorOptions;
import org.eventnexus.DomainConfig;
import org.eventnexus.Handler;
import org.eventnexus.Nexus;
import org.eventnexus.Publication.Outcome;
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

/** Many items that fail, come too late, or lose their collector: each publication ends once, and nothing is lost. */
@Race
@Tag("R7")
@Tag("EC-04")
class WorkMillionTest {
    private static final int PUBLISHERS = 8;
    private static final Duration BOUND = Duration.ofMinutes(2);

    @Test
    void aHundredThousandItemsByEightPublishersEndOnce(Chance chance) throws Exception {
        run(100_000, chance);
    }

    @Test
    @Tag("full")
    void aMillionItemsByEightPublishersEndOnce(Chance chance) throws Exception {
        run(1_000_000, chance);
    }

    /** What became of the publications, counted by their ends. */
    private static final class Ends {
        private final AtomicIntegerArray times;
        private final AtomicLong failed = new AtomicLong();
        private final AtomicLong late = new AtomicLong();
        private final AtomicLong closed = new AtomicLong();
        private final AtomicLong results = new AtomicLong();

        private Ends(int count) {
            times = new AtomicIntegerArray(count);
        }

        private void ended(int number, Outcome outcome) {
            times.incrementAndGet(number);
            outcome.results().forEach(result -> {
                results.incrementAndGet();
                if (result.error() instanceof WorkException error) {
                    (error.reason() == WorkException.Reason.CLOSED ? closed : late).incrementAndGet();
                } else if (!result.ok()) {
                    failed.incrementAndGet();
                }
            });
        }
    }

    private static void run(int count, Chance chance) throws Exception {
        try (var pooled = new PooledEngine(2, true)) {
            Nexus nexus =
                    pooled.start(DomainConfig.of("million").withRetention(0).withAwaitTimeout(BOUND));
            WorkQueue queue = nexus.workQueue(
                    "q",
                    WorkQueueConfig.defaults()
                            .withCapacity(256)
                            .withConcurrency(2, 16)
                            .withMonitorInterval(Duration.ofMillis(20))
                            .withDeadline(Duration.ofMillis(200))
                            .withRetry(RetryPolicy.of(2).withDelay(Duration.ofNanos(1))));
            Handler<Object> worker = (event, context) -> work(pooled);
            queue.work(CollectorOptions.named("steady").ordered(), worker);
            var ends = new Ends(count);
            var going = new AtomicBoolean(true);
            var canceller = pooled.publisher(() -> {
                while (going.get()) {
                    Collector fickle = queue.work("fickle", worker);
                    TimeUnit.MILLISECONDS.sleep(20);
                    fickle.close();
                    WorkRaceTest.assertConserved(queue.stats());
                }
            });
            var crowd = new Crowd(chance);
            for (int p = 0; p < PUBLISHERS; p++) {
                int publisher = p;
                crowd.add(own -> {
                    for (int i = publisher; i < count; i += PUBLISHERS) {
                        int number = i;
                        queue.send(i).outcome().thenAccept(outcome -> ends.ended(number, outcome));
                    }
                });
            }
            crowd.start().await(BOUND);
            going.set(false);
            canceller.get(30, TimeUnit.SECONDS);
            queue.drain().toCompletableFuture().get(60, TimeUnit.SECONDS);
            Conservation.atRest(nexus);
            WorkQueueStats stats = WorkRaceTest.atRest(queue);

            for (int i = 0; i < count; i++) {
                if (ends.times.get(i) != 1) {
                    assertThat(ends.times.get(i))
                            .as("ends of publication %s", i)
                            .isEqualTo(1);
                }
            }
            assertThat(nexus.stats().published()).isEqualTo(count);
            assertThat(ends.results).as("one result for each collector").hasValue(stats.taken());
            assertThat(ends.late).hasValue(stats.expired());
            assertThat(ends.closed).hasValue(stats.abandoned());
            assertThat(ends.failed).hasValue(stats.failed());
            assertThat(stats.retried()).isPositive();
            assertThat(stats.failed()).isPositive();
            assertThat(stats.expired()).isPositive();
            assertThat(stats.abandoned()).isPositive();
        }
    }

    /** Mostly nothing; now and then it fails, takes a stage, which may be cancelled, or takes longer than it may. */
    private static Object work(PooledEngine pooled) {
        int kind = ThreadLocalRandom.current().nextInt(20_000);
        if (kind < 2_000) {
            throw new IllegalStateException("often");
        }
        if (kind < 2_200) {
            var stage = new CompletableFuture<Object>();
            pooled.timer.execute(() -> stage.complete(1));
            return stage;
        }
        if (kind < 2_300) {
            var stage = new CompletableFuture<Object>();
            pooled.timer.execute(() -> stage.cancel(false));
            return stage;
        }
        if (kind < 2_302) {
            var stage = new CompletableFuture<Object>();
            pooled.timer.schedule(() -> stage.complete(1), 250, TimeUnit.MILLISECONDS);
            return stage;
        }
        return kind;
    }
}
