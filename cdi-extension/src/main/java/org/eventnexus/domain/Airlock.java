package org.eventnexus.domain;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.eventnexus.Nexus;
import org.eventnexus.Overflow;
import org.eventnexus.boundary.Passage.Answer;

/**
 * Where events are while asynchronous middlewares decide on them: in the order in which they came, in which those that pass
 * are admitted. Each has a place, which counts as one in the mailbox, so that there is room for it when it is let out;
 * events that were published without holding a thread may wait for their places in here.
 *
 * <p>While an event is held, all others that come from outside go through it as well, so that none overtakes it. Thread-safe.
 */
final class Airlock {
    /** Times the capacity: what loops may take up in all, as in the mailbox (R5). */
    private static final int OVERDRAFT = 16;
    /** After which a thread that waits looks by itself. */
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Events that a thread lets out before it tells their publishers. */
    private static final int BATCH = 64;

    private final Domain domain;
    private final Mailbox mailbox;
    private final Overflow overflow;
    /** More than one letting out at a time would mix up the order: who comes meanwhile has the first one look again. */
    private final AtomicInteger lettingOut = new AtomicInteger();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    // Under the lock, but for the reading of the volatile ones.
    private final ArrayDeque<Held> held = new ArrayDeque<>();
    private int unplaced;
    private boolean asked;
    private boolean closed;

    private volatile int places;
    /** Those that are held, and one that is just leaving. */
    private volatile int inside;

    Airlock(Domain domain, Mailbox mailbox) {
        this.domain = domain;
        this.mailbox = mailbox;
        this.overflow = domain.config().overflow();
    }

    /** Any thread: places that are taken. */
    int places() {
        return places;
    }

    /** Whether nobody can be overtaken. */
    boolean isEmpty() {
        return inside == 0;
    }

    private enum Entry {
        PLACED,
        WAITS,
        FULL,
        CLOSED
    }

    /**
     * Holds an event from now on, or ends it.
     *
     * @param waits whether the calling thread may be held
     * @return false if nothing is held any more, as the domain stops, and the event comes from a loop, which may still be
     *     drained together with it
     */
    boolean enter(Held event, boolean waits) {
        Loop sender = domain.currentLoop();
        Entry entry;
        boolean overdrawn = false;
        lock.lock();
        try {
            entry = take(event);
            if (entry == Entry.FULL && overflow == Overflow.AWAIT) {
                if (sender != null) {
                    entry = overdraw(event);
                    overdrawn = entry == Entry.PLACED;
                } else if (mayWait()) {
                    entry = waits ? await(event) : park(event);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            entry = Entry.FULL;
        } finally {
            lock.unlock();
        }
        if (entry == Entry.CLOSED && sender != null) {
            return false;
        }
        if (overdrawn && sender != domain.loop()) {
            sender.drain().backpressure().ask(domain.admission());
        }
        switch (entry) {
            case PLACED -> event.start();
            case WAITS -> {
                event.limit("there was no place for it");
                askForRoom();
                if (waits) {
                    awaitPlace(event);
                }
            }
            case FULL -> event.refuse(domain.admission().whyFull());
            case CLOSED -> event.refuse("it has stopped");
        }
        return true;
    }

    /**
     * The same for an event that a boundary brings, which holds nobody up.
     *
     * @return {@code FULL} if it may come again when there is room; null if nothing is held any more, as the domain stops
     */
    Answer offer(Held event) {
        Entry entry;
        lock.lock();
        try {
            entry = take(event);
        } finally {
            lock.unlock();
        }
        if (entry == Entry.CLOSED) {
            return null;
        }
        if (entry == Entry.FULL && overflow == Overflow.AWAIT) {
            return Answer.FULL;
        }
        if (entry == Entry.PLACED) {
            event.start();
        } else {
            event.refuse(domain.admission().whyFull());
        }
        return Answer.HELD;
    }

    private Entry take(Held event) {
        if (closed) {
            return Entry.CLOSED;
        }
        if (unplaced > 0 || !hasRoom(event)) {
            return Entry.FULL;
        }
        return place(event);
    }

    private Entry place(Held event) {
        held.addLast(event);
        inside++;
        event.placed = true;
        places += event.places();
        return Entry.PLACED;
    }

    private boolean hasRoom(Held event) {
        int waiting = overflow.displaces() ? 0 : mailbox.size(); // where they give way, there is always room
        return places + waiting + event.places() <= mailbox.capacity();
    }

    private boolean mayWait() {
        Nexus.State state = domain.state();
        return state == Nexus.State.LOOPING || state == Nexus.State.STARTING;
    }

    private Entry overdraw(Held event) {
        boolean within = places + mailbox.size() + event.places() <= (long) OVERDRAFT * mailbox.capacity();
        return within && domain.state() != Nexus.State.READY ? place(event) : Entry.FULL;
    }

    private Entry park(Held event) {
        if (unplaced + event.places() > mailbox.capacity()) {
            return Entry.FULL;
        }
        held.addLast(event);
        inside++;
        unplaced += event.places();
        return Entry.WAITS;
    }

    private Entry await(Held event) throws InterruptedException {
        long end = System.nanoTime() + domain.config().awaitTimeout().toNanos();
        for (; ; ) {
            askWithoutLock();
            Entry entry = take(event);
            if (entry == Entry.FULL && event.places() > 1) {
                entry = park(event); // in its turn: those that want one place would always be quicker
            }
            long left = end - System.nanoTime();
            if (entry != Entry.FULL || left <= 0) {
                return entry;
            }
            room.awaitNanos(Math.min(left, SLICE_NANOS));
        }
    }

    /** Holds the calling thread while a batch waits in its turn. */
    private void awaitPlace(Held event) {
        boolean interrupted = false;
        lock.lock();
        try {
            while (!event.placed && !event.isOver()) {
                if (room.awaitNanos(SLICE_NANOS) <= 0) {
                    askWithoutLock();
                }
            }
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            lock.unlock();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
            event.refuse("its publisher was interrupted");
        }
    }

    /** Others may be called from in there. */
    private void askWithoutLock() {
        lock.unlock();
        try {
            domain.loop().wake();
            askForRoom();
        } finally {
            lock.lock();
        }
    }

    /** Has the admission call once when half of the places are free, and those that the first one needs. */
    private void askForRoom() {
        int wanted;
        lock.lock();
        try {
            if (asked || closed) {
                return;
            }
            asked = true;
            wanted = placesOfFirstWaiting();
        } finally {
            lock.unlock();
        }
        domain.admission().whenRoom(wanted, this::roomMade);
    }

    private int placesOfFirstWaiting() {
        for (Held event : held) {
            if (!event.placed) {
                return event.places();
            }
        }
        return 1;
    }

    private void roomMade() {
        List<Held> placed = new ArrayList<>();
        boolean more;
        lock.lock();
        try {
            asked = false;
            if (unplaced > 0) {
                placeWaiting(placed);
            }
            more = unplaced > 0 && !closed;
            room.signalAll();
        } finally {
            lock.unlock();
        }
        placed.forEach(this::startElsewhere);
        if (more) {
            askForRoom();
        }
    }

    private void placeWaiting(List<Held> placed) {
        for (Held event : held) {
            if (!event.placed) {
                if (!hasRoom(event)) {
                    return;
                }
                event.placed = true;
                unplaced -= event.places();
                places += event.places();
                placed.add(event);
            }
        }
    }

    /** Who makes room is often the loop, which is not for middlewares. */
    private void startElsewhere(Held event) {
        event.guardBy(domain.callGuard());
        try {
            domain.executor().execute(event::start);
        } catch (RejectedExecutionException gone) {
            event.start();
        }
    }

    /**
     * Lets out those that are decided, up to the first that is not. Publishers are told when others may let out: what they do
     * then may wait for a place.
     */
    void letOut() {
        if (lettingOut.getAndIncrement() > 0) {
            return;
        }
        var out = new ArrayList<Held>();
        boolean more = letOut(out);
        domain.admission().placeFreed();
        boolean elsewhere = more && isContinuedElsewhere();
        out.forEach(Held::tell);
        if (more && !elsewhere) {
            letOut();
        }
    }

    /** Whether there may be more than one thread is to let out before it tells. */
    private boolean letOut(List<Held> out) {
        int seen;
        do {
            seen = lettingOut.get();
            for (Held event = next(); event != null; event = next()) {
                event.leave();
                left(event);
                out.add(event);
                if (out.size() == BATCH) {
                    lettingOut.set(0);
                    return true;
                }
            }
        } while (lettingOut.addAndGet(-seen) > 0);
        return false;
    }

    private boolean isContinuedElsewhere() {
        try {
            domain.executor().execute(this::letOut);
            return true;
        } catch (RejectedExecutionException gone) {
            return false;
        }
    }

    private Held next() {
        lock.lock();
        try {
            Held first = held.peekFirst();
            return first != null && first.isOver() ? held.pollFirst() : null;
        } finally {
            lock.unlock();
        }
    }

    private void left(Held event) {
        lock.lock();
        try {
            inside--;
            if (event.placed) {
                places -= event.places(); // after it has got its place in the mailbox
            } else {
                unplaced -= event.places();
            }
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Refuses all that are not decided, and everything from now on. */
    void close() {
        List<Held> left;
        lock.lock();
        try {
            closed = true;
            left = List.copyOf(held);
            room.signalAll();
        } finally {
            lock.unlock();
        }
        left.forEach(event -> event.refuse("it has stopped"));
        letOut();
    }
}
