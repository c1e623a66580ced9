package org.eventnexus.work;

import java.time.Duration;
import java.util.ArrayDeque;

/**
 * A collector's figures over the newest monitor intervals: sums since ever, and what they were when each interval began.
 * Guarded by the backlog: whoever moves an item holds its lock anyway, so that counting costs no more than an addition, and
 * figures are exact.
 *
 * <p>All times are of one monotonic clock, in nanoseconds; sums of them may overflow, as only differences are looked at. A
 * monitor that rests while nothing happens need not catch up: intervals are as long as they were.
 */
final class Window {
    private static final double NANOS_A_SECOND = 1e9;

    private final long interval;
    private final int intervals;
    private final long origin;
    /** What the sums were when the newest intervals began, the oldest first; never empty. */
    private final ArrayDeque<Sums> begins = new ArrayDeque<>();

    private int permits;
    private long arrived;
    private long began;
    private long ended;
    private long waited;
    private long service;
    /** An item that begins takes the time away, one that ends brings it: so nobody visits those that are at work. */
    private long offset;

    /** The sums at one time. */
    private record Sums(
            long at,
            long arrived,
            long began,
            long ended,
            long waited,
            long service,
            long busyNanos,
            long permitNanos) {}

    /**
     * @param interval how often the monitor will look
     * @param intervals how many of these the figures are of, at least 1
     * @param permits how many may work at once
     */
    Window(Duration interval, int intervals, long now, int permits) {
        this.interval = interval.toNanos();
        this.intervals = intervals;
        this.origin = now;
        this.permits = permits;
        begins.add(new Sums(now, 0, 0, 0, 0, 0, 0, 0));
    }

    /** An item waits from now on. */
    void arrived() {
        arrived++;
    }

    /** The work on an item begins. */
    void began(long now, long waitNanos) {
        began++;
        waited += waitNanos;
        offset -= now - origin;
    }

    /** The work on an item has ended. */
    void ended(long now, long serviceNanos) {
        ended++;
        service += serviceNanos;
        offset += now - origin;
    }

    private int busy() {
        return (int) (began - ended);
    }

    private Sums sums(long now) {
        Sums last = begins.getLast();
        long busyNanos = busy() * (now - origin) + offset;
        long permitNanos = last.permitNanos + permits * (now - last.at);
        return new Sums(now, arrived, began, ended, waited, service, busyNanos, permitNanos);
    }

    /**
     * Ends the newest interval and begins the next.
     *
     * @param waiting items that wait
     * @return what happened in the interval that ended
     */
    Interval next(long now, int waiting) {
        Sums last = begins.getLast();
        Sums sums = sums(now);
        if (begins.size() == intervals) {
            begins.removeFirst();
        }
        begins.add(sums);
        return new Interval(
                now - last.at,
                sums.arrived - last.arrived,
                sums.ended - last.ended,
                sums.service - last.service,
                Math.max(0, sums.busyNanos - last.busyNanos),
                waiting,
                busy());
    }

    /** How many may work in the newest interval; decided just after it began. */
    void permits(int value) {
        permits = value;
    }

    /** What is known now of the newest intervals, also of the one that goes on. */
    Figures figures(long now) {
        var over = new Sum();
        Sums end = sums(now);
        for (var each = begins.descendingIterator(); each.hasNext() && now - end.at < interval * intervals; ) {
            Sums begin = each.next();
            long length = end.at - begin.at;
            // The monitor has slept for a long one: what was counted there came when it was woken.
            long counted = length <= 2 * interval ? length : Math.min(length, interval * intervals - (now - end.at));
            over.add(begin, end, counted);
            end = begin;
        }
        return over.figures(interval);
    }

    /** What happened in several intervals. */
    private static final class Sum {
        private long nanos;
        private long arrived;
        private long began;
        private long ended;
        private long waited;
        private long service;
        private double busyNanos;
        private double permitNanos;

        /** @param counted the part of its time that is in the window */
        void add(Sums begin, Sums end, long counted) {
            nanos += counted;
            arrived += end.arrived - begin.arrived;
            began += end.began - begin.began;
            ended += end.ended - begin.ended;
            waited += end.waited - begin.waited;
            service += end.service - begin.service;
            double share = end.at == begin.at ? 1 : (double) counted / (end.at - begin.at);
            busyNanos += (end.busyNanos - begin.busyNanos) * share;
            permitNanos += (end.permitNanos - begin.permitNanos) * share;
        }

        Figures figures(long atLeast) {
            long over = Math.max(atLeast, nanos);
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

        private static Duration mean(long total, long count) {
            return Duration.ofNanos(count == 0 ? 0 : total / count);
        }
    }
}
