package org.eventnexus.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.eventnexus.Overflow;
import org.eventnexus.QueueOrder;
import org.eventnexus.log.MemoryLog;

/**
 * A mailbox behind a lock, for every order of the queue and every overflow policy: {@link Line} says who is next, and
 * {@link Displacement} who gives way when it is full, if anybody does.
 *
 * <p>Numbering and logging are done under the lock: the order of the log is the order of admission.
 *
 * <p>Where nobody gives way, events that loops publish into a full queue wait in the same line (R5), above its capacity.
 */
final class LockedMailbox extends Mailbox {
    private static final int OVERDRAFT_FACTOR = 16;

    private final int capacity;
    /** How many a loop may make it. */
    private final long most;

    private final MemoryLog log;
    private final Consumer<Delivery<?>> whenDropped;

    private final ReentrantLock lock = new ReentrantLock();
    // Under the lock.
    private final Line line;
    private final Displacement displacement;
    private boolean admitting = true;
    private int reserved;
    // Written under the lock, read by anybody.
    private volatile int size;
    private volatile long sequence;
    private volatile long settled;
    private volatile long dropped;
    private volatile boolean closing;
    private volatile boolean closed;
    /** Null while nobody follows. */
    private volatile MemoryLog tail;

    /** @param whenDropped told of each event that has given way, without the lock */
    LockedMailbox(int capacity, QueueOrder order, Overflow overflow, MemoryLog log, Consumer<Delivery<?>> whenDropped) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity " + capacity);
        }
        this.capacity = capacity;
        this.most = (1L + OVERDRAFT_FACTOR) * capacity;
        this.line = Line.of(order);
        this.displacement = Displacement.of(overflow, line);
        this.log = log;
        this.whenDropped = whenDropped;
    }

    @Override
    Answer offer(Delivery<?> delivery) {
        return offer(delivery, false);
    }

    /** Up to 16 times the capacity above it; where somebody gives way there is always room. */
    @Override
    Answer offerOverdraft(Delivery<?> delivery) {
        return offer(delivery, true);
    }

    private Answer offer(Delivery<?> delivery, boolean fromLoop) {
        Delivery<?> givenUp;
        lock.lock();
        try {
            Answer refusal = refusal(1, fromLoop, false);
            if (refusal != null) {
                return refusal;
            }
            givenUp = enter(delivery, claim(1) + 1);
        } finally {
            size = line.size();
            lock.unlock();
        }
        if (givenUp != null) {
            whenDropped.accept(givenUp);
        }
        return Answer.ADMITTED;
    }

    @Override
    Answer offerAll(Delivery<?>[] events, boolean reserved) {
        return offerAll(events, false, reserved);
    }

    @Override
    Answer overdrawAll(Delivery<?>[] events) {
        return offerAll(events, true, false);
    }

    private Answer offerAll(Delivery<?>[] events, boolean fromLoop, boolean withReserved) {
        List<Delivery<?>> givenUp = new ArrayList<>(0);
        lock.lock();
        try {
            Answer refusal = refusal(events.length, fromLoop, withReserved);
            if (refusal != null) {
                return refusal;
            }
            long before = claim(events.length);
            for (int i = 0; i < events.length; i++) {
                Delivery<?> dropped = enter(events[i], before + 1 + i);
                if (dropped != null) {
                    givenUp.add(dropped);
                }
            }
        } finally {
            size = line.size();
            lock.unlock();
        }
        givenUp.forEach(whenDropped);
        return Answer.ADMITTED;
    }

    /** Why so many events are not admitted now; null if they are. */
    private Answer refusal(int count, boolean fromLoop, boolean withReserved) {
        if (fromLoop ? closed : closing) {
            return Answer.CLOSED;
        }
        if (!admitting && !fromLoop) {
            return Answer.FULL;
        }
        long limit = fromLoop ? most : withReserved ? capacity : capacity - reserved;
        return displacement.refuses() && line.size() + count > limit ? Answer.FULL : null;
    }

    /** Gives sequences to events that come into the queue; the last one before them. */
    private long claim(int count) {
        int grown = line.size() + count;
        size = displacement.refuses()
                ? grown
                : Math.min(grown, capacity); // first: who finds the sequence given must not
        // find the queue empty
        return claimSequences(count);
    }

    private long claimSequences(int count) {
        long before = sequence;
        sequence = before + count; // before they are in the log: a reader must not find more than the log says it has
        return before;
    }

    /** Puts an event into the queue; what it has displaced, or null. */
    private Delivery<?> enter(Delivery<?> delivery, long given) {
        number(delivery, given);
        boolean fits = displacement.refuses() || line.size() < capacity;
        if (fits) {
            displacement.add(delivery);
            return null;
        }
        dropped++;
        return displacement.displace(delivery);
    }

    @Override
    void numberSecondary(Delivery<?>... events) {
        lock.lock();
        try {
            long given = claimSequences(events.length);
            for (Delivery<?> delivery : events) {
                number(delivery, ++given);
            }
        } finally {
            lock.unlock();
        }
    }

    private void number(Delivery<?> delivery, long given) {
        delivery.sequence = given;
        if (log != null) {
            log.append(given, delivery);
        }
        settled = given;
        MemoryLog followed = tail; // after the sequence is given: see Mailbox.follow
        if (followed != null) {
            followed.append(given, delivery);
        }
    }

    @Override
    void follow(MemoryLog tail) {
        this.tail = tail;
    }

    @Override
    Delivery<?> poll() {
        if (size == 0) {
            return null;
        }
        lock.lock();
        try {
            return displacement.take();
        } finally {
            size = line.size();
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
    void reserve(int places) {
        lock.lock();
        reserved = places;
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
            line.forEach(waiting::add);
        } finally {
            lock.unlock();
        }
        waiting.forEach(to);
    }
}
