package org.eventnexus.domain;

import java.util.function.Consumer;
import java.util.function.Function;
import org.eventnexus.EventDraft;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.eventnexus.PublicationException;
import org.eventnexus.boundary.Passage.Answer;

/**
 * How an event that a boundary brings enters its domain: as one from outside does, through the middlewares and then the
 * admission, but holding nobody up. Belongs to the sending domain's loop.
 */
final class Arrival {
    private final Domain domain;
    private final EventDraft<?> draft;
    private final Function<EventDraft<?>, Delivery<?>> make;
    private final Consumer<Publication> whenDecided;
    /** Null if there were no middlewares when it was first offered. */
    private Passage way;
    /** Null unless asynchronous middlewares are to decide on it, or on some before it. */
    private HeldEvent held;
    /** What it has become; null until it has passed the middlewares. */
    private Delivery<?> event;

    private boolean first;

    /**
     * @param make makes of a draft the event that is admitted
     * @param whenDecided told, on whatever thread, what an event that was {@link Answer#HELD} has become
     */
    Arrival(
            Domain domain,
            EventDraft<?> draft,
            Function<EventDraft<?>, Delivery<?>> make,
            Consumer<Publication> whenDecided) {
        this.domain = domain;
        this.draft = draft;
        this.make = make;
        this.whenDecided = whenDecided;
    }

    Answer offer() {
        if (event == null) {
            Answer before = domain.publishing().isEngaged() || way != null ? throughMiddlewares() : null;
            if (before != null) {
                return before;
            }
            event = make.apply(way == null ? draft : way.draft());
            first = domain.entrance().first(event) == null;
        }
        if (!first) {
            return Answer.DUPLICATE;
        }
        return switch (domain.admission().admitForwarded(event)) {
            case FULL -> Answer.FULL;
            case ADMITTED -> Answer.ADMITTED;
            case CLOSED -> Answer.REFUSED;
        };
    }

    /** Null if it goes on to the admission. */
    private Answer throughMiddlewares() {
        Publishing publishing = domain.publishing();
        way = way == null ? publishing.way(draft).guardedBy(domain.callGuard()) : way;
        boolean comesToAsync = way.comesToAsync();
        if (way.stopped() != null) {
            return became(publishing.stopped(way));
        }
        Airlock through = publishing.airlock(comesToAsync);
        if (through == null) {
            return null;
        }
        held = held == null ? new HeldEvent(domain, through, way, make) : held;
        Answer answer = through.offer(held);
        if (answer == null) { // it is drained, perhaps together with the sender, and no stage is waited for any more
            publishing.passed(way);
            return way.stopped() == null ? null : became(publishing.stopped(way));
        }
        if (answer == Answer.HELD) {
            held.publication().whenPublished(whenDecided);
        }
        return answer;
    }

    /** What it has become in the airlock. */
    Answer became(Publication publication) {
        if (publication.isDuplicate()) {
            return Answer.DUPLICATE;
        }
        event = (Delivery<?>) publication;
        if (event.status() == Status.REFUSED) {
            return Answer.REFUSED;
        }
        return event instanceof NotAdmitted<?> ? Answer.ANSWERED : Answer.ADMITTED;
    }

    /** What has been admitted, answered or refused. */
    Delivery<?> event() {
        return event;
    }

    /** Why it was refused, or what else has kept it from being handled. */
    PublicationException notHandled(Status status) {
        return event.notHandled(status);
    }

    /** It will not be offered again: if it was neither admitted nor refused, another one with its id is no duplicate. */
    void giveUp(String why) {
        if (event != null && first && event.sequence == 0 && !event.isDone()) {
            domain.entrance().forget(event);
            event.refuse(why);
        }
    }
}
