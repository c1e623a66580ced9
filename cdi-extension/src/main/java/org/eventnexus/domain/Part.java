package org.eventnexus.domain;

import java.util.List;
import org.eventnexus.EventDraft;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Result;
import org.eventnexus.PublicationException;

/**
 * Something that is done for a domain elsewhere, and that its loop does not stand still for. Until it ends the domain is not
 * empty, and the event that it belongs to, if there is one, does not end. At a stop's deadline it is abandoned.
 *
 * <p>Opened on the loop, ended by any thread. For events without, it costs nothing.
 */
final class Part {
    private final Domain domain;
    // The loop's; let go of at the end, as a part may be known for as long as another domain's log keeps its event.
    // Its place among those that are open, which is for Parts to say.
    boolean open;
    Part before;
    Part after;
    /** Null if no publication waits for it, or not any more. */
    Delivery<?> delivery;
    /** Told, on the loop, if it is abandoned; null for nobody. */
    private Runnable whenAbandoned;

    private Part(Domain domain, Delivery<?> delivery, Runnable whenAbandoned) {
        this.domain = domain;
        this.delivery = delivery;
        this.whenAbandoned = whenAbandoned;
    }

    /** On the loop: opens a part of an event that is being handled. */
    static Part of(Delivery<?> delivery, Runnable whenAbandoned) {
        return of(delivery, Entrance.kinOf(delivery), whenAbandoned);
    }

    /** The same of an event that no receiver was called for, so that nobody can emit meanwhile. */
    static Part ofUncalled(Delivery<?> delivery, Runnable whenAbandoned) {
        return of(delivery, Entrance.kinOfUncalled(delivery), whenAbandoned);
    }

    private static Part of(Delivery<?> delivery, Kin kin, Runnable whenAbandoned) {
        kin.pending++;
        return new Part(delivery.domain, delivery, whenAbandoned).opened();
    }

    /** On the loop: opens one of no event. */
    static Part of(Domain domain, Runnable whenAbandoned) {
        return new Part(domain, null, whenAbandoned).opened();
    }

    private Part opened() {
        domain.loop().drain().parts().add(this);
        return this;
    }

    Domain domain() {
        return domain;
    }

    /** On the loop: whether it has neither ended nor been abandoned. */
    boolean isOpen() {
        return open;
    }

    /** On the loop: ends it, with results for its event; whether it was open. */
    boolean end(List<Result> results) {
        if (!domain.loop().drain().parts().remove(this)) {
            return false;
        }
        Delivery<?> waiting = letGo();
        if (waiting != null) {
            if (!waiting.isDone()) { // else others read its results already
                for (Result result : results) {
                    waiting.add(result);
                }
            }
            domain.dispatcher().partEnded(waiting);
        }
        return true;
    }

    /** On the loop: what has failed ends the publication of its event, and not the part. */
    void failNow(Result failure) {
        if (isOpen() && delivery != null && !delivery.isDone()) {
            delivery.add(failure);
            domain.dispatcher().failNow(delivery);
        }
    }

    /** On the loop: a stop ends it; it has been taken from those that are open. */
    void abandon() {
        Runnable told = whenAbandoned;
        Delivery<?> waiting = letGo();
        if (waiting != null) {
            domain.dispatcher().partAbandoned(waiting);
        }
        if (told != null) {
            told.run();
        }
    }

    private Delivery<?> letGo() {
        Delivery<?> waiting = delivery;
        delivery = null;
        whenAbandoned = null;
        return waiting;
    }

    /** Any thread: has its event emit another one, unless it ends before the loop comes to it. */
    <T> void reply(EventDraft<T> draft, Hops hops) {
        Delivery<?> reply = // now, as the draft is its owner's
                domain.publishing().brought(draft, passed -> new Reply<>(domain, passed, hops));
        domain.loop().post(() -> {
            if (isOpen()) {
                replied(reply);
            }
        });
    }

    private void replied(Delivery<?> reply) {
        if (!(reply instanceof Reply<?> passed)) {
            stopped(reply);
            return;
        }
        try {
            domain.entrance().reply(delivery, passed);
        } catch (PublicationException tooMany) {
            if (!delivery.isDone()) {
                delivery.add(new Result("reply", null, tooMany));
            }
        }
    }

    /** A middleware has answered or refused it. */
    private void stopped(Delivery<?> reply) {
        if (delivery.isDone()) {
            return;
        }
        if (reply.status() == Publication.Status.COMPLETED) {
            reply.resultList().forEach(delivery::add);
        } else {
            delivery.add(new Result("reply", null, reply.notHandled(Publication.Status.REFUSED)));
        }
    }
}
