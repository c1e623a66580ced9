package org.eventnexus.observable;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Something that happens when an observable is idle. Cancelled, or its time up, it is forgotten. */
final class WhenIdle<R> extends CompletableFuture<R> {
    final boolean changesObservers;
    private final Supplier<R> change;
    private final Runnable undo;
    /** Under the notifier's lock. */
    boolean isListed;

    WhenIdle(Notifier<?> notifier, Supplier<R> change, Runnable undo, boolean changesObservers) {
        this.change = change;
        this.undo = undo;
        this.changesObservers = changesObservers;
        whenComplete((result, failure) -> {
            if (isListed) {
                notifier.left(this);
            }
        });
    }

    /** Under the lock; what it gives back is for outside it. */
    Runnable happen() {
        isListed = false;
        if (isDone()) {
            return () -> {};
        }
        try {
            R result = change.get();
            return () -> {
                if (!complete(result)) {
                    undo.run(); // cancelled just now
                }
            };
        } catch (RuntimeException failure) {
            return () -> completeExceptionally(failure);
        }
    }

    /** What depends on it is a plain stage. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }

    /** Ends a wait after a while. */
    static void limit(CompletableFuture<?> wait, ObservableConfig config, long nanos) {
        if (wait.isDone()) {
            return;
        }
        try {
            Future<?> timer =
                    config.schedule(() -> wait.completeExceptionally(new TimeoutException("the time is up")), nanos);
            wait.whenComplete((result, failure) -> timer.cancel(false));
        } catch (RejectedExecutionException rejected) {
            wait.completeExceptionally(rejected);
        }
    }
}
