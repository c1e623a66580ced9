package org.eventnexus.observable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;

/** Who waits, and that it is not too many. Used under the notifier's lock. */
final class Waiting {
    private final int max;
    private final Set<WhenIdle<?>> forIdle = new LinkedHashSet<>();
    private int forNext;

    Waiting(ObservableConfig config) {
        this.max = config.maxWaiting();
    }

    boolean add(WhenIdle<?> whenIdle) {
        if (isFull()) {
            return false;
        }
        forIdle.add(whenIdle);
        whenIdle.isListed = true;
        return true;
    }

    void remove(WhenIdle<?> whenIdle) {
        forIdle.remove(whenIdle);
    }

    boolean enter(NextValue<?> next) {
        if (isFull()) {
            return false;
        }
        forNext++;
        next.isCounted = true;
        return true;
    }

    void leave() {
        forNext--;
    }

    private boolean isFull() {
        return forIdle.size() + forNext >= max;
    }

    RejectedExecutionException tooMany() {
        return new RejectedExecutionException("ENX-0093 " + max
                + " wait for this observable already, which is its bound: cancel some, or give it a higher one");
    }

    /** Does what waits for the observable to be idle; the rest outside the lock. */
    List<Runnable> idle(boolean observersAreClosed) {
        List<Runnable> afterwards = new ArrayList<>();
        for (WhenIdle<?> whenIdle : List.copyOf(forIdle)) {
            if (!whenIdle.changesObservers || !observersAreClosed) {
                forIdle.remove(whenIdle);
                afterwards.add(whenIdle.happen());
            }
        }
        return afterwards;
    }
}
