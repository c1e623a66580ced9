package org.eventnexus.domain;

import java.util.concurrent.CompletionStage;
import org.eventnexus.EventDraft;
import org.eventnexus.Middleware.Answer;
import org.eventnexus.Middleware.Decision;
import org.eventnexus.Middleware.Pass;
import org.eventnexus.Middleware.Refuse;

/** An event on its way through the middlewares. Used by one thread at a time. */
final class Passage {
    private final Middlewares middlewares;
    private final EventDraft<?> published;
    private EventDraft<?> draft;
    /** The next one that it comes to; null behind the last. */
    private MiddlewareNode at;
    /** Null unless one has kept the event from going on. */
    private Stopped stopped;
    /** Null as long as middlewares are called on the publisher's thread, which may look after itself. */
    private CallGuard guard;

    /**
     * How a middleware has kept an event from being admitted.
     *
     * @param by the middleware's name
     * @param answer what it says, if it has answered
     * @param reason why it was refused; null if it was answered
     * @param error what the middleware failed with; null if it has not
     */
    record Stopped(String by, Object answer, String reason, Throwable error) {
        boolean isAnswer() {
            return reason == null;
        }
    }

    Passage(Middlewares middlewares, EventDraft<?> published) {
        this.middlewares = middlewares;
        this.published = published.copy();
        this.draft = published.copy();
        this.at = middlewares.first();
    }

    /** From now on it is on threads that are nobody's. */
    Passage guardedBy(CallGuard value) {
        guard = value;
        return this;
    }

    /** What is to be admitted, published as the publisher wished. */
    EventDraft<?> draft() {
        EventDraft<?> passed = draft.copy().options(published.options());
        return published.isTimed() ? passed.timed() : passed;
    }

    /** As it was before it went on its way. */
    EventDraft<?> published() {
        return published;
    }

    Stopped stopped() {
        return stopped;
    }

    boolean isRefused() {
        return stopped != null && !stopped.isAnswer();
    }

    /** Lets middlewares decide until there is an asynchronous one, or none any more; whether there is such a one. */
    boolean comesToAsync() {
        while (stopped == null && at != null) {
            if (at.isAsync()) {
                return true;
            }
            try {
                decided(
                        guard == null
                                ? at.middleware().decide(draft)
                                : guard.call(() -> at.middleware().decide(draft)));
            } catch (Throwable thrown) { // R8: whatever it is, the publisher goes on
                failed(thrown);
            }
        }
        return false;
    }

    /** Asks the asynchronous one that it has come to; null if that has failed. */
    CompletionStage<Decision> ask() {
        try {
            CompletionStage<Decision> stage = guard == null
                    ? at.async().decide(draft)
                    : guard.call(() -> at.async().decide(draft));
            if (stage != null) {
                return stage;
            }
            failed(gaveNothing());
        } catch (Throwable thrown) {
            failed(thrown);
        }
        return null;
    }

    /** Whether no middleware is to be called any more. */
    boolean isAtTheEnd() {
        return stopped != null || at == null;
    }

    /** It has decided. */
    void answered(Decision decision, Throwable error) {
        if (error == null) {
            decided(decision);
        } else {
            failed(MiddlewareNode.unwrapped(error));
        }
    }

    private void decided(Decision decision) {
        if (decision instanceof Pass pass) {
            draft = pass.draft();
            at = middlewares.after(at);
        } else if (decision instanceof Answer answer) {
            stopped = new Stopped(at.name(), answer.value(), null, null);
        } else if (decision instanceof Refuse refuse) {
            stopped = new Stopped(
                    at.name(), null, "the middleware '" + at.name() + "' refused it: " + refuse.reason(), null);
        } else {
            failed(gaveNothing());
        }
    }

    private NullPointerException gaveNothing() {
        return new NullPointerException("ENX-0072 the middleware '" + at.name() + "' gave null instead of a decision");
    }

    private void failed(Throwable error) {
        stopped = new Stopped(at.name(), null, "the middleware '" + at.name() + "' failed: " + error, error);
    }

    /** Does not wait for the asynchronous one that it has come to. */
    void refuse(String why) {
        stopped = new Stopped(at == null ? "" : at.name(), null, why, null);
    }
}
