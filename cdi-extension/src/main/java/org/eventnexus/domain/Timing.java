package org.eventnexus.domain;

import java.time.Duration;

/** How long a publication took; only for those who ask, as a reading of the clock costs as much as a delivery. */
final class Timing {
    private final EngineClock clock;
    private final long created;
    private long service;
    private long entered;
    private volatile long total = -1;

    Timing(EngineClock clock) {
        this.clock = clock;
        this.created = clock.nanoTime();
    }

    /** On the loop, before a receiver is called. */
    void enter() {
        entered = clock.nanoTime();
    }

    /** On the loop, when a receiver or its stage is done. */
    void leave() {
        service += clock.nanoTime() - entered;
    }

    void ended() {
        if (total < 0) {
            total = clock.nanoTime() - created;
        }
    }

    Duration total() {
        return Duration.ofNanos(Math.max(0, total));
    }

    Duration service() {
        return Duration.ofNanos(service);
    }
}
