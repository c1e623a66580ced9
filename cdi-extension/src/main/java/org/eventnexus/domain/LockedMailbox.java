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
            if (fromLoop ? closed : closing) {
                return Answer.CLOSED;
            }
            if (!admitting && !fromLoop) {
                return Answer.FULL;
            }
            if (displacement.refuses() && line.size() >= (fromLoop ? most : capacity)) {
                return Answer.FULL;
            }
            givenUp = enter(delivery);
        } finally {
            size = line.size();
            lock.unlock();
        }
        if (givenUp != null) {
            whenDropped.accept(givenUp);
        }
        return Answer.ADMITTED;
    }

    /** Puts an event into the queue; what it has displaced, or null. */
    private Delivery<?> enter(Delivery<?> delivery) {
        boolean fits = displacement.refuses() || line.size() < capacity;
        size = line.size() + (fits ? 1 : 0); // first: who finds the sequence given must not find the queue empty
        number(delivery);
        if (fits) {
            displacement.add(delivery);
            return null;
        }
        dropped++;
        return displacement.displace(delivery);
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
