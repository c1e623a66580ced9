package org.eventnexus.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.eventnexus.Handler;
import org.eventnexus.LaneFull;
import org.eventnexus.LaneStats;
import org.eventnexus.NexusEvent;
import org.eventnexus.Subscriber;
import org.eventnexus.SubscriptionOptions;
import org.eventnexus.bus.Receiver;

/**
 * A receiver's own way to its events, beside the domain's loop (R2): to the loop it is a subscriber that returns at once.
 * Workers call the receiver, in order, for as many events at once as it allows. Its parts are the {@link LaneQueue}, in which
 * all is decided; the {@link LaneThreads}, which bring workers to threads; and the {@link LaneCalls}.
 */
final class Lane implements Subscriber<Object>, Workplace {
    /** Events that a worker takes before it yields to other users of its executor. */
    private static final int BATCH = 64;

    private final Domain domain;
    private final Lanes lanes;
    private final LaneQueue queue;
    private final LaneCalls calls;
    private final LaneThreads threads;
    private final int capacity;
    private final boolean concurrent;
    private final boolean pauses;
    /** Set before the loop knows the lane. */
    private Receiver receiver;

    Lane(Domain domain, Lanes lanes, Failures failures, SubscriptionOptions options, Handler<Object> handler) {
        this.domain = domain;
        this.lanes = lanes;
        this.capacity = options.laneCapacity().orElse(domain.config().laneCapacity());
        this.concurrent = options.maxConcurrent() > 1;
        this.pauses = options.whenLaneFull().orElse(domain.config().laneFull()) == LaneFull.PAUSE;
        this.queue = new LaneQueue(capacity, options.maxConcurrent());
        var accompanied = new Accompanied(handler, domain.traces(), domain.callGuard(), this::name);
        this.calls = new LaneCalls(this, lanes, domain, failures, accompanied);
        this.threads = new LaneThreads(this, options.executor().orElse(lanes.executor()));
    }

    void receiver(Receiver value) {
        receiver = value;
    }

    Receiver receiver() {
        return receiver;
    }

    String name() {
        return receiver.name();
    }

    @Override
    public Domain domain() {
        return domain;
    }

    @Override
    public String description() {
        return "the lane of the receiver '" + name() + "'";
    }

    LaneQueue queue() {
        return queue;
    }

    // ---- what comes

    /** On the loop. */
    @Override
    public void receive(NexusEvent<Object> event) {
        var errand = new Errand((Delivery<?>) event);
        LaneQueue.Offer offer = offer(errand, !pauses);
        if (offer == LaneQueue.Offer.FULL) {
            calls.full(errand, capacity);
        }
        if (pauses && queue.isToPause()) {
            domain.loop().drain().backpressure().pauseUntil(this::whenHalfEmpty);
        }
        bring(offer == LaneQueue.Offer.HIRED);
    }

    /** A dead letter of this receiver's, which has a place whatever waits; whether it is taken. */
    boolean redeliver(Redelivery<?> redelivery) {
        LaneQueue.Offer offer = offer(new Errand(redelivery), false);
        bring(offer == LaneQueue.Offer.HIRED);
        return offer != LaneQueue.Offer.CLOSED;
    }

    private LaneQueue.Offer offer(Errand errand, boolean bounded) {
        lanes.begun(); // first: a worker may have ended it before this comes back
        LaneQueue.Offer offer = queue.offer(errand, bounded);
        if (offer == LaneQueue.Offer.CLOSED || offer == LaneQueue.Offer.FULL) {
            lanes.ended();
        }
        return offer;
    }

    /** The lane is full: calls back when it is half empty, or at once if it is already. */
    void whenHalfEmpty(Runnable callback) {
        if (!queue.awaitHalfEmpty(callback)) {
            callback.run();
        }
    }

    private void relieve() {
        Runnable relieved = queue.relieved();
        if (relieved != null) {
            relieved.run();
        }
    }

    // ---- who works

    private void bring(boolean hired) {
        if (hired) {
            threads.submit(false);
        } else if (threads.isRejected()) {
            threads.nudge();
        }
    }

    /** The permit that it has asked for is there: whether it takes it. */
    boolean permitted() {
        boolean wanted = queue.hirePermitted();
        if (wanted) {
            threads.submit(true);
        }
        return wanted;
    }

    @Override
    public void givePermitBack() {
        lanes.release();
    }

    /** A worker: calls the receiver for some events. */
    @Override
    public boolean work(boolean permitted) {
        Workplace outer = lanes.enter(this);
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
        Errand taken = queue.take(permitted, () -> lanes.acquire(this));
        if (taken == null && permitted) {
            lanes.release();
        }
        if (pauses) {
            relieve();
        }
        if (concurrent && taken != null) {
            bring(queue.hire());
        }
        return taken;
    }

    private void called() {
        CompletableFuture<Void> quiet = queue.called();
        removeIfOver(); // first: who waits for quiet finds it gone
        if (quiet != null) {
            quiet.complete(null);
        }
    }

    // ---- what is waited for

    /** A stage has ended. What comes of it is settled before the next event may be taken. */
    void stageEnded(Errand.StageWait stage, Throwable error) {
        if (stage.claim()) {
            calls.ended(stage.errand, error);
            queue.end(stage);
            bring(queue.hire());
            removeIfOver();
        }
    }

    /** The time of a next attempt has come. */
    void retryDue(Errand.RetryDelay delay) {
        if (queue.endAndRepeat(delay)) {
            bring(queue.hire());
        }
    }

    // ---- its end

    /** The subscription takes no more events: the lane goes when it is empty. */
    void retire() {
        queue.retire();
        removeIfOver();
    }

    private void removeIfOver() {
        if (queue.isOver()) {
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
        CompletableFuture<Void> quiet = queue.close(left, stopped);
        threads.over();
        relieve();
        if (queue.isQuiet()) {
            quiet.complete(null);
        }
        return quiet;
    }

    /** Whether its executor did not take a worker when it was last asked. */
    boolean isRejected() {
        return threads.isRejected();
    }

    /** A stop: works on this thread where the executor does not. */
    void workHere() {
        threads.workHere();
    }

    /** What the domain's stop has left, by type. */
    Map<String, Long> left() {
        return queue.leftByType();
    }

    LaneStats stats() {
        return queue.stats(receiver);
    }
}
