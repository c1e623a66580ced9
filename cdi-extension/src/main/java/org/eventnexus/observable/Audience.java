package org.eventnexus.observable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;

/** Who observes, in the order of subscription. Not thread-safe: it is used under the notifier's lock. */
final class Audience<T> {
    private final Set<Observer<? super T>> observers = new LinkedHashSet<>();
    /** To go as soon as nothing is going on. */
    private final Set<Observer<? super T>> marked = new LinkedHashSet<>();

    private int iterations;

    List<Observer<? super T>> list() {
        return new ArrayList<>(observers);
    }

    boolean contains(Observer<? super T> observer) {
        return observers.contains(observer);
    }

    boolean isClosedForChanges() {
        return iterations > 0;
    }

    void requireOpenForChanges() {
        if (isClosedForChanges()) {
            throw new IllegalStateException(
                    "ENX-0091 Observers neither come nor go while an iteration over them is open:" + " close it first");
        }
    }

    void add(Observer<? super T> observer) {
        requireOpenForChanges();
        marked.remove(observer);
        observers.add(observer);
    }

    /** Whether it was there. */
    boolean remove(Observer<? super T> observer, boolean strict) {
        requireOpenForChanges();
        marked.remove(observer);
        boolean removed = observers.remove(observer);
        if (strict && !removed) {
            throw new NoSuchElementException("ENX-0092 The observer is not subscribed: " + observer);
        }
        return removed;
    }

    void mark(Observer<? super T> observer) {
        if (observers.contains(observer)) {
            marked.add(observer);
        }
    }

    /** Those who have gone. */
    List<Observer<? super T>> removeMarked() {
        if (isClosedForChanges() || marked.isEmpty()) {
            return List.of();
        }
        List<Observer<? super T>> gone = new ArrayList<>(marked);
        observers.removeAll(gone);
        marked.clear();
        return gone;
    }

    void beginIteration() {
        iterations++;
    }

    void endIteration() {
        iterations--;
    }

    List<Observer<? super T>> clear() {
        List<Observer<? super T>> all = list();
        observers.clear();
        marked.clear();
        return all;
    }
}
