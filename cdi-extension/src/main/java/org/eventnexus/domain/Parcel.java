package org.eventnexus.domain;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Work;
import org.eventnexus.WorkException;
import org.eventnexus.work.Item;

/** What an event is for the collectors of work queues that it has been given to; its part ends when all of them are done. */
final class Parcel extends Ends.End {
    private static final VarHandle LEFT;

    static {
        try {
            LEFT = MethodHandles.lookup().findVarHandle(Parcel.class, "left", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Delivery<?> delivery;
    private final Assignment[] assignments;
    private final Ends ends;
    /** How many are not done. */
    private volatile int left;

    private Part part;

    /** One collector's share. */
    private final class Assignment extends Item {
        private final CollectorSeat seat;
        /** Written before {@link #left}, and read after it. */
        private Result result;

        private Assignment(CollectorSeat seat) {
            super(delivery, seat.priority(delivery), seat.key(delivery));
            this.seat = seat;
        }

        @Override
        protected void ended(Object value, Throwable error, Work work) {
            if (error != null) {
                concludeFailure(error, work);
            } else if (delivery instanceof Redelivery<?> again) {
                delivery.domain.letters().redelivered(again);
            }
            result = new Result(seat.name(), error == null ? value : null, error, work);
            Parcel.this.ended(result);
        }

        private void concludeFailure(Throwable error, Work work) {
            boolean closed = error instanceof WorkException refusal && refusal.reason() == WorkException.Reason.CLOSED;
            if (!closed) {
                delivery.domain.failures().concludeApart(delivery, seat.receiver(), work.attempts(), error);
            } else if (delivery instanceof Redelivery<?> again) {
                delivery.domain.letters().refusal(again); // the letter stays
            }
        }
    }

    /** On the loop: for at least one collector. */
    Parcel(Delivery<?> delivery, Ends ends, List<CollectorSeat> seats) {
        int count = seats.size();
        this.delivery = delivery;
        this.ends = ends;
        this.assignments = new Assignment[count];
        this.left = count;
        for (int i = 0; i < count; i++) {
            assignments[i] = new Assignment(seats.get(i));
        }
    }

    /**
     * On the loop: hands it over.
     *
     * @param uncalled whether no receiver was called for the event
     */
    void send(boolean uncalled) {
        part = uncalled ? Part.ofUncalled(delivery, this::abandoned) : Part.of(delivery, this::abandoned);
        boolean bounded = !(delivery instanceof Redelivery<?>);
        for (Assignment assignment : assignments) {
            assignment.seat.offer(assignment, bounded);
        }
    }

    private void ended(Result result) {
        if (assignments.length == 1 || (int) LEFT.getAndAdd(this, -1) == 1) {
            ends.push(this);
        } else if (!result.ok() && delivery.failsFast()) {
            delivery.domain.loop().post(() -> part.failNow(result));
        }
    }

    /** On the loop: all are done. */
    @Override
    void end() {
        part.end(results());
    }

    private List<Result> results() {
        if (assignments.length == 1) { // mostly
            return List.of(assignments[0].result);
        }
        List<Result> results = new ArrayList<>(assignments.length);
        for (Assignment assignment : assignments) {
            results.add(assignment.result);
        }
        return results;
    }

    /** On the loop: a stop does not wait any longer. */
    private void abandoned() {
        for (Assignment assignment : assignments) {
            assignment.seat.abandon(assignment);
        }
    }
}
