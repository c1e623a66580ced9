package org.eventnexus.domain;

import org.eventnexus.EventDraft;
import org.eventnexus.PublicationException;
import org.eventnexus.RefusedByMiddlewareException;

/** An event that a middleware has answered or refused. */
final class NotAdmitted<T> extends Delivery<T> {
    private final Passage.Stopped stopped;

    private NotAdmitted(Domain domain, EventDraft<T> draft, Passage.Stopped stopped) {
        super(domain, draft);
        this.stopped = stopped;
    }

    /** Its publication has ended. */
    static NotAdmitted<?> of(Domain domain, EventDraft<?> draft, Passage.Stopped stopped) {
        var event = new NotAdmitted<>(domain, draft, stopped);
        if (stopped.isAnswer()) {
            event.add(new Result(stopped.by(), stopped.answer(), null));
            domain.publishing().answered();
            event.end(Status.COMPLETED);
        } else {
            if (stopped.error() != null) {
                event.add(new Result(stopped.by(), null, stopped.error()));
                domain.failures().report(event, stopped.by(), stopped.error());
            }
            domain.admission().refuse(event, stopped.reason());
        }
        return event;
    }

    boolean isFailed() {
        return stopped.error() != null;
    }

    @Override
    PublicationException notHandled(Status status) {
        PublicationException plain = super.notHandled(status);
        return status == Status.REFUSED ? new RefusedByMiddlewareException(plain.getMessage(), stopped.error()) : plain;
    }
}
