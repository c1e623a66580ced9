package org.eventnexus.work;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.eventnexus.Concurrency;
import org.eventnexus.WorkQueueConfig;

/**
 * Looks at a collector now and then, and has its concurrency follow the load. While nothing happens for longer than the figures
 * are of, it has no timer; the next item wakes it. Thread-safe; what items do is counted without a lock.
 *
 * <p>What is counted are calls: an item that is tried again arrives again.
 */
final class Monitor {
    private final Surroundings domain;
    private final Supplier<Count> counts;
    private final IntConsumer permits;
    private final Duration interval;
    private final int intervals;
    private final int least;
    private final Window window;
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
            Supplier<Count> counts,
            IntConsumer permits) {
        this.domain = domain;
        this.counts = counts;
        this.permits = permits;
        this.interval = config.monitorInterval();
        long many = (config.window().toNanos() + interval.toNanos() - 1) / interval.toNanos();
        this.intervals = (int) Math.min(many, 10_000);
        this.least = concurrency.min();
        this.window = new Window(interval, intervals, domain.nanoTime(), least);
        this.law = new ScalingLaw(least, concurrency.max(), config.margin(), interval, config.idle());
    }

    // ---- what happens

    /** An item waits for a call from now on; it can be found in the counts. */
    void arrived() {
        window.arrived();
        if (!awake.get()) {
            wake();
        }
    }

    void began(long now, long waitNanos) {
        window.began(now, waitNanos);
    }

    void ended(long now, long serviceNanos) {
        window.ended(now, serviceNanos);
    }

    Figures figures(Count count) {
        return window.figures(domain.nanoTime(), count.inUse());
    }

    // ---- looking

    private void wake() {
        if (!closed && awake.compareAndSet(false, true)) {
            idle = 0;
            Count count = counts.get();
            window.next(domain.nanoTime(), count.toBegin(), count.inUse()); // what it has slept through is no interval
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
        Count count = counts.get();
        Interval last = window.next(domain.nanoTime(), count.toBegin(), count.inUse());
        int wanted = law.next(last);
        window.permits(wanted);
        if (wanted != count.permits) {
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
        Count count = counts.get(); // after: an item that came before found somebody awake
        if (count.waiting + count.busy > 0) {
            wake();
        }
    }

    void close() {
        closed = true;
    }
}
