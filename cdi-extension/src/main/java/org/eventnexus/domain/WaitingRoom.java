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
    private final ArrayDeque<Parked> parked = new ArrayDeque<>(0);
    private final List<Paused> pausedLoops = new ArrayList<>(0);
    private int waitingThreads;
    /** Places that the parked ones take. */
    private int parkedPlaces;
    /** Whether a waiting thread, and no parked event, was let in last. */
    private boolean threadWasLast;
    /** The batch that places are kept for; null if there is none. Without it, others would always be quicker. */
    private Entrant favoured;

    private volatile int waiting;
    /** Places that are kept for the favoured one. */
    private volatile int kept;

    /** What waits without a thread; until it is refused, if there is no room before. */
    private static final class Parked {
        private final Entrant entrant;
        private Scheduler.Cancellable expiry;
        private Answer answer;

        private Parked(Entrant entrant) {
            this.entrant = entrant;
        }
    }

    /**
     * Who is called back when it is half empty and there is room for so many.
     *
     * @param yields whether whoever wants more room than that goes first: else it would never come to it
     */
    private record Paused(int places, boolean yields, Runnable callback) {}

    WaitingRoom(Domain domain, Mailbox mailbox, Admission admission) {
        this.domain = domain;
        this.mailbox = mailbox;
        this.admission = admission;
        this.timeout = domain.config().awaitTimeout();
    }

    boolean isEmpty() {
        return waiting == 0;
    }

    /** Places that nobody may take but a batch that waits. */
    int kept() {
        return kept;
    }

    /** Holds the calling thread until there is room, or its time is over. */
    Answer await(Entrant entrant) {
        for (int i = 0; i < SPINS; i++) {
            Thread.onSpinWait();
            Answer answer = entrant.offerTo(mailbox);
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
            answer = offerUntil(entrant, System.nanoTime() + timeout.toNanos());
            threadWasLast = true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            waiting--;
            waitingThreads--;
            leave(entrant);
            lock.unlock();
        }
        if (answer != Answer.ADMITTED || entrant.places() > 1) {
            release(); // parked events may have left room for it, or others for a batch
        }
        return answer;
    }

    private Answer offerUntil(Entrant entrant, long endNanos) throws InterruptedException {
        for (; ; ) {
            Answer answer = offer(entrant);
            long left = endNanos - System.nanoTime();
            if (answer != Answer.FULL || left <= 0) {
                return answer;
            }
            if (room.awaitNanos(Math.min(left, SLICE_NANOS)) <= 0) {
                wakeWithoutLock();
            }
        }
    }

    /** Of a batch that does not fit, the places that it needs are kept from now on, if they are not for another one. */
    private Answer offer(Entrant entrant) {
        if (favoured == null && entrant.places() > 1) {
            favoured = entrant;
            keep(entrant.places());
        }
        return entrant == favoured ? entrant.offerReserved(mailbox) : entrant.offerTo(mailbox);
    }

    private void leave(Entrant entrant) {
        if (entrant == favoured) {
            favoured = null;
            keep(0);
        }
    }

    private void keep(int places) {
        kept = places;
        mailbox.reserve(places);
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

    /** Null if the event waits from now on, or the batch. */
    Answer park(Entrant entrant) {
        var waiter = new Parked(entrant);
        entrant.waits();
        lock.lock();
        try {
            Answer answer = parked.isEmpty() ? offer(entrant) : Answer.FULL;
            if (answer != Answer.FULL || parkedPlaces + entrant.places() > mailbox.capacity() || mailbox.isClosing()) {
                leave(entrant);
                return answer;
            }
            waiter.expiry = domain.scheduler().schedule(() -> expired(waiter), timeout);
            parked.addLast(waiter);
            parkedPlaces += entrant.places();
            waiting++;
        } catch (RuntimeException | Error noScheduler) {
            leave(entrant);
            return Answer.FULL;
        } finally {
            lock.unlock();
        }
        release(); // room may have been made before it was counted
        domain.loop().wake(); // as a thread that waits does
        return null;
    }

    private void expired(Parked waiter) {
        var answered = new ArrayList<Parked>();
        boolean refused;
        lock.lock();
        try {
            takeParked(Integer.MAX_VALUE, answered); // there may be room, though less than half
            refused = parked.remove(waiter);
            if (refused) {
                left(waiter);
            }
        } finally {
            lock.unlock();
        }
        concludeAll(answered);
        if (refused) {
            waiter.entrant.refused(admission, admission.whenFull());
            roomMade(); // what was kept for it
        }
    }

    private void left(Parked waiter) {
        waiting--;
        parkedPlaces -= waiter.entrant.places();
        leave(waiter.entrant);
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
        var resumed = new ArrayList<Paused>();
        var answered = new ArrayList<Parked>();
        lock.lock();
        try {
            int share = shareOfParked();
            takePaused(resumed);
            takeParked(share, answered);
            room.signalAll();
        } finally {
            lock.unlock();
        }
        concludeAll(answered);
        resumed.forEach(paused -> paused.callback.run());
        if (resumed.stream().anyMatch(this::wantsMoreThanHalf)) {
            roomMade(); // it may not want its places any more, and the loop may rest: then others are let in now
        }
    }

    private boolean wantsMoreThanHalf(Paused paused) {
        return paused.places > mailbox.capacity() / 2;
    }

    /** At half empty: all but those that want more room than that, and those that let these go first. */
    private void takePaused(List<Paused> resumed) {
        int wanted = Math.max(kept, wantedByPaused());
        for (var each = pausedLoops.iterator(); each.hasNext(); ) {
            Paused paused = each.next();
            if (hasRoom(paused, wanted)) {
                each.remove();
                waiting--;
                resumed.add(paused);
            }
        }
    }

    private boolean hasRoom(Paused paused, int wanted) {
        int capacity = mailbox.capacity();
        return paused.yields && wanted > 0
                ? admission.isAtMost(capacity - wanted - 1)
                : paused.places <= capacity / 2 || admission.isAtMost(capacity - paused.places);
    }

    /** More than half of the places; 0 if nobody wants so many. */
    private int wantedByPaused() {
        int most = 0;
        for (Paused paused : pausedLoops) {
            most = Math.max(most, paused.places);
        }
        return most > mailbox.capacity() / 2 ? most : 0;
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

    private void takeParked(int most, List<Parked> answered) {
        for (int left = most; left > 0 && !parked.isEmpty(); ) {
            Parked first = parked.peekFirst();
            first.answer = offerParked(first.entrant);
            if (first.answer == Answer.FULL) {
                return;
            }
            parked.removeFirst();
            left(first);
            left -= first.entrant.places();
            threadWasLast = false;
            first.expiry.cancel();
            answered.add(first);
        }
    }

    /** Others know this event already, and may just be asking for its id: see {@link Envelope#id}. */
    private Answer offerParked(Entrant entrant) {
        synchronized (entrant) {
            return offer(entrant);
        }
    }

    /** Without the lock, as publishers are told. */
    private void concludeAll(List<Parked> answered) {
        for (Parked waiter : answered) {
            if (waiter.answer == Answer.ADMITTED && waiter.entrant instanceof Delivery<?> delivery) {
                domain.entrance().remember(delivery);
            }
            admission.conclude(waiter.entrant, waiter.answer);
        }
    }

    /** Calls back once, as soon as the mailbox is half empty and has room for so many. */
    void whenRoom(int places, Runnable callback) {
        pause(new Paused(places, false, callback));
    }

    /** The same for who lets a batch go first that waits for more. */
    void whenRoomBesides(Runnable callback) {
        pause(new Paused(0, true, callback));
    }

    private void pause(Paused paused) {
        lock.lock();
        try {
            waiting++;
            pausedLoops.add(paused);
        } finally {
            lock.unlock();
        }
        VarHandle.fullFence();
        release();
        domain.loop().wake();
    }

    /** The mailbox begins to close: those who wait are refused, but for loops, which may go on. */
    void close() {
        var refused = new ArrayList<Parked>();
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
