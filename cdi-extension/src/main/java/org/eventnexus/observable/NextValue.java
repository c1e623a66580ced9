package org.eventnexus.observable;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An observer of one value, which it waits for as a stage. */
final class NextValue<T> extends CompletableFuture<T> implements Observer<T>, Ending {
    private final boolean strict;
    /** Under the notifier's lock, before it is given away. */
    boolean isCounted;

    NextValue(Notifier<T> notifier, boolean strict) {
        this.strict = strict;
        whenComplete((value, failure) -> {
            if (isCounted) {
                notifier.left(this);
                notifier.leave(this);
            }
        });
    }

    @Override
    public CompletionStage<?> observe(T value) {
        complete(value);
        return null;
    }

    /** By somebody else, before a value came. */
    void removed() {
        if (strict) {
            completeExceptionally(
                    new IllegalStateException("ENX-0092 The wait was removed from the observers before a value came"));
        } else {
            cancel(false);
        }
    }

    @Override
    public void end() {
        completeExceptionally(new CancellationException("the observable is closed"));
    }

    /** What depends on it is a plain stage. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
