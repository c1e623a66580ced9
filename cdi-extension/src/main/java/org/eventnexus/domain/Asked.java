package org.eventnexus.domain;

import java.util.List;
import java.util.concurrent.CompletionException;
import org.eventnexus.PayloadException;
import org.eventnexus.Publication.Outcome;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Status;
import org.eventnexus.UnhandledEventException;

/**
 * A stage of a publication that somebody has asked for. It is the asker's own: what he completes or cancels is nobody
 * else's. Only what was asked for is made when the publication ends.
 */
abstract class Asked<V> extends LoopFuture<V> {
    /** The one that was asked for before; null if there is none. */
    Asked<?> before;

    private Asked(Delivery<?> delivery) {
        super(delivery);
    }

    /** What it completes with; what this throws is what it fails with. */
    abstract V of(Delivery<?> delivery, Status status);

    /** The publication has ended. */
    final void ended(Delivery<?> delivery, Status status) {
        try {
            complete(of(delivery, status));
        } catch (Throwable failure) { // as a stage that is derived from another tells it
            completeExceptionally(failure instanceof CompletionException ? failure : new CompletionException(failure));
        }
    }

    /** Completes all, in the order in which they were asked for. */
    static void endAll(Asked<?> last, Delivery<?> delivery, Status status) {
        Asked<?> first = null;
        for (Asked<?> each = last; each != null; ) {
            Asked<?> next = each.before;
            each.before = first;
            first = each;
            each = next;
        }
        for (Asked<?> each = first; each != null; each = each.before) {
            each.ended(delivery, status);
        }
    }

    /** How it ended. */
    static final class ToOutcome extends Asked<Outcome> {
        /** Whether it is for threads that wait, and nobody else has it. */
        final boolean shared;

        ToOutcome(Delivery<?> delivery, boolean shared) {
            super(delivery);
            this.shared = shared;
        }

        @Override
        Outcome of(Delivery<?> delivery, Status status) {
            return delivery.outcome(status);
        }
    }

    /** All results. */
    static final class ToResults extends Asked<List<Result>> {
        ToResults(Delivery<?> delivery) {
            super(delivery);
        }

        @Override
        List<Result> of(Delivery<?> delivery, Status status) {
            requireHandled(delivery, status);
            return List.copyOf(delivery.resultList());
        }
    }

    /** The first result. */
    static final class ToResult<R> extends Asked<R> {
        private final Class<R> wanted;

        ToResult(Delivery<?> delivery, Class<R> wanted) {
            super(delivery);
            this.wanted = wanted;
        }

        @Override
        R of(Delivery<?> delivery, Status status) {
            requireHandled(delivery, status);
            Result failure = delivery.failure();
            if (failure != null) {
                throw new CompletionException(failure.error());
            }
            Result first = delivery.firstResult();
            return first == null ? null : cast(first.value());
        }

        private R cast(Object value) {
            if (value != null && !wanted.isInstance(value)) {
                throw new PayloadException(
                        "the result is a " + value.getClass().getName() + ", not a " + wanted.getName(), null);
            }
            return wanted.cast(value);
        }
    }

    private static void requireHandled(Delivery<?> delivery, Status status) {
        if (status == Status.UNHANDLED) {
            delivery.resultList().forEach(result -> {
                throw (UnhandledEventException) result.error();
            });
        } else if (status != Status.COMPLETED && status != Status.FAILED) {
            throw delivery.notHandled(status);
        }
    }
}
