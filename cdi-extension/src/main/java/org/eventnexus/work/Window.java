package org.eventnexus.work;

import java.time.Duration;

/**
 * A collector's figures over the newest monitor intervals. What happens to an item is counted without a lock; one thread at
 * a time, the monitor, begins intervals; anybody looks. Figures are of what has been counted a moment ago, and exact when
 * nothing happens meanwhile.
 *
 * <p>All times are of one monotonic clock, in nanoseconds. A monitor that rests while nothing happens need not catch up:
 * intervals are as long as they were.
 */
public final class Window {
    private static final double NANOS_A_SECOND = 1e9;

    private final long interval;
    private final int intervals;
    private volatile Bucket newest;

    /**
     * @param interval how often the monitor will look
     * @param intervals how many of these the figures are of, at least 1
     * @param permits how many may work at once
     */
    public Window(Duration interval, int intervals, long now, int permits) {
        this.interval = interval.toNanos();
        this.intervals = intervals;
        this.newest = new Bucket(now, permits, null);
    }

    /** An item waits from now on. Any thread. */
    public void arrived() {
        newest.arrived.increment();
    }

    /** The work on an item begins. Any thread. */
    public void began(long now, long waitNanos) {
        newest.begin(now, waitNanos);
    }

    /** The work on an item has ended. Any thread. */
    public void ended(long now, long serviceNanos) {
        newest.end(now, serviceNanos);
    }

    /**
     * Ends the newest interval and begins the next. One thread at a time.
     *
     * @param waiting items that wait
     * @param busy permits in use
     * @return what happened in the interval that ended
     */
    public Interval next(long now, int waiting, int busy) {
        Bucket last = newest;
        var next = new Bucket(now, last.permits, last);
        next.keep(intervals);
        newest = next;
        return new Interval(
                now - last.start,
                last.arrived.sum(),
                last.ended.sum(),
                last.service.sum(),
                Math.max(0, last.busyNanos(now, busy)),
                waiting,
                busy);
    }

    /** How many may work in the newest interval. The thread of {@link #next}. */
    public void permits(int permits) {
        newest.permits = permits;
    }

    /**
     * What is known now of the newest intervals, also of the one that goes on. Any thread.
     *
     * @param busy permits in use
     */
    public Figures figures(long now, int busy) {
        var sum = new Sum();
        long end = now;
        long busyAtEnd = busy;
        long over = 0;
        for (Bucket bucket = newest; bucket != null && now - end < interval * intervals; bucket = bucket.previous) {
            long length = end - bucket.start;
            // The monitor has slept for a long one: what was counted there came when it was woken.
            long counted = length <= 2 * interval ? length : Math.min(length, interval * intervals - (now - end));
            sum.add(bucket, end, busyAtEnd, counted);
            over += counted;
            busyAtEnd = bucket.busyAtStart(busyAtEnd);
            end = bucket.start;
        }
        return sum.figures(Math.max(interval, over));
    }

    /** The counts of several intervals. */
    private static final class Sum {
        private long arrived;
        private long began;
        private long ended;
        private long waited;
        private long service;
        private double busyNanos;
        private double permitNanos;

        /** @param counted the part of its time that is in the window */
        void add(Bucket bucket, long end, long busyAtEnd, long counted) {
            arrived += bucket.arrived.sum();
            began += bucket.began.sum();
            ended += bucket.ended.sum();
            waited += bucket.waited.sum();
            service += bucket.service.sum();
            double share = end == bucket.start ? 1 : (double) counted / (end - bucket.start);
            busyNanos += bucket.busyNanos(end, busyAtEnd) * share;
            permitNanos += (double) bucket.permits * counted;
        }

        Figures figures(long over) {
            double seconds = over / NANOS_A_SECOND;
            double inUse = Math.max(0, busyNanos);
            return new Figures(
                    Duration.ofNanos(over),
                    arrived / seconds,
                    ended / seconds,
                    mean(service, ended),
                    mean(waited, began),
                    inUse / over,
                    permitNanos == 0 ? 0 : Math.min(1, inUse / permitNanos));
        }

        private static Duration mean(long nanos, long count) {
            return Duration.ofNanos(count == 0 ? 0 : nanos / count);
        }
    }
}
