package org.eventnexus.observable;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * An observable's settings, which what is derived from it by operators has as well. Immutable.
 *
 * @param capacity how many notifications may be queued while one is going on ({@code maxsize}), and as many again may wait
 *     for a place in the queue; one at least
 * @param accumulating whether they are queued at all, from the start; otherwise what comes meanwhile is dropped
 * @param maxWaiting how many may wait, for a next value or for the observable to be idle; one at least
 * @param scheduler for whatever takes time, or null; it stays its owner's
 * @param nanoTime the clock, which never goes back, in nanoseconds
 */
public record ObservableConfig(
        int capacity, boolean accumulating, int maxWaiting, ScheduledExecutorService scheduler, LongSupplier nanoTime) {
    private static final int DEFAULT_BOUND = 1024;

    /** @throws IllegalArgumentException if a number is less than one */
    public ObservableConfig {
        requireOne("capacity", capacity);
        requireOne("maxWaiting", maxWaiting);
        Objects.requireNonNull(nanoTime, "nanoTime");
    }

    private static void requireOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + ", must be at least 1");
        }
    }

    /** Both bounds 1024, accumulating, no scheduler, the system's clock. */
    public static ObservableConfig defaults() {
        return new ObservableConfig(DEFAULT_BOUND, true, DEFAULT_BOUND, null, System::nanoTime);
    }

    /** With another capacity. */
    public ObservableConfig withCapacity(int notifications) {
        return new ObservableConfig(notifications, accumulating, maxWaiting, scheduler, nanoTime);
    }

    /** Without queueing, until {@link Observable#startAccumulation()}. */
    public ObservableConfig withoutAccumulation() {
        return new ObservableConfig(capacity, false, maxWaiting, scheduler, nanoTime);
    }

    /** With another bound of those who wait. */
    public ObservableConfig withMaxWaiting(int waiting) {
        return new ObservableConfig(capacity, accumulating, waiting, scheduler, nanoTime);
    }

    /** With a scheduler. */
    public ObservableConfig withScheduler(ScheduledExecutorService timer) {
        return new ObservableConfig(
                capacity, accumulating, maxWaiting, Objects.requireNonNull(timer, "timer"), nanoTime);
    }

    /** With another clock, in nanoseconds. */
    public ObservableConfig withClock(LongSupplier clock) {
        return new ObservableConfig(capacity, accumulating, maxWaiting, scheduler, clock);
    }

    /** For an operator that passes on so many at once. */
    ObservableConfig forDerived(int atOnce) {
        return new ObservableConfig(Math.max(capacity, atOnce), true, maxWaiting, scheduler, nanoTime);
    }

    void requireScheduler() {
        if (scheduler == null) {
            throw new IllegalStateException(
                    "ENX-0095 This observable has no scheduler, which whatever takes time needs:"
                            + " make it with ObservableConfig.withScheduler");
        }
    }

    Future<?> schedule(Runnable task, long nanos) {
        return scheduler.schedule(task, nanos, TimeUnit.NANOSECONDS);
    }

    static long nanos(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("a time of " + time + " is less than nothing");
        }
        try {
            return time.toNanos();
        } catch (ArithmeticException tooLong) {
            return Long.MAX_VALUE;
        }
    }
}
