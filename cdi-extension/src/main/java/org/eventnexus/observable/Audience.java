package org.eventnexus.observable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;

/** Who observes, in the order of subscription. Not thread-safe: it is used under the notifier's lock. */
final class Audience<T> {
    private final Set<Observer<? super T>> observers = new LinkedHashSet<>();
    /** To go when the next notification is over. */
    private final Set<Observer<? super T>> marked = new LinkedHashSet<>();
    /** To go as soon as no iteration is open. */
    private final Set<Observer<? super T>> leaving = new LinkedHashSet<>();

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
        leaving.remove(observer);
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

    /** Removes an observer now or, while an iteration is open, after it; whether it is gone. */
    boolean removeOrLetLeave(Observer<? super T> observer) {
        if (!isClosedForChanges()) {
            return remove(observer, false);
        }
        if (observers.contains(observer)) {
            leaving.add(observer);
        }
        return false;
    }

    /** Those who have gone. */
    List<Observer<? super T>> removeMarked() {
        return isClosedForChanges() ? List.of() : removeAll(marked);
    }

    /** Those who have gone. */
    List<Observer<? super T>> removeLeaving() {
        return isClosedForChanges() ? List.of() : removeAll(leaving);
    }

    private List<Observer<? super T>> removeAll(Set<Observer<? super T>> those) {
        List<Observer<? super T>> gone = new ArrayList<>(those);
        gone.retainAll(observers);
        gone.forEach(observers::remove);
        those.clear();
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
        leaving.clear();
        return all;
    }
}
