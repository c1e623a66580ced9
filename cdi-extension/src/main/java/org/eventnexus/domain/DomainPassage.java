package org.eventnexus.domain;

import java.util.List;
import org.eventnexus.EventDraft;
import org.eventnexus.Publication.Outcome;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Status;
import org.eventnexus.boundary.Passage;

/** An event's way from one domain into another, and its replies' way back. */
final class DomainPassage implements Passage {
    private final Domain from;
    private final Listener listener;
    private final Domain to;
    /** What is to be admitted there, or has ended as a middleware there has answered or refused it. */
    private final Delivery<?> forwarded;

    private final boolean replies;
    /** What keeps the sending domain waiting; null if nothing does. */
    private Part part;

    private boolean offered;

    /** @param event the one that is forwarded, being handled */
    DomainPassage(Delivery<?> event, EventDraft<?> draft, Domain to, Hops hops, boolean replies, Listener listener) {
        this.from = event.domain;
        this.listener = listener;
        this.replies = replies;
        this.part = replies ? Part.of(event, this::abandoned) : null;
        this.to = to;
        Part waiting = part;
        this.forwarded = to.publishing().brought(draft, passed -> new Forwarded<>(to, passed, hops, waiting));
    }

    @Override
    public Answer offer() {
        if (!offered && forwarded.isDone()) {
            return stopped();
        }
        if (!offered && to.entrance().first(forwarded) != null) {
            // Nobody waits for the first one, which may itself wait for the event that this one comes from.
            end(List.of());
            return Answer.DUPLICATE;
        }
        offered = true;
        Mailbox.Answer answer = to.admission().admitForwarded(forwarded);
        return switch (answer) {
            case FULL -> Answer.FULL;
            case ADMITTED -> {
                admitted();
                yield Answer.ADMITTED;
            }
            case CLOSED -> {
                end(List.of(refusal(Status.REFUSED)));
                yield Answer.REFUSED;
            }
        };
    }

    /** By a middleware, whose answer is a result like a receiver's. */
    private Answer stopped() {
        if (forwarded.status() == Status.COMPLETED) {
            admitted();
            return Answer.ADMITTED;
        }
        end(List.of(refusal(Status.REFUSED)));
        return Answer.REFUSED;
    }

    private void admitted() {
        if (replies) {
            forwarded.outcome().thenAccept(outcome -> from.loop().post(() -> answered(outcome)));
        } else {
            end(List.of());
        }
    }

    private void answered(Outcome outcome) {
        if (part.end(results(outcome))) {
            listener.ended(outcome.status());
        }
    }

    private List<Result> results(Outcome outcome) {
        return switch (outcome.status()) {
            case COMPLETED, FAILED, UNHANDLED ->
                outcome.results().stream().map(this::named).toList();
            default -> List.of(refusal(outcome.status()));
        };
    }

    /** What no receiver has given, as of an event that nobody took, is the boundary's. */
    private Result named(Result result) {
        return result.receiver().isEmpty() ? new Result(listener.name(), result.value(), result.error()) : result;
    }

    private Result refusal(Status status) {
        return new Result(listener.name(), null, forwarded.notHandled(status));
    }

    @Override
    public void queued() {
        if (part == null) {
            part = Part.of(from, this::abandoned);
        }
    }

    @Override
    public void end(List<Result> results) {
        if (!forwarded.isDone() && forwarded.sequence == 0) {
            forget();
        }
        if (part != null) {
            part.end(results);
        }
    }

    /** It will not be admitted: another one with its id is no duplicate. */
    private void forget() {
        if (offered) {
            forwarded.domain.entrance().forget(forwarded);
            forwarded.refuse("the boundary '" + listener.name() + "' has given it up");
        }
    }

    private void abandoned() {
        if (forwarded.sequence == 0) {
            forget();
        }
        listener.abandoned(this);
    }

    @Override
    public boolean hasReplies() {
        return replies;
    }
}
