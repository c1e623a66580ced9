package org.eventnexus.observable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/** What comes while a notification is going on. Used under the notifier's lock. */
final class Backlog<T> {
    /** What becomes of one that comes. */
    enum Admission {
        BEGINS,
        QUEUED,
        WAITS,
        DROPPED,
        REFUSED
    }

    private final int capacity;
    private final Deque<Delivery<T>> queue = new ArrayDeque<>();
    private final Deque<Delivery<T>> forRoom = new ArrayDeque<>();
    private boolean accumulating;

    Backlog(ObservableConfig config) {
        this.capacity = config.capacity();
        this.accumulating = config.accumulating();
    }

    Admission admit(Delivery<T> delivery) {
        if (!accumulating) {
            return Admission.DROPPED;
        }
        if (queue.size() < capacity) {
            queue.add(delivery);
            return Admission.QUEUED;
        }
        if (forRoom.size() < capacity) {
            forRoom.add(delivery);
            return Admission.WAITS;
        }
        return Admission.REFUSED;
    }

    RejectedExecutionException refusal() {
        return new RejectedExecutionException(
                "ENX-0090 " + capacity + " notifications are queued and as many wait for a"
                        + " place: wait for Notification.queued() before the next, or give the observable a higher capacity");
    }

    /** The next one, or null. */
    Delivery<T> poll() {
        return queue.poll();
    }

    /** Gives the free place to the first that waits for one, if any. */
    Delivery<T> makeRoom() {
        Delivery<T> first = forRoom.poll();
        if (first != null) {
            queue.add(first);
        }
        return first;
    }

    /** Whether it begins with that. */
    boolean accumulate() {
        boolean begins = !accumulating;
        accumulating = true;
        return begins;
    }

    Delivery<T> lastOr(Delivery<T> current) {
        if (!forRoom.isEmpty()) {
            return forRoom.getLast();
        }
        return queue.isEmpty() ? current : queue.getLast();
    }

    /** All of them, which are in it no longer. */
    List<Delivery<T>> clear() {
        List<Delivery<T>> all = new ArrayList<>(queue);
        all.addAll(forRoom);
        queue.clear();
        forRoom.clear();
        return all;
    }
}
