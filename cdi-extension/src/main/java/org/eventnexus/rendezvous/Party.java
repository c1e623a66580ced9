package org.eventnexus.rendezvous;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * A caller's stage. Its outcome is decided once, under the lock of the meeting, and told outside it. Whoever would complete
 * the stage from outside (a cancellation, {@code orTimeout}) has to go that way too: otherwise a value could be handed to a
 * party that has just left, and be lost.
 */
abstract class Party<T, R> extends CompletableFuture<R> {
    final Meeting<T> meeting;

    // Guarded by the meeting's lock; what is decided does not change any more.
    /** Null if it offers nothing, or nothing any more. */
    Half<T> offer;
    /** Null if it wishes nothing, or nothing any more. */
    Half<T> wish;

    boolean timed;
    long deadline;
    Future<?> timer;
    private boolean decided;
    private R result;
    private Throwable failure;

    Party(Meeting<T> meeting) {
        this.meeting = meeting;
    }

    // Under the meeting's lock.

    /** Its offer has been taken. */
    abstract void given();

    /** Its wish has been fulfilled. */
    abstract void got(T value);

    /** Its time is up, and it is undecided. */
    abstract void expire();

    final boolean isDecided() {
        return decided;
    }

    final void decide(R outcome) {
        decided = true;
        result = outcome;
        meeting.toTell(this);
    }

    final void fail(Throwable reason) {
        decided = true;
        failure = reason;
        meeting.toTell(this);
    }

    // Outside it.

    /** To be called when it is decided; again does no harm. */
    final void tell() {
        if (timer != null) {
            timer.cancel(false);
        }
        if (failure != null) {
            super.completeExceptionally(failure);
        } else {
            super.complete(result);
        }
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
        return meeting.leave(this, () -> fail(new CancellationException()));
    }

    @Override
    public boolean complete(R value) {
        return meeting.leave(this, () -> decide(value));
    }

    @Override
    public boolean completeExceptionally(Throwable reason) {
        return meeting.leave(this, () -> fail(reason));
    }

    @Override
    public CompletableFuture<R> completeAsync(Supplier<? extends R> supplier, Executor executor) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void obtrudeValue(R value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void obtrudeException(Throwable reason) {
        throw new UnsupportedOperationException();
    }

    /** What depends on it is a plain stage. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
