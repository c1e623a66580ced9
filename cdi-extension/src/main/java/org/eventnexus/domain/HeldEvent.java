package org.eventnexus.domain;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.eventnexus.EventDraft;
import org.eventnexus.Middleware.Decision;
import org.eventnexus.Publication;
import org.eventnexus.domain.Scheduler.Cancellable;

/** An event in the {@link Airlock}: it is asked about, decided once, and let out in its turn. */
final class HeldEvent {
    private final Domain domain;
    private final Airlock airlock;
    private final Passage passage;
    private final Deferred publication;
    private final Function<EventDraft<?>, Delivery<?>> make;
    private final Duration timeout;
    private final AtomicBoolean decided = new AtomicBoolean();
    private volatile Cancellable expiry = () -> {};

    /** Whether it is to be admitted; written before it is {@link #isOver}. */
    private EventDraft<?> admitted;
    /** What it has left as, if it was to be admitted. Whoever lets it out writes and reads this. */
    private Publication left;

    private volatile boolean over;
    /** Guarded by the airlock's lock. */
    boolean placed;

    /** @param make makes of what has passed the event that is admitted */
    HeldEvent(Domain domain, Airlock airlock, Passage passage, Function<EventDraft<?>, Delivery<?>> make) {
        this.domain = domain;
        this.airlock = airlock;
        this.passage = passage;
        this.make = make;
        this.publication = new Deferred(domain, passage.published());
        Duration own = passage.published().options().timeout();
        Duration longest = domain.config().awaitTimeout();
        this.timeout = own != null && own.compareTo(longest) < 0 ? own : longest;
    }

    Deferred publication() {
        return publication;
    }

    /** Whether it is decided, so that it can be let out. */
    boolean isOver() {
        return over;
    }

    /** It waits for nothing longer than this, neither for a place nor for a decision. */
    void limit(String whatFor) {
        try {
            expiry.cancel();
            expiry = domain.alarms().set(() -> refuse(whatFor + " within " + timeout), timeout);
            if (decided.get()) {
                expiry.cancel();
            }
        } catch (RejectedExecutionException stopping) {
            refuse("it has stopped");
        }
    }

    /** It has its place: asks the middlewares. */
    void start() {
        limit("the middlewares had not decided");
        goOn();
    }

    private void goOn() {
        if (decided.get()) {
            return;
        }
        if (!passage.comesToAsync()) {
            conclude();
            return;
        }
        CompletionStage<Decision> stage = passage.ask();
        if (stage == null) {
            conclude();
            return;
        }
        stage.whenComplete((decision, error) -> {
            if (!decided.get()) {
                passage.answered(decision, error);
                goOn();
            }
        });
    }

    private void conclude() {
        if (!decided.compareAndSet(false, true)) {
            return;
        }
        expiry.cancel();
        if (passage.stopped() == null) {
            admitted = passage.draft();
            over();
        } else {
            over(NotAdmitted.of(domain, passage.published(), passage.stopped()));
        }
    }

    /** Decides that it is not admitted, if it is not decided yet; any thread, also while middlewares are asked. */
    void refuse(String why) {
        if (decided.compareAndSet(false, true)) {
            expiry.cancel();
            over(domain.publishing().refused(passage.published(), why));
        }
    }

    /** Its publisher is told afterwards: who is told may wait for the place that this has had. */
    private void over(Publication refused) {
        over();
        publication.published(refused);
    }

    private void over() {
        over = true;
        airlock.letOut();
    }

    /** In its turn: admits it, if it is to be admitted. */
    void leave() {
        if (admitted != null) {
            try {
                left = domain.publishing().admitHeld(admitted, publication.event(), make);
            } catch (RuntimeException | Error unexpected) { // others wait behind it
                left = domain.publishing().refused(passage.published(), "it failed: " + unexpected);
            }
        }
    }

    /** Has its publisher know that it has left, if it was to be admitted. */
    void tell() {
        if (left != null) {
            publication.published(left);
        }
    }
}
