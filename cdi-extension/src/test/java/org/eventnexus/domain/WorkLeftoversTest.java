package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eventnexus.CollectorOptions;
import org.eventnexus.DomainConfig;
import org.eventnexus.Nexus;
import org.eventnexus.SubscriptionOptions;
import org.eventnexus.WorkQueue;
import org.eventnexus.WorkQueueConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Receivers beside the loop work one after the other on one thread, and find nothing there of each other. */
@Tag("R9")
@Tag("EC-01")
class WorkLeftoversTest {
    private final HandEngine hand = new HandEngine();
    private final Nexus nexus = hand.start(DomainConfig.of("d"));
    private final List<Boolean> interrupted = new ArrayList<>();

    @AfterEach
    void clear() {
        Thread.interrupted();
    }

    /** Sees whether its thread is interrupted, and leaves it so. */
    private Object interrupt() {
        interrupted.add(Thread.currentThread().isInterrupted());
        Thread.currentThread().interrupt();
        return null;
    }

    @Test
    void aWorkersInterruptDoesNotReachTheNextItem() {
        WorkQueue queue = nexus.workQueue("q", WorkQueueConfig.defaults());
        queue.work(CollectorOptions.named("w").concurrency(1), (event, context) -> interrupt());
        queue.work(CollectorOptions.named("fails").concurrency(1), (event, context) -> {
            interrupt();
            throw new InterruptedException("gives up");
        });
        queue.work(CollectorOptions.named("staged").concurrency(1), (event, context) -> {
            interrupt();
            return CompletableFuture.completedFuture(1);
        });
        for (int i = 0; i < 10; i++) {
            queue.send(i);
        }
        hand.run();
        assertThat(interrupted).hasSize(30).containsOnly(false);
        assertThat(Thread.currentThread().isInterrupted())
                .as("nor whoever has the thread then")
                .isFalse();
    }

    @Test
    void aLanesInterruptDoesNotReachItsNextEvent() {
        nexus.bus().subscribe("e", SubscriptionOptions.defaults().async(), event -> interrupt());
        for (int i = 0; i < 10; i++) {
            nexus.bus().publish("e", i);
        }
        hand.run();
        assertThat(interrupted).hasSize(10).containsOnly(false);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    /** An executor may run a worker on the thread of whoever sends, and a stop does so on its own. */
    @Test
    void anInterruptOfWhoeverLendsItsThreadIsNotSeenAndStays() {
        WorkQueue queue = nexus.workQueue("q", WorkQueueConfig.defaults());
        queue.work("w", (event, context) -> {
            interrupted.add(Thread.currentThread().isInterrupted());
            return null;
        });
        queue.send(1);
        queue.send(2);
        Thread.currentThread().interrupt();
        hand.run();
        assertThat(interrupted).containsExactly(false, false);
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }
}
