package org.eventnexus.domain;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.eventnexus.log.MemoryLog;

/*
 * The layers below keep three groups of fields on cache lines of their own, by inheritance, as the JVM orders fields
 * within a class as it likes, but superclasses first. They must not be joined: a line that publishers write and the loop
 * reads costs a cache miss for each event.
 */
abstract class RingMailboxPad0 extends Mailbox {
    long p1, p2, p3, p4, p5, p6, p7;
}

abstract class RingMailboxWord extends RingMailboxPad0 {
    /** Written by publishers: sequence in the high 43 bits, then the closed bit, then the count of slots in 20 bits. */
    volatile long word;
}

abstract class RingMailboxPad1 extends RingMailboxWord {
    long q1, q2, q3, q4, q5, q6, q7;
}

abstract class RingMailboxShared extends RingMailboxPad1 {
    /** Written by the loop now and then, read by publishers: slots taken, modulo 2^20. */
    volatile int head;
    /** How many slots may be in use; 0 while nothing is admitted from outside, and fewer while some are reserved. */
    volatile int limit;
    /** The sequence of the last event behind {@code head}: what is older has been published in full. */
    volatile long settled;
    /** Events in the overdraft, counted before they get their sequence. */
    volatile int overdrawn;
}

abstract class RingMailboxPad2 extends RingMailboxShared {
    long r1, r2, r3, r4, r5, r6, r7;
}

abstract class RingMailboxOwned extends RingMailboxPad2 {
    /** The loop's own count of slots taken, ahead of {@code head}. */
    int taken;
    /** The sequence of the last event taken. */
    long takenSequence;

    long s1, s2, s3, s4, s5, s6, s7;
}

/**
 * A mailbox without a lock, FIFO, that refuses what does not fit.
 *
 * <p>Sequence and place in the queue are claimed by one compare-and-set, so that the queue's order is the log's order,
 * while secondary events take sequences without places. The closed bit is in the same word: once {@link #beginClose} has
 * returned, no offer succeeds any more, and what was claimed before can be counted. A ring with claim and publication in
 * two steps, after D. Vyukov's bounded queue.
 *
 * <p>Events that loops publish into a full mailbox go to an overdraft behind a lock (R5); the consumer takes from ring and
 * overdraft by sequence.
 */
final class RingMailbox extends RingMailboxOwned {
    private static final int SLOT_BITS = 20;
    private static final int SLOT_MASK = (1 << SLOT_BITS) - 1;
    private static final long CLOSED = 1L << SLOT_BITS;
    private static final int SEQUENCE_SHIFT = SLOT_BITS + 1;
    private static final int OVERDRAFT_FACTOR = 16;
    private static final VarHandle WORD;
    private static final VarHandle HEAD;
    private static final VarHandle SETTLED;
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Delivery[].class);

    static {
        try {
            var lookup = MethodHandles.lookup();
            WORD = lookup.findVarHandle(RingMailboxWord.class, "word", long.class);
            HEAD = lookup.findVarHandle(RingMailboxShared.class, "head", int.class);
            SETTLED = lookup.findVarHandle(RingMailboxShared.class, "settled", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Delivery<?>[] slots;
    private final int indexMask;
    private final int chunkMask;
    private final int capacity;
    private final MemoryLog log;

    private final ReentrantLock overdraftLock = new ReentrantLock();
    private final ArrayDeque<Delivery<?>> overdraft = new ArrayDeque<>(0);
    /** Written under the overdraft's lock. */
    private volatile boolean closed;
    /** Null while nobody follows. */
    private volatile MemoryLog tail;
    // Written under the overdraft's lock.
    private volatile boolean admitting = true;
    private int reserved;

    /**
     * @param capacity at most half of the slots that 20 bits can count, so that the difference of two counts is unambiguous
     * @param log null for none
     */
    RingMailbox(int capacity, MemoryLog log) {
        int size = capacity == 1 ? 1 : Integer.highestOneBit(capacity - 1) << 1;
        if (capacity < 1 || size > 1 << (SLOT_BITS - 1)) {
            throw new IllegalArgumentException("capacity " + capacity);
        }
        this.slots = new Delivery<?>[size];
        this.indexMask = size - 1;
        this.chunkMask = Math.min(64, Math.max(1, Integer.highestOneBit(capacity) / 8)) - 1;
        this.capacity = capacity;
        this.limit = capacity;
        this.log = log;
    }

    @Override
    Answer offer(Delivery<?> delivery) {
        for (; ; ) {
            long seen = word;
            if ((seen & CLOSED) != 0) {
                return Answer.CLOSED;
            }
            int tail = (int) seen & SLOT_MASK;
            if (((tail - head) & SLOT_MASK) + overdrawn >= limit) {
                if (seen != word) {
                    continue; // head may have passed the stale tail
                }
                return Answer.FULL;
            }
            long sequence = (seen >>> SEQUENCE_SHIFT) + 1;
            if (WORD.compareAndSet(this, seen, sequence << SEQUENCE_SHIFT | ((tail + 1) & SLOT_MASK))) {
                number(delivery, sequence);
                SLOT.setRelease(slots, tail & indexMask, delivery);
                return Answer.ADMITTED;
            }
        }
    }

    @Override
    Answer offerAll(Delivery<?>[] events, boolean reserved) {
        for (; ; ) {
            long seen = word;
            if ((seen & CLOSED) != 0) {
                return Answer.CLOSED;
            }
            int tail = (int) seen & SLOT_MASK;
            if (((tail - head) & SLOT_MASK) + overdrawn + events.length > limit(reserved)) {
                if (seen != word) {
                    continue; // as in offer
                }
                return Answer.FULL;
            }
            long before = seen >>> SEQUENCE_SHIFT;
            long claimed = before + events.length << SEQUENCE_SHIFT | ((tail + events.length) & SLOT_MASK);
            if (WORD.compareAndSet(this, seen, claimed)) {
                for (int i = 0; i < events.length; i++) {
                    number(events[i], before + 1 + i);
                }
                for (int i = events.length - 1;
                        i >= 0;
                        i--) { // the loop, which waits for the first, finds all behind it
                    SLOT.setRelease(slots, (tail + i) & indexMask, events[i]);
                }
                return Answer.ADMITTED;
            }
        }
    }

    private int limit(boolean withReserved) {
        return withReserved && admitting ? capacity : limit;
    }

    /** Up to 16 times the capacity. */
    @Override
    Answer offerOverdraft(Delivery<?> delivery) {
        return overdrawAll(new Delivery<?>[] {delivery});
    }

    @Override
    Answer overdrawAll(Delivery<?>[] events) {
        overdraftLock.lock();
        try {
            if (closed) {
                return Answer.CLOSED;
            }
            if (overdraft.size() + events.length > (long) OVERDRAFT_FACTOR * capacity) {
                return Answer.FULL;
            }
            // Before the sequence: a consumer that sees a later sequence in the ring must also see that it has to look
            // here.
            overdrawn = overdraft.size() + events.length;
            numberSecondary(events);
            Collections.addAll(overdraft, events);
            return Answer.ADMITTED;
        } finally {
            overdraftLock.unlock();
        }
    }

    @Override
    void numberSecondary(Delivery<?>... events) {
        long before = claimSequences(events.length);
        for (int i = 0; i < events.length; i++) {
            number(events[i], before + 1 + i);
        }
    }

    /** The last sequence before those that are claimed. */
    private long claimSequences(int count) {
        for (; ; ) {
            long seen = word;
            long before = seen >>> SEQUENCE_SHIFT;
            long rest = seen & (CLOSED | SLOT_MASK);
            if (WORD.compareAndSet(this, seen, before + count << SEQUENCE_SHIFT | rest)) {
                return before;
            }
        }
    }

    private void number(Delivery<?> delivery, long sequence) {
        delivery.sequence = sequence;
        if (log != null) {
            log.append(sequence, delivery);
        }
        MemoryLog followed = tail; // after the claim: see Mailbox.follow
        if (followed != null) {
            followed.append(sequence, delivery);
        }
    }

    @Override
    void follow(MemoryLog tail) {
        this.tail = tail;
    }

    @Override
    Delivery<?> poll() {
        var next = (Delivery<?>) SLOT.getAcquire(slots, taken & indexMask);
        // Only now: see offerOverdraft.
        if (overdrawn != 0) {
            return pollMerged();
        }
        return next == null ? null : take(next);
    }

    private Delivery<?> take(Delivery<?> next) {
        SLOT.set(slots, taken & indexMask, null);
        taken = (taken + 1) & SLOT_MASK;
        takenSequence = next.sequence;
        if ((taken & chunkMask) == 0) {
            SETTLED.setOpaque(this, takenSequence); // a publisher that sees the head sees this as well
            HEAD.setRelease(this, taken);
        }
        return next;
    }

    private Delivery<?> pollMerged() {
        overdraftLock.lock();
        try {
            Delivery<?> drawn = overdraft.peekFirst();
            boolean claimed = ((int) word & SLOT_MASK) != taken;
            var next = (Delivery<?>) SLOT.getAcquire(slots, taken & indexMask);
            if (claimed && next == null) {
                return null; // its sequence may be the lower one
            }
            if (drawn == null || next != null && next.sequence < drawn.sequence) {
                return next == null ? null : take(next);
            }
            overdraft.pollFirst();
            overdrawn = overdraft.size();
            takenSequence = drawn.sequence;
            return drawn;
        } finally {
            overdraftLock.unlock();
        }
    }

    @Override
    void publishHead() {
        if (head != taken) {
            SETTLED.setOpaque(this, takenSequence);
            HEAD.setVolatile(this, taken);
        }
    }

    @Override
    boolean isEmpty() {
        return ((int) word & SLOT_MASK) == taken && overdrawn == 0;
    }

    @Override
    int size() {
        return (((int) word - head) & SLOT_MASK) + overdrawn;
    }

    @Override
    int capacity() {
        return capacity;
    }

    @Override
    long sequence() {
        return word >>> SEQUENCE_SHIFT;
    }

    @Override
    long settled() {
        return settled;
    }

    /** It refuses instead. */
    @Override
    long dropped() {
        return 0;
    }

    @Override
    void admit(boolean yes) {
        overdraftLock.lock();
        admitting = yes;
        setLimit();
        overdraftLock.unlock();
    }

    @Override
    void reserve(int places) {
        overdraftLock.lock();
        reserved = places;
        setLimit();
        overdraftLock.unlock();
    }

    private void setLimit() {
        limit = admitting ? capacity - reserved : 0;
    }

    @Override
    void beginClose() {
        for (; ; ) {
            long seen = word;
            if (WORD.compareAndSet(this, seen, seen | CLOSED)) {
                return;
            }
        }
    }

    @Override
    void close() {
        beginClose();
        overdraftLock.lock();
        closed = true;
        overdraftLock.unlock();
    }

    @Override
    boolean isClosed() {
        return closed;
    }

    @Override
    boolean isClosing() {
        return (word & CLOSED) != 0;
    }

    @Override
    void peek(Consumer<Delivery<?>> to) {
        int tail = (int) word & SLOT_MASK;
        for (int i = taken; i != tail; i = (i + 1) & SLOT_MASK) {
            var waiting = (Delivery<?>) SLOT.getAcquire(slots, i & indexMask);
            if (waiting != null) {
                to.accept(waiting);
            }
        }
        overdraftLock.lock();
        try {
            overdraft.forEach(to);
        } finally {
            overdraftLock.unlock();
        }
    }
}
