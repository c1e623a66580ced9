package org.eventnexus.domain;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.eventnexus.DomainConfig;
import org.eventnexus.Nexus;
import org.eventnexus.QueueOrder;

/** An engine in which nothing happens by itself: a test runs its loops and moves its time. */
final class HandEngine {
    final VirtualTime time = new VirtualTime();
    final HandExecutor executor = new HandExecutor();
    /** What the error handler was told: {@code receiver: message}. */
    final List<String> errors = new CopyOnWriteArrayList<>();
    /** What is said of each domain besides what the test says. */
    private final UnaryOperator<DomainConfig> settings;
    /** What shortens delays, 0 to 1. */
    double random;

    final DomainEngine engine = DomainEngine.builder()
            .executor(executor)
            .scheduler(time)
            .clock(time)
            .random(() -> random)
            .errorHandler((event, receiver, error) -> errors.add(receiver + ": " + error.getMessage()))
            .build();

    HandEngine() {
        this(UnaryOperator.identity());
    }

    HandEngine(UnaryOperator<DomainConfig> settings) {
        this.settings = settings;
    }

    /** Domains by priority: where all priorities are equal they are first in, first out, by way of the mailbox with a lock. */
    static HandEngine byPriority() {
        return new HandEngine(config -> config.withOrder(QueueOrder.PRIORITY));
    }

    Nexus create(DomainConfig config) {
        return engine.create(settings.apply(config));
    }

    /** A domain that is looping, its loop at rest. */
    Nexus start(DomainConfig config) {
        Nexus nexus = create(config);
        nexus.start();
        run();
        return nexus;
    }

    /** Runs all loops until they rest, and lets time pass until nobody looks for slow receivers any more. */
    void rest() {
        run();
        time.advance(Duration.ofMillis(250));
    }

    /** Runs all loops while another thread does something that waits for them. */
    void runWhile(Runnable waiting) {
        var thread = new Thread(waiting, "waits-for-loops");
        thread.start();
        while (thread.isAlive()) {
            run();
            Thread.onSpinWait();
        }
        run();
    }

    /** Runs all loops until they rest. */
    void run() {
        executor.runAll();
    }
}
