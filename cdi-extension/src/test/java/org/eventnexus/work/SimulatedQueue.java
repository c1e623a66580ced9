package org.eventnexus.work;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.DoubleSupplier;

/** A queue with as many servers as the law permits, simulated event by event on a virtual clock; the monitor looks each second. */
final class SimulatedQueue {
    static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int INTERVALS = 10;
    private static final Duration IDLE = INTERVAL.multipliedBy(30);

    private record Item(long end, long service) {}

    private final ScalingLaw law;
    private final Window window;
    private final DoubleSupplier serviceSeconds;
    private final Queue<Long> waiting = new ArrayDeque<>();
    private final PriorityQueue<Item> working = new PriorityQueue<>(Comparator.comparingLong(Item::end));
    private final List<Integer> permits = new ArrayList<>();
    private long now;
    private long nextLook = INTERVAL.toNanos();
    private double busyNanos;
    private double permittedNanos;

    SimulatedQueue(int min, int max, DoubleSupplier serviceSeconds) {
        law = new ScalingLaw(min, max, 0.15, INTERVAL, IDLE);
        window = new Window(INTERVAL, INTERVALS, 0, min);
        this.serviceSeconds = serviceSeconds;
    }

    /** Items come, each so many seconds after the one before. */
    void run(Duration time, DoubleSupplier gapSeconds) {
        long end = now + time.toNanos();
        for (long arrival = now + nanos(gapSeconds); arrival < end; arrival += nanos(gapSeconds)) {
            advance(arrival);
            waiting.add(now);
            window.arrived();
            begin();
        }
        advance(end);
    }

    /** So many items come at once. */
    void pile(int items) {
        for (int i = 0; i < items; i++) {
            waiting.add(now);
            window.arrived();
        }
        begin();
    }

    void rest(Duration time) {
        advance(now + time.toNanos());
    }

    private static long nanos(DoubleSupplier seconds) {
        return Math.max(1, Math.round(seconds.getAsDouble() * 1e9));
    }

    private void advance(long to) {
        while (next() <= to) {
            pass(next());
            if (nextLook == now) {
                look();
            } else {
                window.ended(now, working.remove().service);
            }
            begin();
        }
        pass(to);
    }

    private long next() {
        return working.isEmpty() ? nextLook : Math.min(nextLook, working.peek().end);
    }

    private void pass(long to) {
        busyNanos += (double) working.size() * (to - now);
        permittedNanos += (double) law.permits() * (to - now);
        now = to;
    }

    private void look() {
        window.permits(law.next(window.next(now, waiting.size())));
        permits.add(law.permits());
        nextLook += INTERVAL.toNanos();
    }

    private void begin() {
        while (working.size() < law.permits() && !waiting.isEmpty()) {
            long service = nanos(serviceSeconds);
            window.began(now, now - waiting.remove());
            working.add(new Item(now + service, service));
        }
    }

    /** What the law said at each look so far, and forgets it. */
    List<Integer> takePermits() {
        List<Integer> taken = List.copyOf(permits);
        permits.clear();
        return taken;
    }

    /** The part of the permits in use since the last call. */
    double takeLoad() {
        double load = busyNanos / permittedNanos;
        busyNanos = 0;
        permittedNanos = 0;
        return load;
    }

    Figures figures() {
        return window.figures(now);
    }

    int waiting() {
        return waiting.size();
    }

    ScalingLaw law() {
        return law;
    }
}
