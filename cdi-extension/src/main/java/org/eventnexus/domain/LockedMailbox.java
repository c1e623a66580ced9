package org.eventnexus.domain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.eventnexus.log.MemoryLog;

/**
 * A mailbox behind a lock, which makes room for a new event by giving up one that waits; so it never is full.
 *
 * <p>It gives up the oldest. Or else it keeps the latest of each key: the new event takes the place of the newest one with
 * its key, so that a key that comes often waits no longer than others. If none of its key waits, that event is given up
 * which has been outdated for the longest time, that is followed by a newer one of its key, and only if all are the latest
 * of their keys, the oldest.
 *
 * <p>Numbering and logging are done under the lock: the order of the log is the order of admission.
 */
final class LockedMailbox extends Mailbox {
    /** A place in the queue, which an event may take over from another. */
    private static final class Place {
        private Delivery<?> delivery;

        private Place(Delivery<?> delivery) {
            this.delivery = delivery;
        }
    }

    private final int capacity;
    private final boolean latestPerKey;
    private final MemoryLog log;
    private final Consumer<Delivery<?>> whenDropped;

    private final ReentrantLock lock = new ReentrantLock();
    // Under the lock.
    private final LinkedHashSet<Place> places = new LinkedHashSet<>();
    private final Map<String, Place> newest = new HashMap<>();
    private final LinkedHashSet<Place> outdated = new LinkedHashSet<>();
    private boolean admitting = true;
    // Written under the lock, read by anybody.
    private volatile int size;
    private volatile long sequence;
    private volatile long settled;
    private volatile long dropped;
    private volatile boolean closing;
    private volatile boolean closed;

    LockedMailbox(int capacity, boolean latestPerKey, MemoryLog log, Consumer<Delivery<?>> whenDropped) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity " + capacity);
        }
        this.capacity = capacity;
        this.latestPerKey = latestPerKey;
        this.log = log;
        this.whenDropped = whenDropped;
    }

    @Override
    Answer offer(Delivery<?> delivery) {
        return offer(delivery, false);
    }

    /** The same, as there is always room. */
    @Override
    Answer offerOverdraft(Delivery<?> delivery) {
        return offer(delivery, true);
    }

    private Answer offer(Delivery<?> delivery, boolean fromLoop) {
        Delivery<?> givenUp;
        lock.lock();
        try {
            if (fromLoop ? closed : closing) {
                return Answer.CLOSED;
            }
            if (!admitting && !fromLoop) {
                return Answer.FULL;
            }
            givenUp = enter(delivery);
        } finally {
            size = places.size();
            lock.unlock();
        }
        if (givenUp != null) {
            whenDropped.accept(givenUp);
        }
        return Answer.ADMITTED;
    }

    /** Puts an event into the queue; what it has displaced, or null. */
    private Delivery<?> enter(Delivery<?> delivery) {
        size = Math.min(
                places.size() + 1, capacity); // first: who finds the sequence given must not find the queue empty
        number(delivery);
        String key = latestPerKey ? delivery.key().orElse(null) : null;
        if (places.size() < capacity) {
            append(delivery, key);
            return null;
        }
        Delivery<?> displaced = displace(delivery, key);
        dropped++;
        return displaced;
    }

    private void append(Delivery<?> delivery, String key) {
        var place = new Place(delivery);
        places.add(place);
        Place before = key == null ? null : newest.put(key, place);
        if (before != null) {
            outdated.add(before);
        }
    }

    private Delivery<?> displace(Delivery<?> delivery, String key) {
        Place same = key == null ? null : newest.get(key);
        if (same != null) {
            Delivery<?> displaced = same.delivery;
            same.delivery = delivery;
            return displaced;
        }
        Delivery<?> displaced = remove(outdated.isEmpty() ? places : outdated);
        append(delivery, key);
        return displaced;
    }

    /** Takes the first of some places out of the queue. */
    private Delivery<?> remove(LinkedHashSet<Place> some) {
        Iterator<Place> first = some.iterator();
        Place place = first.next();
        first.remove();
        places.remove(place);
        if (latestPerKey) {
            outdated.remove(place);
            place.delivery.key().ifPresent(key -> newest.remove(key, place));
        }
        return place.delivery;
    }

    @Override
    void numberSecondary(Delivery<?> delivery) {
        lock.lock();
        try {
            number(delivery);
        } finally {
            lock.unlock();
        }
    }

    private void number(Delivery<?> delivery) {
        long given = sequence + 1;
        sequence = given; // before it is in the log: a reader must not find more than the log says it has
        delivery.sequence = given;
        if (log != null) {
            log.append(given, delivery);
        }
        settled = given;
    }

    @Override
    Delivery<?> poll() {
        if (size == 0) {
            return null;
        }
        lock.lock();
        try {
            return places.isEmpty() ? null : remove(places);
        } finally {
            size = places.size();
            lock.unlock();
        }
    }

    /** Publishers see them at once. */
    @Override
    void publishHead() {}

    @Override
    boolean isEmpty() {
        return size == 0;
    }

    @Override
    int size() {
        return size;
    }

    @Override
    int capacity() {
        return capacity;
    }

    @Override
    long sequence() {
        return sequence;
    }

    @Override
    long settled() {
        return settled;
    }

    @Override
    long dropped() {
        return dropped;
    }

    @Override
    void admit(boolean yes) {
        lock.lock();
        admitting = yes;
        lock.unlock();
    }

    @Override
    void beginClose() {
        lock.lock();
        closing = true;
        lock.unlock();
    }

    @Override
    void close() {
        lock.lock();
        closing = true;
        closed = true;
        lock.unlock();
    }

    @Override
    boolean isClosed() {
        return closed;
    }

    @Override
    boolean isClosing() {
        return closing;
    }

    @Override
    void peek(Consumer<Delivery<?>> to) {
        List<Delivery<?>> waiting = new ArrayList<>();
        lock.lock();
        try {
            places.forEach(place -> waiting.add(place.delivery));
        } finally {
            lock.unlock();
        }
        waiting.forEach(to);
    }
}
