package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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

    private static <T> T withoutTransaction(Callable<T> code) throws Exception {
        ClassLoader own = Thread.currentThread().getContextClassLoader();
        try {
            code.call();
        } finally {
            Thread.currentThread().setContextClassLoader(own);
        }
        throw new IllegalStateException("left open");
    }

    /** Whoever has registered them: those that are beans are guarded by their container, those in code by the domain. */
    @Test
    void workersAndLanesAreGuarded() {
        ClassLoader own = Thread.currentThread().getContextClassLoader();
        List<ClassLoader> seen = new ArrayList<>();
        var executor = new HandExecutor();
        var time = new VirtualTime();
        List<String> errors = new ArrayList<>();
        DomainEngine guarded = DomainEngine.builder()
                .executor(executor)
                .scheduler(time)
                .clock(time)
                .callGuard(WorkLeftoversTest::withoutTransaction)
                .errorHandler((event, receiver, error) -> errors.add(receiver + ": " + error.getMessage()))
                .build();
        Nexus other = guarded.create(DomainConfig.of("guarded"));
        other.start();
        WorkQueue queue = other.workQueue("q", WorkQueueConfig.defaults());
        queue.work("w", (event, context) -> leaveLoader(seen));
        other.bus().subscribe("e", SubscriptionOptions.defaults().async().named("lane"), event -> leaveLoader(seen));
        var sent = queue.send(1);
        other.bus().publish("e", 1);
        other.bus().publish("e", 2);
        executor.runAll();
        assertThat(seen).containsExactly(own, own, own);
        assertThat(sent.poll().orElseThrow().results())
                .singleElement()
                .satisfies(result -> assertThat(result.error()).hasMessage("left open"));
        assertThat(errors).containsExactlyInAnyOrder("w: left open", "lane: left open", "lane: left open");
        guarded.close();
    }

    private static Object leaveLoader(List<ClassLoader> seen) {
        seen.add(Thread.currentThread().getContextClassLoader());
        Thread.currentThread().setContextClassLoader(new ClassLoader() {});
        return null;
    }
}
