package org.eventnexus.domain;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.eventnexus.Handler;
import org.eventnexus.HandlerContext;
import org.eventnexus.LaneFullException;
import org.eventnexus.NexusEvent;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Status;
import org.eventnexus.RetryPolicy;

/** Calls a lane's receiver, and settles what comes of it (R8); holds no lock. Any number of workers at once. */
final class LaneCalls {
    private final Lane lane;
    private final Lanes lanes;
    private final Domain domain;
    private final Failures failures;
    private final Handler<Object> handler;
    private final HandlerContext context;

    LaneCalls(Lane lane, Lanes lanes, Domain domain, Failures failures, Handler<Object> handler) {
        this.lane = lane;
        this.lanes = lanes;
        this.domain = domain;
        this.failures = failures;
        this.handler = handler;
        this.context = new LaneContext(domain);
    }

    /** Calls the receiver; whatever it does, this returns. */
    @SuppressWarnings("unchecked")
    void call(Errand errand) {
        if (errand.attempts == 0 && isRefused(errand)) {
            return;
        }
        if (lane.receiver().isOrphaned()) {
            abandon(errand);
            return;
        }
        if (errand.attempts++ > 0) {
            failures.retrying();
            lane.queue().retried();
        }
        try {
            Object value = handler.handle((NexusEvent<Object>) errand.delivery, context);
            if (value instanceof CompletionStage<?> stage) {
                await(errand, stage);
            } else {
                succeeded(errand);
            }
        } catch (Throwable thrown) { // R8: whatever it is, the lane goes on
            failed(errand, thrown);
        }
    }

    private void await(Errand errand, CompletionStage<?> stage) {
        if (Suspension.isOver(stage)) {
            succeeded(errand);
            return;
        }
        var wait = new Errand.StageWait(lane, errand);
        if (!lane.queue().begin(wait)) {
            lane.queue().left(errand);
            over();
            return;
        }
        try {
            stage.whenComplete(wait);
        } catch (RuntimeException | Error broken) {
            wait.accept(null, broken);
        }
    }

    /** A stage has ended; its error is null if it did so well. */
    void ended(Errand errand, Throwable error) {
        if (error == null) {
            succeeded(errand);
        } else {
            failed(errand, error);
        }
    }

    private void succeeded(Errand errand) {
        lane.queue().ended(true);
        Redelivery<?> own = redelivery(errand);
        if (own != null) {
            own.received();
            own.end(Status.COMPLETED);
        }
        over();
    }

    private void failed(Errand errand, Throwable error) {
        errand.failure = error;
        RetryPolicy policy = failures.policy(lane.receiver());
        boolean again = errand.attempts < policy.attempts() && Failures.isPassing(error);
        if (again && isTriedLater(errand, failures.delay(policy, errand.attempts))) {
            lanes.release();
        } else {
            conclude(errand);
            over();
        }
    }

    private boolean isTriedLater(Errand errand, Duration wait) {
        var delay = new Errand.RetryDelay(errand);
        if (!lane.queue().begin(delay)) {
            return false;
        }
        try {
            delay.timer(domain.scheduler().schedule(() -> lane.retryDue(delay), wait));
            return true;
        } catch (RuntimeException | Error noScheduler) {
            return !lane.queue().end(delay); // else the lane was closed meanwhile, which has concluded it
        }
    }

    /** It has failed for good. */
    private void conclude(Errand errand) {
        lane.queue().ended(false);
        Redelivery<?> own = redelivery(errand);
        if (own != null) {
            own.add(new Result(lane.name(), null, errand.failure));
        }
        failures.concludeApart(errand.delivery, lane.receiver(), errand.attempts, errand.failure);
        if (own != null) {
            own.end(Status.FAILED);
        }
    }

    /** It holds its place no more. */
    private void over() {
        lanes.release();
        lanes.ended();
    }

    /** The subscription was cancelled before the event had its turn, or its next attempt. */
    void cancel(Errand errand) {
        if (errand.failure != null) {
            conclude(errand);
        } else {
            refuse(errand);
        }
        lanes.ended();
    }

    /** Whom it is for was collected meanwhile, which is as if the subscription had been cancelled. */
    private void abandon(Errand errand) {
        if (errand.failure == null) {
            lane.queue().left(errand);
        }
        lanes.release();
        cancel(errand);
    }

    private boolean isRefused(Errand errand) {
        boolean refused = refuse(errand);
        if (refused) {
            lane.queue().left(errand);
            over();
        }
        return refused;
    }

    /** Ends a redelivery that may not be done after all. */
    private boolean refuse(Errand errand) {
        Redelivery<?> own = redelivery(errand);
        LetterBox.Refusal refusal = own == null ? null : domain.letters().refusal(own);
        if (refusal == null) {
            return false;
        }
        if (refusal.error() != null) {
            own.add(new Result(lane.name(), null, refusal.error()));
        }
        own.end(refusal.status());
        return true;
    }

    /** The redelivery of a letter of this lane's; null if it is anything else. */
    private Redelivery<?> redelivery(Errand errand) {
        return errand.delivery instanceof Redelivery<?> again && again.letter.receiver == lane.receiver()
                ? again
                : null;
    }

    /** The lane has no room: that is a failure without a call. */
    void full(Errand errand, int capacity) {
        var error = new LaneFullException(
                "ENX-0065 the lane of the receiver '" + lane.name() + "' in the domain '" + domain.name()
                        + "' is full, as " + capacity + " events wait in it; the event was not delivered to it");
        failures.concludeApart(errand.delivery, lane.receiver(), 0, error);
    }
}
