package org.eventnexus.work;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import org.eventnexus.Concurrency;
import org.eventnexus.WorkQueueConfig;

/**
 * Looks at a collector now and then, and has its concurrency follow the load. While nothing happens for longer than the figures
 * are of, it has no timer; the next item wakes it. Thread-safe; what items do is counted by the backlog.
 *
 * <p>What is counted are calls: an item that is tried again arrives again.
 */
final class Monitor {
    private final Surroundings domain;
    private final Backlog backlog;
    private final IntConsumer permits;
    private final Duration interval;
    private final int intervals;
    private final int least;
    private final ScalingLaw law;

    private final AtomicBoolean awake = new AtomicBoolean();
    private volatile boolean closed;
    // Who is awake's.
    private int idle;

    /** @param permits takes how many may work, whenever that changes */
    Monitor(
            Surroundings domain,
            WorkQueueConfig config,
            Concurrency concurrency,
            Backlog backlog,
            IntConsumer permits) {
        this.domain = domain;
        this.backlog = backlog;
        this.permits = permits;
        this.interval = config.monitorInterval();
        this.intervals = intervals(config);
        this.least = concurrency.min();
        this.law = new ScalingLaw(least, concurrency.max(), config.margin(), interval, config.idle());
    }

    /** What a monitor is to look at. */
    static Window window(Surroundings domain, WorkQueueConfig config, int permits) {
        return new Window(config.monitorInterval(), intervals(config), domain.nanoTime(), permits);
    }

    private static int intervals(WorkQueueConfig config) {
        long interval = config.monitorInterval().toNanos();
        return (int) Math.min((config.window().toNanos() + interval - 1) / interval, 10_000);
    }

    // ---- what happens

    /** An item waits for a call from now on; it can be found in the counts. */
    void arrived() {
        if (!awake.get()) {
            wake();
        }
    }

    Figures figures() {
        return backlog.figures(domain.nanoTime());
    }

    // ---- looking

    private void wake() {
        if (!closed && awake.compareAndSet(false, true)) {
            idle = 0;
            backlog.interval(domain.nanoTime()); // what it has slept through is no interval
            again();
        }
    }

    private void again() {
        try {
            domain.schedule(this::look, interval);
        } catch (RuntimeException | Error noScheduler) {
            awake.set(false); // the next item tries again
        }
    }

    private void look() {
        if (closed) {
            return;
        }
        Interval last = backlog.interval(domain.nanoTime());
        int wanted = law.next(last);
        if (wanted != backlog.count().permits) {
            permits.accept(wanted);
        }
        idle = last.isIdle() ? idle + 1 : 0;
        if (idle > intervals && wanted == least) {
            rest();
        } else {
            again();
        }
    }

    private void rest() {
        awake.set(false);
        Count count = backlog.count(); // after: an item that came before found somebody awake
        if (count.waiting + count.busy > 0) {
            wake();
        }
    }

    void close() {
        closed = true;
    }
}
