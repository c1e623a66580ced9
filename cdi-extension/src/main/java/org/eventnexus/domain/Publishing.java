package org.eventnexus.domain;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.eventnexus.AsyncMiddleware;
import org.eventnexus.EventDraft;
import org.eventnexus.Middleware;
import org.eventnexus.MiddlewareRegistration;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.eventnexus.PublicationOptions;
import org.eventnexus.PublishPhase;

/**
 * What comes before an event's {@link Entrance} where its publisher wishes something special or the domain has middlewares:
 * the end of a transaction, the middlewares, and afterwards who is told of it. Thread-safe.
 */
final class Publishing {
    private static final System.Logger LOG = System.getLogger("org.eventnexus");

    private final Domain domain;
    private final Mailbox mailbox;
    /** Whether a full mailbox drops events, and tells their publishers, while another one is being admitted. */
    private final boolean drops;

    private final Middlewares middlewares;
    private final Batches batches;
    private final LongAdder answered = new LongAdder();
    /** Null until there is an asynchronous middleware. */
    private volatile Airlock airlock;
    /** Whether there are middlewares, or events that have met them and are not admitted yet. */
    private volatile boolean engaged;

    Publishing(Domain domain, Mailbox mailbox) {
        this.domain = domain;
        this.mailbox = mailbox;
        this.drops = domain.config().overflow().displaces();
        this.middlewares = new Middlewares(domain.name());
        this.batches = new Batches(domain, this);
    }

    Batches batches() {
        return batches;
    }

    /** Whether events of no special wishes have to come here. */
    boolean isEngaged() {
        return engaged;
    }

    /** Whether an event has to. */
    boolean concerns(EventDraft<?> draft) {
        return engaged || draft.options() != PublicationOptions.DEFAULT;
    }

    // ---- registrations

    synchronized MiddlewareRegistration use(String name, Middleware middleware, CompletionStage<?> end) {
        return add(MiddlewareNode.of(middlewares, name, middleware, this::removed), end);
    }

    synchronized MiddlewareRegistration use(String name, AsyncMiddleware middleware, CompletionStage<?> end) {
        var node = MiddlewareNode.of(middlewares, name, middleware, this::removed);
        if (airlock == null) {
            airlock = new Airlock(domain, mailbox);
        }
        return add(node, end);
    }

    private MiddlewareRegistration add(MiddlewareNode node, CompletionStage<?> end) {
        middlewares.add(node);
        engaged = true;
        if (end != null) {
            node.until(end);
        }
        return node;
    }

    private synchronized void removed() {
        engaged = airlock != null || middlewares.first() != null;
    }

    List<String> middlewares() {
        return middlewares.names();
    }

    // ---- publishing

    /** @param waits whether the calling thread may be held */
    Publication publish(EventDraft<?> draft, boolean waits) {
        return thrown(publishSparing(draft, waits), draft);
    }

    /** The same, sparing the caller what a middleware throws. */
    Publication publishSparing(EventDraft<?> draft, boolean waits) {
        PublicationOptions options = draft.options();
        Publication publication =
                options.phase() == PublishPhase.AT_ONCE ? pass(draft, waits) : afterTransaction(draft, waits);
        return supervised(publication, options);
    }

    /** The same on a thread that is nobody's, and on which there is no transaction: its publisher has gone. */
    Publication publishAlone(EventDraft<?> draft) {
        Publication publication = engaged && !domain.entrance().isSecondary()
                ? pass(way(draft).guardedBy(domain.callGuard()), false)
                : pass(draft, false);
        return supervised(publication, draft.options());
    }

    /** To a publisher who gets what a middleware throws, if it has asked for that. */
    static Publication thrown(Publication publication, EventDraft<?> draft) {
        if (draft.options().failFast() && publication instanceof NotAdmitted<?> event && event.isFailed()) {
            throw event.notHandled(Status.REFUSED);
        }
        return publication;
    }

    /** A secondary event, emitted on any thread while a receiver of the current one is not done. */
    Publication emit(Delivery<?> current, EventDraft<?> draft) {
        if (draft.options().phase() != PublishPhase.AT_ONCE) {
            return publish(draft, false);
        }
        Passage passage = passed(draft);
        Publication publication = passage.stopped() != null
                ? stopped(passage)
                : domain.entrance().secondary(current, new Delivery<>(domain, passage.draft()));
        return thrown(supervised(publication, draft.options()), draft);
    }

    private Publication pass(EventDraft<?> draft, boolean waits) {
        if (!engaged) {
            return enter(draft, waits);
        }
        if (domain.entrance().isSecondary()) {
            return enter(passed(draft), waits);
        }
        return pass(way(draft), waits);
    }

    /** From outside, along its way. */
    private Publication pass(Passage passage, boolean waits) {
        boolean comesToAsync = passage.comesToAsync();
        if (passage.stopped() != null) {
            return stopped(passage);
        }
        Airlock through = airlock(comesToAsync);
        if (through == null) {
            return enter(passage.draft(), waits);
        }
        var held = new HeldEvent(domain, through, passage, passed -> new Delivery<>(domain, passed));
        if (through.enter(held, waits)) {
            return held.publication();
        }
        return enter(passed(passage), waits); // as for what a boundary brings: no stage is waited for any more
    }

    /** Where an event has to wait for asynchronous middlewares, or behind others that do; null if it need not. */
    Airlock airlock(boolean comesToAsync) {
        Airlock through = airlock;
        return through == null || !comesToAsync && through.isEmpty() ? null : through;
    }

    /** At the beginning of its way through the middlewares. */
    Passage way(EventDraft<?> draft) {
        return new Passage(middlewares, draft);
    }

    /**
     * What a boundary brings back on its way through the middlewares, none of which is waited for.
     *
     * @param make makes of what they have let pass what is to be admitted
     * @return what that has made, or what has ended as they have answered or refused it
     */
    Delivery<?> brought(EventDraft<?> draft, Function<EventDraft<?>, Delivery<?>> make) {
        if (!engaged) {
            return make.apply(draft);
        }
        Passage passage = passed(draft);
        return passage.stopped() != null ? stopped(passage) : make.apply(passage.draft());
    }

    /** Through all middlewares, without waiting. */
    private Passage passed(EventDraft<?> draft) {
        return passed(way(draft));
    }

    /** The rest of the way, without waiting. */
    Passage passed(Passage passage) {
        while (passage.comesToAsync()) {
            CompletionStage<Middleware.Decision> stage = passage.ask();
            if (stage == null) {
                return passage;
            }
            CompletableFuture<Middleware.Decision> future;
            try {
                future = stage.toCompletableFuture();
            } catch (RuntimeException cannot) { // as a stage may
                passage.answered(null, cannot);
                return passage;
            }
            if (future.isDone()) {
                future.whenComplete(passage::answered);
            } else {
                passage.refuse(
                        "ENX-0074 an asynchronous middleware has not decided at once on an event of a receiver, or a reply"
                                + " through a boundary, for which nothing can wait");
            }
        }
        return passage;
    }

    NotAdmitted<?> stopped(Passage passage) {
        return NotAdmitted.of(domain, passage.published(), passage.stopped());
    }

    /** What has come to the end of its way. */
    private Publication enter(Passage passage, boolean waits) {
        return passage.stopped() != null ? stopped(passage) : enter(passage.draft(), waits);
    }

    private Publication enter(EventDraft<?> draft, boolean waits) {
        return waits
                ? domain.entrance().publish(new Delivery<>(domain, draft))
                : domain.entrance().publishAsync(new AsyncDelivery<>(domain, draft));
    }

    /** An event has come out of the airlock: what its publication is from now on, of which nobody is told yet. */
    Publication admitHeld(EventDraft<?> draft, DeferredEvent held, Function<EventDraft<?>, Delivery<?>> make) {
        return domain.entrance().publishHeld(held.become(draft, make, drops));
    }

    /** The publication of an event that is refused. */
    Publication refused(EventDraft<?> draft, String why) {
        var event = new Delivery<>(domain, draft);
        domain.admission().refuse(event, why);
        return event;
    }

    /** The same as its publisher gets it. */
    Publication refusedToPublisher(EventDraft<?> draft, String why) {
        return supervised(refused(draft, why), draft.options());
    }

    // ---- transactions

    private Publication afterTransaction(EventDraft<?> draft, boolean waits) {
        EventDraft<?> copy = named(draft);
        var publication = new Deferred(domain, copy);
        try {
            boolean held = domain.transactions().whenEnded(1, committed -> ended(copy, publication, committed));
            return held ? publication : pass(draft, waits);
        } catch (RejectedExecutionException tooMany) {
            return refused(copy, tooMany.getMessage());
        }
    }

    /** A copy that has an id already, and keeps it. */
    static EventDraft<?> named(EventDraft<?> draft) {
        EventDraft<?> copy = draft.copy();
        return copy.id() != null ? copy : copy.id(UUID.randomUUID().toString());
    }

    /** On the thread that ends the transaction, which is not held. */
    private void ended(EventDraft<?> draft, Deferred publication, boolean committed) {
        publication.published(isUnwanted(draft, committed) ? refused(draft, unwanted(committed)) : pass(draft, false));
    }

    /** Whether it was to be published only if its transaction had ended otherwise. */
    static boolean isUnwanted(EventDraft<?> draft, boolean committed) {
        return draft.options().phase() == (committed ? PublishPhase.AFTER_FAILURE : PublishPhase.AFTER_SUCCESS);
    }

    static String unwanted(boolean committed) {
        return "its publisher's transaction was " + (committed ? "committed" : "rolled back");
    }

    // ---- afterwards

    Publication supervised(Publication publication, PublicationOptions options) {
        Publication result = options.timeout() == null
                ? publication
                : TimedPublication.of(publication, options.timeout(), domain.alarms());
        if (options.onFailure() != null) {
            result.orThrow().whenComplete((results, error) -> tell(options, error));
        }
        return result;
    }

    private void tell(PublicationOptions options, Throwable error) {
        if (error == null) {
            return;
        }
        Throwable cause = MiddlewareNode.unwrapped(error);
        try {
            options.onFailure().accept(cause instanceof Exception exception ? exception : new RuntimeException(cause));
        } catch (Throwable thrown) {
            LOG.log(
                    Level.ERROR,
                    "ENX-0075 a publication's onFailure of the domain '" + domain.name() + "' failed",
                    thrown);
        }
    }

    /** A middleware has answered an event. */
    void answered() {
        answered.increment();
    }

    long answers() {
        return answered.sum();
    }

    /** Places that events with middlewares have taken. */
    int places() {
        Airlock seen = airlock;
        return seen == null ? 0 : seen.places();
    }

    /** The domain is being stopped. */
    void close() {
        Airlock seen = airlock;
        if (seen != null) {
            seen.close();
        }
    }
}
