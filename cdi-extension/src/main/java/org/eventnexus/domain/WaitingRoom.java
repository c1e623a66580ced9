package org.eventnexus.domain;

import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.eventnexus.domain.Mailbox.Answer;

/**
 * Who waits for room in a domain's mailbox: threads, events that wait by themselves, and loops that pause. All are let go
 * on at half empty; earlier would wake somebody for each event. Thread-safe.
 */
final class WaitingRoom {
    private static final int SPINS = 64;
    /** After which a thread that waits looks whether anybody has the loop. */
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Domain domain;
    private final Mailbox mailbox;
    private final Admission admission;
    private final Duration timeout;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    // Under the lock, but for the reading of waiting.
    private final ArrayDeque<AsyncDelivery<?>> parked = new ArrayDeque<>(0);
    private List<Runnable> pausedLoops = new ArrayList<>(0);
    private int waitingThreads;
    /** Whether a waiting thread, and no parked event, was let in last. */
    private boolean threadWasLast;

    private volatile int waiting;

    WaitingRoom(Domain domain, Mailbox mailbox, Admission admission) {
        this.domain = domain;
        this.mailbox = mailbox;
        this.admission = admission;
        this.timeout = domain.config().awaitTimeout();
    }

    boolean isEmpty() {
        return waiting == 0;
    }

    /** Holds the calling thread until there is room, or its time is over. */
    Answer await(Delivery<?> delivery) {
        for (int i = 0; i < SPINS; i++) {
            Thread.onSpinWait();
            Answer answer = mailbox.offer(delivery);
            if (answer != Answer.FULL) {
                return answer;
            }
        }
        domain.loop().wake(); // before the lock: the executor may run the loop right here
        Answer answer = Answer.FULL;
        lock.lock();
        waiting++;
        waitingThreads++;
        try {
            answer = offerUntil(delivery, System.nanoTime() + timeout.toNanos());
            threadWasLast = true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            waiting--;
            waitingThreads--;
            lock.unlock();
        }
        if (answer != Answer.ADMITTED) {
            release(); // parked events may have left room for it
        }
        return answer;
    }

    private Answer offerUntil(Delivery<?> delivery, long endNanos) throws InterruptedException {
        for (; ; ) {
            Answer answer = mailbox.offer(delivery);
            long left = endNanos - System.nanoTime();
            if (answer != Answer.FULL || left <= 0) {
                return answer;
            }
            if (room.awaitNanos(Math.min(left, SLICE_NANOS)) <= 0) {
                wakeWithoutLock();
            }
        }
    }

    /** The loop may lie idle with a full mailbox, if executor and scheduler have both rejected it. */
    private void wakeWithoutLock() {
        lock.unlock();
        try {
            domain.loop().wake();
        } finally {
            lock.lock();
        }
    }

    /** Null if the event waits from now on. */
    Answer park(AsyncDelivery<?> delivery) {
        lock.lock();
        try {
            Answer answer = parked.isEmpty() ? mailbox.offer(delivery) : Answer.FULL;
            if (answer != Answer.FULL || parked.size() >= mailbox.capacity() || mailbox.isClosing()) {
                return answer;
            }
            delivery.expiry(domain.scheduler().schedule(() -> expired(delivery), timeout));
            parked.addLast(delivery);
            waiting++;
        } catch (RuntimeException | Error noScheduler) {
            return Answer.FULL;
        } finally {
            lock.unlock();
        }
        release(); // room may have been made before it was counted
        domain.loop().wake(); // as a thread that waits does
        return null;
    }

    private void expired(AsyncDelivery<?> delivery) {
        var answered = new ArrayList<AsyncDelivery<?>>();
        boolean refused;
        lock.lock();
        try {
            takeParked(Integer.MAX_VALUE, answered); // there may be room, though less than half
            refused = parked.remove(delivery);
            if (refused) {
                waiting--;
            }
        } finally {
            lock.unlock();
        }
        concludeAll(answered);
        if (refused) {
            admission.refuse(delivery, admission.whenFull());
        }
    }

    /** There may be more room than before. */
    void roomMade() {
        if (waiting != 0) {
            release();
        }
    }

    /** Lets those who wait go on if the mailbox is half empty. */
    void release() {
        if (!admission.isHalfEmpty()) {
            return;
        }
        List<Runnable> resumed;
        var answered = new ArrayList<AsyncDelivery<?>>();
        lock.lock();
        try {
            takeParked(shareOfParked(), answered);
            resumed = pausedLoops;
            pausedLoops = new ArrayList<>(0);
            waiting -= resumed.size();
            room.signalAll();
        } finally {
            lock.unlock();
        }
        concludeAll(answered);
        resumed.forEach(Runnable::run);
    }

    /** While others wait as well, every other place: parked events, which are first, could come without an end. */
    private int shareOfParked() {
        if (waitingThreads == 0 && pausedLoops.isEmpty() || mailbox.isClosing()) {
            return Integer.MAX_VALUE;
        }
        if (waitingThreads == 0) { // loops need not come for their places, so that one event at least must be let in
            return (mailbox.capacity() - mailbox.size() + 1) / 2;
        }
        return (mailbox.capacity() - mailbox.size() + (threadWasLast ? 1 : 0)) / 2;
    }

    private void takeParked(int most, List<AsyncDelivery<?>> answered) {
        for (int left = most; left > 0 && !parked.isEmpty(); left--) {
            if (offerParked(parked.peekFirst()) == Answer.FULL) {
                return;
            }
            AsyncDelivery<?> delivery = parked.pollFirst();
            waiting--;
            threadWasLast = false;
            delivery.cancelExpiry();
            answered.add(delivery);
        }
    }

    /** Others know this event already, and may just be asking for its id: see {@link Envelope#id}. */
    private Answer offerParked(AsyncDelivery<?> delivery) {
        synchronized (delivery) {
            return mailbox.offer(delivery);
        }
    }

    /** Without the lock, as publishers are told. */
    private void concludeAll(List<AsyncDelivery<?>> answered) {
        for (AsyncDelivery<?> delivery : answered) {
            if (delivery.sequence > 0) {
                domain.entrance().remember(delivery);
            }
            admission.conclude(delivery, delivery.sequence > 0 ? Answer.ADMITTED : Answer.CLOSED);
        }
    }

    /** Calls back once, as soon as the mailbox is half empty. */
    void whenHalfEmpty(Runnable callback) {
        lock.lock();
        try {
            waiting++;
            pausedLoops.add(callback);
        } finally {
            lock.unlock();
        }
        VarHandle.fullFence();
        release();
        domain.loop().wake();
    }

    /** The mailbox begins to close: those who wait are refused, but for loops, which may go on. */
    void close() {
        var refused = new ArrayList<AsyncDelivery<?>>();
        lock.lock();
        try {
            takeParked(Integer.MAX_VALUE, refused);
            room.signalAll();
        } finally {
            lock.unlock();
        }
        concludeAll(refused);
    }
}
