package org.eventnexus.domain;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eventnexus.DomainConfig;
import org.eventnexus.Nexus;

/** An engine in which nothing happens by itself: a test runs its loops and moves its time. */
final class HandEngine {
    final VirtualTime time = new VirtualTime();
    final HandExecutor executor = new HandExecutor();
    /** What the error handler was told: {@code receiver: message}. */
    final List<String> errors = new CopyOnWriteArrayList<>();
    /** What shortens delays, 0 to 1. */
    double random;

    final DomainEngine engine = DomainEngine.builder()
            .executor(executor)
            .scheduler(time)
            .clock(time)
            .random(() -> random)
            .errorHandler((event, receiver, error) -> errors.add(receiver + ": " + error.getMessage()))
            .build();

    Nexus create(DomainConfig config) {
        return engine.create(config);
    }

    /** A domain that is looping, its loop at rest. */
    Nexus start(DomainConfig config) {
        Nexus nexus = engine.create(config);
        nexus.start();
        run();
        return nexus;
    }

    /** Runs all loops until they rest, and lets time pass until nobody looks for slow receivers any more. */
    void rest() {
        run();
        time.advance(Duration.ofMillis(250));
    }

    /** Runs all loops until they rest. */
    void run() {
        executor.runAll();
    }
}
