package org.eventnexus.observable;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** Notifies of what a publisher emits, one item at a time: the next is asked for when the one before is done. */
final class FlowFeed<T> implements Flow.Subscriber<T> {
    private final Observable<? super T> target;
    private final Errors errors;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    // Guarded by this.
    private boolean subscribed;
    /** Null before and afterwards. */
    private Flow.Subscription subscription;

    FlowFeed(Observable<? super T> target, Errors errors) {
        this.target = target;
        this.errors = errors;
        end.whenComplete((result, failure) -> cancel());
    }

    CompletableFuture<Void> end() {
        return end;
    }

    private void cancel() {
        Flow.Subscription given;
        synchronized (this) {
            given = subscription;
        }
        if (given != null) {
            given.cancel();
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        Objects.requireNonNull(given);
        boolean use;
        synchronized (this) {
            use = !subscribed;
            subscribed = true;
            if (use) {
                subscription = given;
            }
        }
        if (use && !end.isDone()) {
            given.request(1);
        } else {
            given.cancel();
        }
    }

    @Override
    public void onNext(T item) {
        Objects.requireNonNull(item);
        errors.of(target.notify(item)).whenComplete((result, failure) -> {
            if (failure != null) {
                end.completeExceptionally(Notification.cause(failure));
            } else if (!end.isDone()) {
                next();
            }
        });
    }

    private void next() {
        Flow.Subscription given;
        synchronized (this) {
            given = subscription;
        }
        if (given != null) {
            given.request(1);
        }
    }

    @Override
    public void onError(Throwable failure) {
        Objects.requireNonNull(failure);
        forget();
        end.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        forget();
        end.complete(null);
    }

    /** The publisher has ended the subscription itself. */
    private synchronized void forget() {
        subscription = null;
    }
}
