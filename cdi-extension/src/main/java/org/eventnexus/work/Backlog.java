package org.eventnexus.work;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.eventnexus.QueueOrder;
import org.eventnexus.work.Item.State;

/**
 * What waits for a collector, what is being worked on, and how many workers there are for it. Thread-safe by one lock; each
 * method is one step, and none calls anything. Whoever moves an item to {@code OVER} ends it.
 *
 * <p>A worker counts from when somebody has decided to submit it. An item whose stage is open holds no thread but counts like a
 * worker: together they are as many as there are permits, or one more for a moment, until the worker that has begun to wait
 * looks for its next item. An item that waits for its next attempt has no permit, but its place and its key.
 */
final class Backlog {
    /** What has become of an item that was offered. */
    enum Offer {
        CLOSED,
        FULL,
        /** Somebody works on it, or will. */
        TAKEN,
        /** And a worker is to be submitted. */
        HIRED
    }

    private final Line ready;
    private final Keys keys;
    private final Set<Item> delayed = new LinkedHashSet<>(0);
    /** Null if items have none. */
    private final Deadlines deadlines;

    private final Room room;

    private final Count count;
    private final Window window;
    private final Map<String, Long> leftByType = new HashMap<>(0);
    private long turns;
    /** Submitted or running. */
    private int threads;
    /** Open stages. */
    private int open;
    /** Workers that are in a call. */
    private int calling;
    /** Not null: no call begins any more; to be completed when none is going on. Written with the lock. */
    private volatile CompletableFuture<Void> closed;

    Backlog(int capacity, QueueOrder order, boolean expires, int permits, Window window) {
        this.room = new Room(capacity);
        this.deadlines = expires ? new Deadlines() : null;
        this.count = new Count(permits);
        this.window = window;
        this.ready = Line.of(order);
        this.keys = new Keys(order);
    }

    // ---- what comes

    /** @param bounded whether it is refused if as many wait as may */
    synchronized Offer offer(Item item, boolean bounded) {
        count.taken++;
        if (closed != null) {
            count.abandoned++;
            item.state = State.OVER;
            return Offer.CLOSED;
        }
        if (bounded && room.isFull(count.waiting)) {
            room.came(count.waiting);
            count.failed++;
            item.state = State.OVER;
            return Offer.FULL;
        }
        item.turn = ++turns;
        count.waiting++;
        room.came(count.waiting);
        window.arrived();
        if (deadlines != null) {
            deadlines.add(item);
        }
        if (keys.holdBack(item)) {
            item.state = State.BEHIND;
            return Offer.TAKEN;
        }
        makeReady(item);
        return hire() ? Offer.HIRED : Offer.TAKEN;
    }

    private void makeReady(Item item) {
        item.state = State.READY;
        ready.add(item);
    }

    /** Whether it has become full, for the first time since it was half empty. */
    boolean isNewlyFull() {
        return room.isUntold() && isNewlyFullNow();
    }

    private synchronized boolean isNewlyFullNow() {
        return room.isNewlyFull();
    }

    /** Whether the domain is to pause now, and does not yet. */
    boolean isToPause() {
        return room.isAwaited() && isToPauseNow(); // who is full is awaited to be half empty
    }

    private synchronized boolean isToPauseNow() {
        return closed == null && room.isToPause(count.waiting);
    }

    /** Keeps what is to be run when it is half empty; false if it is. */
    synchronized boolean awaitHalfEmpty(Runnable callback) {
        return closed == null && room.awaitHalfEmpty(count.waiting, callback);
    }

    /** What is to be run as it is half empty now, once; or null. */
    Runnable relieved() {
        return room.isAwaited() ? relievedNow() : null;
    }

    private synchronized Runnable relievedNow() {
        return room.relieved(count.waiting);
    }

    // ---- who works

    /** From now on so many may be worked on at once; gives the number before. */
    synchronized int permits(int value) {
        int before = count.permits;
        count.permits = value;
        window.permits(value);
        return before;
    }

    /** Whether one more worker is to be submitted. */
    synchronized boolean hire() {
        boolean wanted = closed == null && threads + open < count.permits && !ready.isEmpty();
        if (wanted) {
            threads++;
        }
        return wanted;
    }

    /**
     * The next item for a worker; null if the worker is not needed any more. It is begun with from here on: if its time is
     * over before the call, it is over while it is worked on, and does not say that it was never begun.
     *
     * @param called whether it comes from a call
     * @param now when the next one begins, if there is one
     */
    synchronized Item next(boolean called, long now) {
        if (called) {
            calling--;
        }
        Item next = closed == null && threads + open <= count.permits ? ready.poll() : null;
        if (next == null) {
            threads--;
            return null;
        }
        calling++;
        next.state = State.BUSY;
        next.calledAt = now;
        if (next.attempts++ == 0) {
            next.startedAt = now;
        } else {
            count.retried++;
        }
        count.waiting--;
        count.busy++;
        window.began(now, now - next.waitsSince);
        return next;
    }

    /** A worker's call is over, and the worker yields. */
    synchronized void called() {
        calling--;
    }

    /** What is to be completed as it is closed and no call is going on; or null. */
    CompletableFuture<Void> quiet() {
        return closed == null ? null : quietNow();
    }

    private synchronized CompletableFuture<Void> quietNow() {
        return calling == 0 ? closed : null;
    }

    // ---- how items end

    /** An item's worker has returned a stage. */
    synchronized void beginStage() {
        open++;
    }

    /**
     * An item's call or stage is over, for good; whether the item ends with that, and has not ended before.
     *
     * @param failure null if it was worked on well
     */
    synchronized boolean end(Item item, Throwable failure, boolean stage, long now) {
        window.ended(now, now - item.calledAt);
        if (stage) {
            open--;
        }
        boolean ends = item.state == State.BUSY;
        if (ends) {
            item.state = State.OVER;
            item.failure = failure;
            count.busy--;
            if (failure == null) {
                count.done++;
            } else {
                count.failed++;
            }
            forgetDeadline(item);
        } else {
            count.overdue--;
        }
        release(item);
        return ends;
    }

    private void release(Item item) {
        if (closed == null) {
            Item next = keys.release(item);
            if (next != null) {
                makeReady(next);
            }
        }
    }

    /** An item's call or stage is over and waits for another attempt; false if there is none any more. */
    synchronized boolean delay(Item item, Throwable failure, boolean stage, long now) {
        if (item.state != State.BUSY || closed != null) {
            return false;
        }
        if (stage) {
            open--;
        }
        window.ended(now, now - item.calledAt);
        item.state = State.DELAYED;
        item.failure = failure;
        delayed.add(item);
        count.busy--;
        count.waiting++;
        return true;
    }

    /** The time of the next attempt has come: whether a worker is to be submitted. */
    synchronized boolean repeat(Item item) {
        if (item.state != State.DELAYED) {
            return false;
        }
        delayed.remove(item);
        window.arrived();
        item.state = State.READY;
        ready.addAgain(item);
        return hire();
    }

    /** There will be no other attempt after all; false if it was not waiting for one. */
    synchronized boolean giveUp(Item item) {
        if (item.state != State.DELAYED) {
            return false;
        }
        leave(item);
        count.failed++;
        return true;
    }

    /** An item ends, wherever it is. If it is being worked on, its permit and its key stay with it until that is over. */
    private void leave(Item item) {
        State was = item.state;
        item.state = State.OVER;
        forgetDeadline(item);
        switch (was) {
            case BUSY -> {
                count.busy--;
                count.overdue++;
                return;
            }
            case READY -> ready.remove(item);
            case BEHIND -> keys.remove(item);
            default -> delayed.remove(item);
        }
        count.waiting--;
        if (was != State.BEHIND) {
            release(item);
        }
    }

    private void forgetDeadline(Item item) {
        if (deadlines != null) {
            deadlines.remove(item);
        }
    }

    /** Nanoseconds until the first item expires, for who looks then; less than 0 if nobody needs to. */
    synchronized long arm(long now) {
        return deadlines.arm(now);
    }

    /** Nobody looks for expired ones. */
    synchronized void disarm() {
        deadlines.disarm();
    }

    /** Whether an item has expired and has not been ended. */
    synchronized boolean isDue(long now) {
        return deadlines.isDue(now);
    }

    /** Ends what has expired. */
    synchronized List<Item> expire(long now) {
        List<Item> due = deadlines.due(now);
        due.forEach(this::leave);
        count.expired += due.size();
        return due;
    }

    /** Ends an item that nobody waits for any more. */
    synchronized boolean abandon(Item item) {
        if (item.state == State.OVER || item.state == State.NEW) {
            return false; // a new one is not here yet, as the loop is held by the collector before it
        }
        leave(item);
        count.abandoned++;
        leftByType.merge(item.event.type(), 1L, Long::sum);
        return true;
    }

    /**
     * From now on no call begins.
     *
     * @param left takes what will not be done
     * @param stopped whether that is what the domain's stop has left
     * @return to be completed when no call is going on
     */
    synchronized CompletableFuture<Void> close(List<Item> left, boolean stopped) {
        if (closed == null) {
            for (Item item = ready.poll(); item != null; item = ready.poll()) {
                left.add(item);
                release(item);
            }
            left.addAll(delayed);
            delayed.clear();
            keys.drainTo(left);
            closed = new CompletableFuture<>();
        }
        for (Item item : left) {
            item.state = State.OVER;
            forgetDeadline(item);
            count.waiting--;
            if (stopped) {
                leftByType.merge(item.event.type(), 1L, Long::sum);
            }
            if (stopped || item.failure == null) {
                count.abandoned++;
            } else {
                count.failed++; // it was tried
            }
        }
        return closed;
    }

    // ---- figures

    /** Ends the newest interval of the figures: what has happened in it. */
    synchronized Interval interval(long now) {
        count.delayed = delayed.size();
        return window.next(now, count.toBegin());
    }

    synchronized Figures figures(long now) {
        return window.figures(now);
    }

    synchronized Count count() {
        count.delayed = delayed.size();
        return count.copy();
    }

    /** Whether nothing is with it any more. */
    synchronized boolean isOver() {
        return closed != null && count.waiting + count.busy + count.overdue == 0;
    }

    /** What the domain's stop has left, by type. */
    synchronized Map<String, Long> leftByType() {
        return Map.copyOf(leftByType);
    }
}
