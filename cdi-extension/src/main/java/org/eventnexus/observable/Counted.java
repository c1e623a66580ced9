package org.eventnexus.observable;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** An observer for so many notifications. */
final class Counted<T> implements Observer<T> {
    private final Notifier<T> notifier;
    private final Observer<? super T> observer;
    private final AtomicInteger left;

    Counted(Notifier<T> notifier, Observer<? super T> observer, int times) {
        this.notifier = notifier;
        this.observer = observer;
        this.left = new AtomicInteger(times);
    }

    @Override
    public CompletionStage<?> observe(T value) throws Exception {
        int before = left.getAndUpdate(times -> Math.max(0, times - 1));
        if (before == 0) {
            return null; // it could not go yet, or several notifications came at the same time
        }
        if (before == 1) {
            notifier.leave(this);
        }
        return observer.observe(value);
    }
}
