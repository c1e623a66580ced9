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

    /** Whether there is a permit; if not, the lane is given one later, once, by {@link Lane#permitted}. */
    synchronized boolean acquire(Lane lane) {
        if (free > 0) {
            free--;
            return true;
        }
        queue.add(lane);
        return false;
    }

    void release() {
        Lane next;
        synchronized (this) {
            next = queue.poll();
            if (next == null) {
                free++;
            }
        }
        if (next != null) {
            next.permitted();
        }
    }
}
