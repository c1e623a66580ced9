package org.eventnexus.gateway.stream;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.eventnexus.domain.Scheduler;

/** Ticks for as long as somebody needs it. Thread-safe. */
final class Beat {
    private final Scheduler scheduler;
    private final Executor executor;
    private final Duration interval;
    private final Runnable onTick;
    private final BooleanSupplier needed;
    private final AtomicBoolean ticking = new AtomicBoolean();

    Beat(Scheduler scheduler, Executor executor, Duration interval, Runnable onTick, BooleanSupplier needed) {
        this.scheduler = scheduler;
        this.executor = executor;
        this.interval = interval;
        this.onTick = onTick;
        this.needed = needed;
    }

    /** Ticks from now on, unless the scheduler is not running; then whoever calls next starts it. */
    void start() {
        if (ticking.compareAndSet(false, true)) {
            next();
        }
    }

    private void next() {
        try {
            scheduler.schedule(this::submit, interval);
        } catch (RejectedExecutionException closed) {
            ticking.set(false);
        }
    }

    /** On the scheduler's only thread: hands over, and goes on even if nobody takes it. */
    private void submit() {
        try {
            executor.execute(this::tick);
        } catch (RejectedExecutionException busy) {
            next();
        }
    }

    private void tick() {
        try {
            onTick.run();
        } finally {
            ticking.set(false);
            if (needed.getAsBoolean()) {
                start();
            }
        }
    }
}
