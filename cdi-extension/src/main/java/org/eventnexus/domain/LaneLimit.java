package org.eventnexus.domain;

import java.util.ArrayDeque;

/**
 * How many events the lanes of a domain work on at once, all together. A lane that gets no permit is given one when its turn
 * has come: who waits longest is first, and nobody overtakes. Thread-safe; a lane may hold its own lock when it asks, and not
 * when it gives back.
 */
final class LaneLimit {
    private int free;
    private final ArrayDeque<Lane> queue = new ArrayDeque<>();

    LaneLimit(int permits) {
        this.free = permits;
    }

    /** Whether there is a permit; if not, the lane is offered one later, once, by {@link Lane#permitted}. */
    synchronized boolean acquire(Lane lane) {
        if (free > 0) {
            free--;
            return true;
        }
        queue.add(lane);
        return false;
    }

    /** A loop, as many in a row may need it no more. */
    void release() {
        Lane next = next();
        while (next != null && !next.permitted()) {
            next = next();
        }
    }

    /** Whose turn it is; null if nobody waits, and the permit is free. */
    private synchronized Lane next() {
        Lane next = queue.poll();
        if (next == null) {
            free++;
        }
        return next;
    }
}
