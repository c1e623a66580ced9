package org.eventnexus.domain;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.eventnexus.Handler;
import org.eventnexus.LaneFull;
import org.eventnexus.LaneStats;
import org.eventnexus.NexusEvent;
import org.eventnexus.Subscriber;
import org.eventnexus.SubscriptionOptions;
import org.eventnexus.bus.Receiver;

/**
 * A receiver's own bounded queue, from which it is called beside the domain's loop (R2): to the loop it is a subscriber that
 * returns at once. Workers take events in order, at most so many at once as the receiver allows; an event whose stage is
 * open, or that waits for another attempt, counts as one and holds no thread.
 *
 * <p>Guarded by this; what waits, and what is being done, is moved under the lock, and called or told without it.
 */
final class Lane implements Subscriber<Object> {
    /** Events that a worker takes before it yields to other users of its executor. */
    private static final int BATCH = 64;

    private final Domain domain;
    private final Lanes lanes;
    private final LaneCalls calls;
    private final LaneThreads threads;
    private final int capacity;
    private final int maxConcurrent;
    private final boolean pauses;
    /** Set before the loop knows the lane. */
    private Receiver receiver;

    // Guarded by this.
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
    /** Not null: no call begins any more; completes when none is going on. */
    private CompletableFuture<Void> closed;

    Lane(Domain domain, Lanes lanes, Failures failures, SubscriptionOptions options, Handler<Object> handler) {
        this.domain = domain;
        this.lanes = lanes;
        this.calls = new LaneCalls(this, lanes, domain, failures, handler);
        this.threads = new LaneThreads(this, domain, options.executor().orElse(lanes.executor()));
        this.capacity = options.laneCapacity().orElse(domain.config().laneCapacity());
        this.maxConcurrent = options.maxConcurrent();
        this.pauses = options.whenLaneFull().orElse(domain.config().laneFull()) == LaneFull.PAUSE;
    }

    void receiver(Receiver value) {
        receiver = value;
    }

    Receiver receiver() {
        return receiver;
    }

    boolean isOf(Lanes others) {
        return lanes == others;
    }

    String name() {
        return receiver.name();
    }

    // ---- on the loop

    @Override
    public void receive(NexusEvent<Object> event) {
        var errand = new Errand((Delivery<?>) event);
        boolean full;
        boolean pausing = false;
        boolean hired = false;
        synchronized (this) {
            if (closed != null) {
                tally.left(errand);
                return;
            }
            full = !pauses && waiting.size() >= capacity;
            if (!full) {
                hired = add(errand);
                pausing = pauses && waiting.size() >= capacity && whenHalfEmpty == null;
            } else {
                tally.dropped++;
            }
        }
        if (full) {
            calls.full(errand, capacity);
        }
        if (pausing) {
            domain.loop().drain().backpressure().pauseFor(this);
        }
        bring(hired);
    }

    /** The lane is full: calls back when it is half empty, or at once if it is already. */
    void whenHalfEmpty(Runnable callback) {
        synchronized (this) {
            if (closed == null && waiting.size() > capacity / 2) {
                whenHalfEmpty = callback;
                return;
            }
        }
        callback.run();
    }

    // ---- any thread

    /** A dead letter of this receiver's, which has a place whatever waits; whether it is taken. */
    boolean redeliver(Redelivery<?> redelivery) {
        boolean hired;
        synchronized (this) {
            if (closed != null) {
                return false;
            }
            hired = add(new Errand(redelivery));
        }
        bring(hired);
        return true;
    }

    /** With the lock; whether a worker is to be submitted. */
    private boolean add(Errand errand) {
        waiting.add(errand);
        lanes.begun();
        return hire();
    }

    /** With the lock: whether one more worker is to be submitted, which counts from now on. */
    private boolean hire() {
        boolean wanted = closed == null && !starved && !waiting.isEmpty() && workers + open.size() < maxConcurrent;
        if (wanted) {
            workers++;
        }
        return wanted;
    }

    private void bring(boolean hired) {
        if (hired) {
            threads.submit(false);
        } else if (threads.isRejected()) {
            threads.nudge();
        }
    }

    /** The permit that it has asked for is there. */
    void permitted() {
        boolean hired;
        synchronized (this) {
            starved = false;
            hired = hire();
        }
        if (hired) {
            threads.submit(true);
        } else {
            lanes.release();
        }
    }

    // ---- a worker

    /** Calls the receiver for some events; whether there may be more for this worker. */
    boolean work(boolean permitted) {
        Lane outer = lanes.enter(this);
        try {
            boolean mayHave = permitted;
            for (int left = BATCH; left > 0; left--) {
                Errand errand = take(mayHave);
                mayHave = false;
                if (errand == null) {
                    return false;
                }
                calls.call(errand);
                called();
            }
            return true;
        } finally {
            lanes.leave(outer);
        }
    }

    /** The next event, with a permit for it; null if the worker is not needed any more. */
    private Errand take(boolean permitted) {
        Errand taken = null;
        boolean another = false;
        Runnable relieved = null;
        synchronized (this) {
            boolean wanted = closed == null && !waiting.isEmpty() && workers + open.size() <= maxConcurrent;
            if (wanted && (permitted || !(starved = !lanes.acquire(this)))) {
                taken = waiting.poll();
                calling++;
                another = hire();
                relieved = relieved();
            } else {
                workers--;
            }
        }
        if (taken == null && permitted) {
            lanes.release();
        }
        if (relieved != null) {
            relieved.run();
        }
        bring(another);
        return taken;
    }

    /** With the lock: what is to be run as the lane is half empty now, or null. */
    private Runnable relieved() {
        Runnable callback = whenHalfEmpty;
        if (callback == null || closed == null && waiting.size() > capacity / 2) {
            return null;
        }
        whenHalfEmpty = null;
        return callback;
    }

    private void called() {
        CompletableFuture<Void> quiet;
        synchronized (this) {
            calling--;
            quiet = calling == 0 ? closed : null;
        }
        endIfRetired(); // first: who waits for quiet finds it gone
        if (quiet != null) {
            quiet.complete(null);
        }
    }

    // ---- what an errand comes to, on whatever thread

    /** An errand waits for something; false if nothing is waited for any more, as the domain has stopped. */
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

    /** A stage has ended. What comes of it is settled before the next event may be taken. */
    void stageEnded(Errand.StageWait stage, Throwable error) {
        if (!stage.claim()) {
            return;
        }
        calls.ended(stage.errand, error);
        boolean hired;
        synchronized (this) {
            open.remove(stage);
            hired = hire();
        }
        bring(hired);
        endIfRetired();
    }

    /** The time of a next attempt has come: that event is the next one. */
    void retryDue(Errand.RetryDelay delay) {
        boolean hired;
        synchronized (this) {
            if (!open.remove(delay)) {
                return;
            }
            waiting.addFirst(delay.errand);
            hired = hire();
        }
        bring(hired);
    }

    /** An errand has come to its end. */
    synchronized void count(boolean delivered) {
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
    synchronized void leave(Errand errand) {
        tally.left(errand);
    }

    // ---- its end

    /** The subscription takes no more events: the lane goes when it is empty. */
    void retire() {
        synchronized (this) {
            retired = true;
        }
        endIfRetired();
    }

    private void endIfRetired() {
        boolean gone;
        synchronized (this) {
            gone = retired && waiting.isEmpty() && open.isEmpty() && calling == 0;
        }
        if (gone) {
            lanes.remove(this);
        }
    }

    /** The subscription is cancelled: no call begins any more. The stage completes when none is going on. */
    CompletableFuture<Void> close() {
        List<Errand> left = new ArrayList<>();
        CompletableFuture<Void> quiet = close(left, false);
        left.forEach(calls::cancel);
        retire();
        return quiet;
    }

    /** The domain stops, and does not wait any longer. */
    void abandon() {
        List<Errand> left = new ArrayList<>();
        close(left, true);
        left.forEach(errand -> lanes.ended());
    }

    private CompletableFuture<Void> close(List<Errand> left, boolean stopped) {
        CompletableFuture<Void> quiet;
        boolean nobodyIn;
        Runnable relieved;
        synchronized (this) {
            if (closed == null) {
                closed = new CompletableFuture<>();
            }
            quiet = closed;
            left.addAll(waiting);
            waiting.clear();
            if (stopped) {
                tally.stop();
            }
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
            nobodyIn = calling == 0;
            relieved = relieved();
        }
        threads.over();
        if (relieved != null) {
            relieved.run();
        }
        if (nobodyIn) {
            quiet.complete(null);
        }
        return quiet;
    }

    /** A stop: works on this thread where the executor does not. */
    boolean isRejected() {
        return threads.isRejected();
    }

    void workHere() {
        threads.workHere();
    }

    /** What the domain's stop has left, by type. */
    synchronized Map<String, Long> left() {
        return tally.leftByType();
    }

    synchronized LaneStats stats() {
        return tally.stats(receiver, capacity, waiting.size(), open.size() + calling);
    }
}
