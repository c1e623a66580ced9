package org.eventnexus.domain;

import java.util.function.Function;
import org.eventnexus.EventDraft;
import org.eventnexus.Publication;

/** An event in the {@link Airlock}. */
final class HeldEvent extends Held {
    private final Passage passage;
    private final Deferred publication;
    private final Function<EventDraft<?>, Delivery<?>> make;

    /** Whether it is to be admitted; written before it is {@link #isOver}. */
    private EventDraft<?> admitted;
    /** What it has left as, if it was to be admitted. Whoever lets it out writes and reads this. */
    private Publication left;

    /** @param make makes of what has passed the event that is admitted */
    HeldEvent(Domain domain, Airlock airlock, Passage passage, Function<EventDraft<?>, Delivery<?>> make) {
        super(domain, airlock, passage.published().options().timeout());
        this.passage = passage;
        this.make = make;
        this.publication = new Deferred(domain, passage.published());
    }

    Deferred publication() {
        return publication;
    }

    @Override
    int places() {
        return 1;
    }

    @Override
    void guardBy(CallGuard guard) {
        passage.guardedBy(guard);
    }

    @Override
    void ask() {
        goOn(passage, this::conclude);
    }

    private void conclude() {
        if (!decide()) {
            return;
        }
        if (passage.stopped() == null) {
            admitted = passage.draft();
            over();
        } else {
            over(domain.publishing().stopped(passage));
        }
    }

    @Override
    void refuse(String why) {
        if (decide()) {
            over(domain.publishing().refused(passage.published(), why));
        }
    }

    /** Its publisher is told afterwards: who is told may wait for the place that this has had. */
    private void over(Publication refused) {
        over();
        publication.published(refused);
    }

    @Override
    void leave() {
        if (admitted != null) {
            try {
                left = domain.publishing().admitHeld(admitted, publication.event(), make);
            } catch (RuntimeException | Error unexpected) { // others wait behind it
                left = domain.publishing().refused(passage.published(), "it failed: " + unexpected);
            }
        }
    }

    @Override
    void tell() {
        if (left != null) {
            publication.published(left);
        }
    }
}
