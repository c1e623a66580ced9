package org.eventnexus.domain;

import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.eventnexus.Nexus;
import org.eventnexus.Overflow;
import org.eventnexus.domain.Mailbox.Answer;

/**
 * The way into a domain's mailbox, and who waits there when it is full: threads, events that wait by themselves, and
 * loops that pause. All are let go on at half empty; earlier would wake somebody for each event. Thread-safe.
 */
final class Admission implements Obstacle {
    private static final int SPINS = 64;
    /** After which a thread that waits looks whether anybody has the loop. */
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Domain domain;
    private final Mailbox mailbox;
    private final Overflow overflow;
    private final Duration timeout;
    private final int halfEmpty;
    private final String whenFull;
    private final LongAdder refused = new LongAdder();
    private final FullQueue fullQueue;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    // Under the lock, but for the reading of waiting.
    private final ArrayDeque<AsyncDelivery<?>> parked = new ArrayDeque<>(0);
    private List<Runnable> pausedLoops = new ArrayList<>(0);
    private int congestions;
    private int waitingThreads;
    /** Whether a waiting thread, and no parked event, was let in last. */
    private boolean threadWasLast;

    private volatile int waiting;

    Admission(Domain domain, Mailbox mailbox) {
        this.domain = domain;
        this.mailbox = mailbox;
        this.overflow = domain.config().overflow();
        this.whenFull = "its queue is full, and its overflow policy is "
                + overflow.name().toLowerCase(Locale.ROOT).replace('_', '-');
        this.timeout = domain.config().awaitTimeout();
        this.halfEmpty = mailbox.capacity() / 2;
        this.fullQueue = new FullQueue(domain, mailbox.capacity());
    }

    long refused() {
        return refused.sum();
    }

    /** Admits an event, or refuses it in the end; may hold the calling thread. */
    void admit(Delivery<?> delivery) {
        Answer answer = mailbox.offer(delivery);
        if (answer != Answer.ADMITTED) {
            answer = answer == Answer.FULL ? offerToFull(delivery) : offerToClosed(delivery);
        }
        conclude(delivery, answer);
    }

    /** The same without holding the calling thread: the event may wait by itself. */
    void admitAsync(AsyncDelivery<?> delivery) {
        if (domain.currentLoop() != null) {
            admit(delivery); // which holds no loop
            return;
        }
        Answer answer = waiting == 0 ? mailbox.offer(delivery) : Answer.FULL; // not past those who wait already
        if (answer == Answer.FULL) {
            foundFull();
            answer = mayWait() ? park(delivery) : mailbox.offer(delivery);
        }
        if (answer != null) {
            conclude(delivery, answer);
        }
    }

    /** Admits an event if there is a place for it right now, and counts it as refused otherwise; holds nobody up. */
    void admitAtOnce(Delivery<?> delivery) {
        conclude(delivery, mailbox.offer(delivery));
    }

    /** An event of the engine's own came to nothing. */
    void untold() {
        refused.increment();
    }

    /** Admits an event for which a place was kept, see {@link Airlock}; others may know it already. */
    void admitHeld(Delivery<?> delivery) {
        Answer answer;
        synchronized (delivery) {
            answer = mailbox.offer(delivery);
            if (answer == Answer.FULL && !mailbox.isClosing()) {
                answer = mailbox.offerOverdraft(delivery); // a moment's, or a closed domain's of a congested ring
            }
        }
        conclude(delivery, answer);
    }

    /** A kept place is free again. */
    void placeFreed() {
        if (waiting != 0) {
            release();
        }
    }

    /**
     * Admits an event that a boundary brings, on another domain's loop: like one from outside, but without an overdraft also
     * while only loops are let in.
     *
     * @return {@code FULL} if it may come again when there is room; otherwise this is the end
     */
    Answer admitForwarded(Delivery<?> delivery) {
        Answer answer = mailbox.offer(delivery);
        boolean drops = overflow == Overflow.DROP_OLDEST || overflow == Overflow.KEEP_LATEST;
        if (answer != Answer.ADMITTED && (drops || mailbox.size() < mailbox.capacity())) {
            answer = mailbox.offerOverdraft(delivery);
        } else if (answer == Answer.CLOSED && !mailbox.isClosed()) {
            answer = Answer.FULL; // drained together with the sender
        }
        if (answer == Answer.FULL && overflow == Overflow.AWAIT) {
            return answer;
        }
        conclude(delivery, answer);
        return answer == Answer.FULL ? Answer.CLOSED : answer;
    }

    private void conclude(Delivery<?> delivery, Answer answer) {
        if (answer == Answer.ADMITTED) {
            domain.entrance().admitted(delivery);
        } else {
            refuse(delivery, answer == Answer.FULL ? whyFull() : "it has stopped");
        }
    }

    String whyFull() {
        return domain.state() == Nexus.State.READY ? "its queue is full, and it has not started" : whenFull;
    }

    /** Ends an event that is not admitted, be it a secondary one over the limit. */
    void refuse(Delivery<?> delivery, String why) {
        refused.increment();
        domain.types().of(delivery.type).refused();
        domain.entrance().forget(delivery);
        delivery.refuse(why);
    }

    /** Why events are refused or dropped when the queue is full. */
    String whenFull() {
        return whenFull;
    }

    /** Whether there will be room: not before the start, after which the loop comes, sooner or later. */
    private boolean mayWait() {
        Nexus.State state = domain.state();
        return overflow == Overflow.AWAIT && (state == Nexus.State.LOOPING || state == Nexus.State.STARTING);
    }

    /** Somebody has found no free place, be it that another event was dropped for it. */
    void foundFull() {
        fullQueue.foundFull();
    }

    private Answer offerToFull(Delivery<?> delivery) {
        foundFull();
        Loop sender = domain.currentLoop();
        if (sender == null) {
            return mayWait() ? awaitRoom(delivery) : mailbox.offer(delivery);
        }
        // Whatever the state is by now, if not READY: the domain may just be drained together with the sender's.
        boolean overdraws = overflow == Overflow.AWAIT && domain.state() != Nexus.State.READY;
        return overdraws ? offerFromLoop(delivery, sender) : mailbox.offer(delivery);
    }

    /** While domains are drained together, their loops may go on publishing into them, as room and policy allow. */
    private Answer offerToClosed(Delivery<?> delivery) {
        Loop sender = domain.currentLoop();
        if (sender == null) {
            return Answer.CLOSED;
        }
        boolean full = mailbox.size() >= mailbox.capacity();
        return switch (overflow) {
            case AWAIT -> full ? offerFromLoop(delivery, sender) : mailbox.offerOverdraft(delivery);
            case FAIL, DROP_NEWEST -> full ? Answer.FULL : mailbox.offerOverdraft(delivery);
            case DROP_OLDEST, KEEP_LATEST -> mailbox.offerOverdraft(delivery);
        };
    }

    private Answer offerFromLoop(Delivery<?> delivery, Loop sender) {
        Answer answer = mailbox.offerOverdraft(delivery);
        if (answer == Answer.ADMITTED && sender != domain.loop()) {
            sender.drain().backpressure().ask(this);
        }
        return answer;
    }

    private Answer awaitRoom(Delivery<?> delivery) {
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
    private Answer park(AsyncDelivery<?> delivery) {
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
            refuse(delivery, whenFull);
        }
    }

    /** The loop, now and then and whenever it rests: lets those who wait go on if the mailbox is half empty. */
    void roomMade() {
        mailbox.publishHead();
        VarHandle.fullFence(); // who waits is counted, then looks once more; we make room, then look who is counted
        if (waiting != 0) {
            release();
        }
        fullQueue.roomMade();
    }

    private void release() {
        if (!isHalfEmpty()) {
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
            conclude(delivery, delivery.sequence > 0 ? Answer.ADMITTED : Answer.CLOSED);
        }
    }

    @Override
    public Domain behind() {
        return domain;
    }

    @Override
    public void whenGone(Runnable callback) {
        whenHalfEmpty(callback);
    }

    /** Calls back once, as soon as the mailbox is half empty; the callback must do no more than wake somebody. */
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

    /** A closed mailbox counts as well: nobody may wait for it. */
    boolean isHalfEmpty() {
        return mailbox.size() + domain.publishing().places() <= halfEmpty || mailbox.isClosed();
    }

    /** Admits nothing from outside until {@link #openToOutside} was called as often. */
    void closeToOutside() {
        lock.lock();
        try {
            mailbox.admit(++congestions == 0);
        } finally {
            lock.unlock();
        }
    }

    void openToOutside() {
        lock.lock();
        try {
            mailbox.admit(--congestions == 0);
        } finally {
            lock.unlock();
        }
        release();
    }

    /** Refuses what comes from outside from now on, those who wait included; loops may go on until {@link #close}. */
    void beginClose() {
        mailbox.beginClose();
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

    /** Refuses everything from now on, those who wait included. */
    void close() {
        mailbox.close();
        release();
    }
}
