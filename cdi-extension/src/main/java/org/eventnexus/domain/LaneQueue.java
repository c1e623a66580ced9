package org.eventnexus.domain;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.eventnexus.LaneStats;
import org.eventnexus.bus.Receiver;

/**
 * What waits in a lane, what is being done, and how many workers there are for it. Thread-safe by one lock; each method is one
 * step, and none calls anything but the limit of the domain's lanes.
 *
 * <p>A worker counts from when somebody has decided to submit it. An errand that holds no thread, as its stage is open or it
 * waits for its next attempt, counts like a worker: together they are as many as may be at once, or one more for a moment,
 * until the worker that has begun to wait looks for its next errand.
 */
final class LaneQueue {
    /** What has become of an errand that was offered. */
    enum Offer {
        CLOSED,
        FULL,
        /** Somebody works on it, or will. */
        TAKEN,
        /** And a worker is to be submitted. */
        HIRED
    }

    private final int capacity;
    private final int maxConcurrent;

    private final ArrayDeque<Errand> waiting = new ArrayDeque<>();
    private final Set<Errand.Wait> open = new LinkedHashSet<>(4);
    private final LaneTally tally = new LaneTally();
    /** Submitted or running. */
    private int workers;
    /** Workers that are in a call. */
    private int calling;
    /** Whether it has asked for a permit and has not got it. */
    private boolean starved;
    /** Null unless the domain pauses for it. */
    private Runnable whenHalfEmpty;
    /** The subscription takes no more events. */
    private boolean retired;
    /** Not null: no call begins any more; to be completed when none is going on. */
    private CompletableFuture<Void> closed;

    LaneQueue(int capacity, int maxConcurrent) {
        this.capacity = capacity;
        this.maxConcurrent = maxConcurrent;
    }

    // ---- what comes

    /** @param bounded whether it is refused if the lane is full */
    synchronized Offer offer(Errand errand, boolean bounded) {
        if (closed != null) {
            tally.left(errand);
            return Offer.CLOSED;
        }
        if (bounded && waiting.size() >= capacity) {
            tally.dropped++;
            return Offer.FULL;
        }
        waiting.add(errand);
        return hire() ? Offer.HIRED : Offer.TAKEN;
    }

    /** Whether the domain is to pause now, and does not yet. */
    synchronized boolean isToPause() {
        return closed == null && waiting.size() >= capacity && whenHalfEmpty == null;
    }

    /** Keeps what is to be run when it is half empty; false if it is. */
    synchronized boolean awaitHalfEmpty(Runnable callback) {
        if (closed != null || waiting.size() <= capacity / 2) {
            return false;
        }
        whenHalfEmpty = callback;
        return true;
    }

    /** What is to be run as it is half empty now, once; or null. */
    synchronized Runnable relieved() {
        Runnable callback = whenHalfEmpty;
        if (callback == null || closed == null && waiting.size() > capacity / 2) {
            return null;
        }
        whenHalfEmpty = null;
        return callback;
    }

    // ---- who works

    /** Whether one more worker is to be submitted. */
    synchronized boolean hire() {
        boolean wanted = closed == null && !starved && !waiting.isEmpty() && workers + open.size() < maxConcurrent;
        if (wanted) {
            workers++;
        }
        return wanted;
    }

    /** A permit has come that was asked for: whether a worker is to be submitted with it. */
    synchronized boolean hirePermitted() {
        starved = false;
        return hire();
    }

    /**
     * The next errand, for whose call {@link #called} is told; null if the worker is not needed any more.
     *
     * @param permitted whether the worker has a permit
     * @param permit asks for one; if it gives none, it will come
     */
    synchronized Errand take(boolean permitted, BooleanSupplier permit) {
        boolean wanted = closed == null && !waiting.isEmpty() && workers + open.size() <= maxConcurrent;
        if (wanted && !permitted) {
            wanted = permit.getAsBoolean();
            starved = !wanted;
        }
        if (!wanted) {
            workers--;
            return null;
        }
        calling++;
        return waiting.poll();
    }

    /** A call is over: what is to be completed if it was the last one, or null. */
    synchronized CompletableFuture<Void> called() {
        calling--;
        return calling == 0 ? closed : null;
    }

    // ---- what is waited for

    /** An errand waits for something; false if nothing is waited for any more. */
    synchronized boolean begin(Errand.Wait wait) {
        if (closed != null && (tally.isStopped() || wait instanceof Errand.RetryDelay)) {
            return false;
        }
        open.add(wait);
        return true;
    }

    /** Whether it was waited for; not any more from now on. */
    synchronized boolean end(Errand.Wait wait) {
        return open.remove(wait);
    }

    /** Its errand is the next one; false if it was not waited for. */
    synchronized boolean endAndRepeat(Errand.RetryDelay delay) {
        boolean awaited = open.remove(delay);
        if (awaited) {
            waiting.addFirst(delay.errand);
        }
        return awaited;
    }

    // ---- the end

    synchronized void retire() {
        retired = true;
    }

    /** Whether it takes nothing more and has nothing left. */
    synchronized boolean isOver() {
        return retired && waiting.isEmpty() && open.isEmpty() && calling == 0;
    }

    /** Whether no call is going on. */
    synchronized boolean isQuiet() {
        return calling == 0;
    }

    /**
     * From now on no call begins.
     *
     * @param left takes what will not be done
     * @param stopped whether the domain stops, and waits for no stage either
     * @return to be completed when no call is going on
     */
    synchronized CompletableFuture<Void> close(List<Errand> left, boolean stopped) {
        if (closed == null) {
            closed = new CompletableFuture<>();
        }
        if (stopped) {
            tally.stop();
        }
        left.addAll(waiting);
        waiting.clear();
        open.removeIf(wait -> {
            boolean over = stopped ? wait.claim() : wait instanceof Errand.RetryDelay;
            if (over) {
                wait.cancel();
                left.add(wait.errand);
            }
            return over;
        });
        left.stream()
                .filter(errand -> stopped || errand.failure == null) // else it has failed
                .forEach(tally::left);
        return closed;
    }

    // ---- figures

    synchronized void ended(boolean delivered) {
        if (delivered) {
            tally.delivered++;
        } else {
            tally.failed++;
        }
    }

    synchronized void retried() {
        tally.retried++;
    }

    /** An errand is not brought to its end. */
    synchronized void left(Errand errand) {
        tally.left(errand);
    }

    /** What the domain's stop has left, by type. */
    synchronized Map<String, Long> leftByType() {
        return tally.leftByType();
    }

    synchronized LaneStats stats(Receiver receiver) {
        return tally.stats(receiver, capacity, waiting.size(), open.size() + calling);
    }
}
