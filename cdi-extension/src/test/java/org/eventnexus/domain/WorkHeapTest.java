package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eventnexus.CollectorOptions;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.Nexus;
import org.eventnexus.RetryPolicy;
import org.eventnexus.WorkQueue;
import org.eventnexus.WorkQueueConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What has been worked on leaves nothing behind: no key, no topic, no interval, no deadline, no timer. */
@Tag("R7")
@Tag("EC-01")
class WorkHeapTest {
    /** What may come and go by itself: the JIT's and the logging's. A kept item would be 300 bytes, a key's line 100. */
    private static final long SLACK = 2 << 20;

    private static final Duration BOUND = Duration.ofMinutes(1);

    @Test
    void theHeapIsFlatOverAHundredThousandItems() throws Exception {
        run(100_000);
    }

    @Test
    @Tag("full")
    void theHeapIsFlatOverAMillionItems() throws Exception {
        run(1_000_000);
    }

    /** A tenth to begin with; then each item has a key, an address and an id of its own. */
    private static void run(int count) throws Exception {
        try (var pooled = new PooledEngine(2, true)) {
            Nexus nexus = pooled.start(DomainConfig.of("d").withRetention(0).withAwaitTimeout(BOUND));
            WorkQueue queue = nexus.workQueue(
                    "q",
                    WorkQueueConfig.defaults()
                            .withCapacity(256)
                            .withMonitorInterval(Duration.ofMillis(10))
                            .withWindow(Duration.ofMillis(100))
                            .withDeadline(Duration.ofHours(1))
                            .withRetry(RetryPolicy.of(2).withDelay(Duration.ofNanos(1))));
            queue.work(
                    CollectorOptions.named("ordered")
                            .concurrency(1, 8)
                            .ordered()
                            .topics("t"),
                    (event, context) -> {
                        if (event.payload() instanceof Integer number && number % 50 == 0) {
                            throw new IllegalStateException("now and then");
                        }
                        return null;
                    });
            queue.work(CollectorOptions.named("addressed").key("k"), (event, context) -> null);
            send(queue, 0, count / 10);
            long before = usedHeap();
            send(queue, count / 10, count);
            long after = usedHeap();
            assertThat(queue.stats().taken()).isGreaterThan(count / 2);
            assertThat(queue.stats().retried()).isPositive();
            assertThat(after - before).as("from %d bytes to %d", before, after).isLessThan(SLACK);
        }
    }

    private static void send(WorkQueue queue, int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            EventDraft<?> draft = EventDraft.of("q", i).key("key " + i).id("id " + i);
            queue.send(
                    switch (i % 4) {
                        case 0 -> draft.toTopic("t");
                        case 1 -> draft.toTopic("topic " + i); // nobody's
                        case 2 -> draft.toCollector("k");
                        default -> draft;
                    });
        }
        queue.drain().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private static long usedHeap() {
        var runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
