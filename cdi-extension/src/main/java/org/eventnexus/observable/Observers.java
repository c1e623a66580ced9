package org.eventnexus.observable;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An open iteration over an observable's observers, in the order of subscription. Until it is closed none comes and none
 * goes. Thread-safe; can be iterated several times.
 *
 * @param <T> the observable's values
 */
public final class Observers<T> implements Iterable<Observer<? super T>>, AutoCloseable {
    private final Notifier<T> notifier;
    private final List<Observer<? super T>> observers;
    private final AtomicBoolean closed = new AtomicBoolean();

    Observers(Notifier<T> notifier) {
        this.notifier = notifier;
        this.observers = Collections.unmodifiableList(notifier.beginIteration());
    }

    /** What operators, waits and {@code ntimes} have subscribed is there too, as observers of their own kinds. */
    @Override
    public Iterator<Observer<? super T>> iterator() {
        return observers.iterator();
    }

    /** Lets those come and go that have waited for it; again does no harm. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            notifier.endIteration();
        }
    }
}
