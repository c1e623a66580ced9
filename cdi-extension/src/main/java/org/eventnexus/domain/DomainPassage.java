package org.eventnexus.domain;

import java.util.List;
import org.eventnexus.EventDraft;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Outcome;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Status;
import org.eventnexus.boundary.Passage;

/** An event's way from one domain into another, and its replies' way back. */
final class DomainPassage implements Passage {
    private final Domain from;
    private final Listener listener;
    private final Arrival arrival;
    private final boolean replies;
    /** What keeps the sending domain waiting; null if nothing does. */
    private Part part;

    /** @param event the one that is forwarded, being handled */
    DomainPassage(Delivery<?> event, EventDraft<?> draft, Domain to, Hops hops, boolean replies, Listener listener) {
        this.from = event.domain;
        this.listener = listener;
        this.replies = replies;
        this.part = replies ? Part.of(event, this::abandoned) : null;
        Part waiting = part;
        this.arrival = new Arrival(
                to,
                draft,
                passed -> new Forwarded<>(to, passed, hops, waiting),
                publication -> from.loop().post(() -> decided(publication)));
    }

    @Override
    public Answer offer() {
        Answer answer = arrival.offer();
        if (answer == Answer.HELD) {
            queued();
        } else if (answer != Answer.FULL) {
            conclude(answer);
        }
        return answer;
    }

    private void conclude(Answer answer) {
        switch (answer) {
            case ADMITTED -> admitted();
            case REFUSED -> end(List.of(refusal(Status.REFUSED)));
            case ANSWERED -> end(arrival.event().resultList());
            // Nobody waits for the first one, which may itself wait for the event that this one comes from.
            default -> end(List.of());
        }
    }

    /** It was held, and is not any more. */
    private void decided(Publication publication) {
        if (part.isOpen()) { // else it was abandoned meanwhile
            Answer answer = arrival.became(publication);
            conclude(answer);
            listener.decided(this, answer);
        }
    }

    private void admitted() {
        if (replies) {
            arrival.event().outcome().thenAccept(outcome -> from.loop().post(() -> answered(outcome)));
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
        return new Result(listener.name(), null, arrival.notHandled(status));
    }

    @Override
    public void queued() {
        if (part == null) {
            part = Part.of(from, this::abandoned);
        }
    }

    @Override
    public void end(List<Result> results) {
        giveUp();
        if (part != null) {
            part.end(results);
        }
    }

    private void giveUp() {
        arrival.giveUp("the boundary '" + listener.name() + "' has given it up");
    }

    private void abandoned() {
        giveUp();
        listener.abandoned(this);
    }

    @Override
    public boolean hasReplies() {
        return replies;
    }
}
