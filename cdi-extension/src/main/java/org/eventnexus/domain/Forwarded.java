package org.eventnexus.domain;

import org.eventnexus.EventDraft;

/** An event that has come through a boundary. */
final class Forwarded<T> extends Delivery<T> {
    private final Hops hops;
    /** What waits for replies in the sending domain; null if nobody does. */
    final Part waiting;

    Forwarded(Domain to, EventDraft<T> draft, Hops hops, Part waiting) {
        super(to, draft);
        this.hops = hops;
        this.waiting = waiting;
    }

    @Override
    Hops hops() {
        return hops;
    }
}
