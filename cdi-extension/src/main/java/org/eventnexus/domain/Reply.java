package org.eventnexus.domain;

import org.eventnexus.EventDraft;
import org.eventnexus.Publication.Result;

/** An event that has come back through a boundary: a secondary one of the event that was forwarded. */
final class Reply<T> extends Delivery<T> {
    private final Hops hops;

    Reply(Domain to, EventDraft<T> draft, Hops hops) {
        super(to, draft);
        this.hops = hops;
    }

    @Override
    Hops hops() {
        return hops;
    }

    /** All of them, unlike those of what was emitted here: it is the answer that the publisher waits for. */
    @Override
    void reportTo(Delivery<?> parent, Result failure) {
        resultList().forEach(parent::add);
    }
}
