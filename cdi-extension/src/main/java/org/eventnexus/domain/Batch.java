package org.eventnexus.domain;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eventnexus.EventDraft;
import org.eventnexus.domain.Mailbox.Answer;

/**
 * Events that are admitted together or not at all, with positions that follow each other. What the log has already is in
 * the publisher's list, and not in here.
 */
final class Batch implements Entrant {
    /** Those that are to be admitted, in order. */
    private Delivery<?>[] events = {};

    private boolean waited;
    /** Null unless somebody asked before it was decided. */
    private CompletableFuture<Batch> whenDecided;

    private boolean decided;

    <T> Delivery<T> event(Domain domain, EventDraft<T> draft) {
        return new BatchDelivery<>(domain, draft, this);
    }

    /** Says what is in it; before it is offered. */
    void hold(List<Delivery<?>> fresh) {
        events = fresh.toArray(Delivery<?>[]::new);
    }

    Delivery<?>[] events() {
        return events;
    }

    @Override
    public int places() {
        return events.length;
    }

    @Override
    public Answer offerTo(Mailbox mailbox) {
        return mailbox.offerAll(events, false);
    }

    @Override
    public Answer offerReserved(Mailbox mailbox) {
        return mailbox.offerAll(events, true);
    }

    @Override
    public Answer overdraw(Mailbox mailbox) {
        return mailbox.overdrawAll(events);
    }

    /** They have their ids from now on, as whoever asks for one while they are admitted must not get another one. */
    @Override
    public void waits() {
        for (Delivery<?> event : events) {
            event.id();
        }
        waited = true;
    }

    @Override
    public void admitted(Entrance entrance) {
        for (int i = 0; waited && i < events.length; i++) {
            entrance.remember(events[i]);
        }
        entrance.admittedAll(events);
        decided();
    }

    @Override
    public void refused(Admission admission, String why) {
        for (Delivery<?> event : events) {
            admission.refuse(event, why);
        }
        decided();
    }

    /** Completes when it is admitted or refused. */
    synchronized CompletableFuture<Batch> whenDecided(Delivery<?> asked) {
        if (decided) {
            return CompletableFuture.completedFuture(this);
        }
        if (whenDecided == null) {
            whenDecided = new LoopFuture<>(asked);
        }
        return whenDecided;
    }

    /** Its events are in the mailbox, or have ended. */
    void decided() {
        CompletableFuture<Batch> told;
        synchronized (this) {
            decided = true;
            told = whenDecided;
        }
        if (told != null) {
            told.complete(this);
        }
    }
}
