package org.eventnexus.source;

import java.util.concurrent.atomic.AtomicInteger;
import org.eventnexus.EventDraft;
import org.eventnexus.Publication;

/** A push source's place in one of its domains. */
final class PushSlot extends Registration {
    private final PushHub hub;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean started;

    PushSlot(String name, DomainSources domain, PushHub hub) {
        super(name, domain);
        this.hub = hub;
    }

    @Override
    void start() {
        started = true;
        if (hub.begin()) {
            tellStarted();
        }
    }

    boolean isOpen() {
        return started && isActive();
    }

    /** Whether no earlier event of the source waits for room here. */
    boolean hasRoom() {
        return waiting.get() == 0;
    }

    boolean isOf(PushSlot other) {
        return inlet() == other.inlet();
    }

    Publication publish(EventDraft<?> draft) {
        Publication publication = inlet().publish(draft);
        waiting.incrementAndGet();
        publication.accepted().whenComplete((event, refusal) -> waiting.decrementAndGet());
        return publication;
    }

    @Override
    public void cancel() {
        hub.leave(this);
    }
}
