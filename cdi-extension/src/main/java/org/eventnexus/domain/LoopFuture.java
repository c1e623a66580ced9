package org.eventnexus.domain;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eventnexus.InvalidLoopStateException;

/**
 * A future that a loop completes, and that refuses to block this loop's own thread, which would never end (R5). What is
 * derived from it refuses as well, and knows which event it waits for.
 */
class LoopFuture<V> extends CompletableFuture<V> {
    private final Delivery<?> delivery;
    /** What the loop completes; this one itself if it is not derived. */
    private final CompletableFuture<?> origin;

    LoopFuture(Delivery<?> delivery) {
        this.delivery = delivery;
        this.origin = this;
    }

    private LoopFuture(LoopFuture<?> from) {
        this.delivery = from.delivery;
        this.origin = from.origin;
    }

    /**
     * Whether it cannot be completed before an event's receivers are done: it waits for this event, for one that it has
     * emitted or comes from, or, if there is one event at a time, for any of its domain.
     */
    boolean waitsFor(Delivery<?> current) {
        if (origin.isDone() || delivery.domain != current.domain) {
            return false;
        }
        return current.domain.config().inFlight() == 1 || delivery.comesFrom(current) || current.comesFrom(delivery);
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new LoopFuture<>(this);
    }

    @Override
    public V get() throws InterruptedException, ExecutionException {
        requireOtherThread();
        return super.get();
    }

    @Override
    public V get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        requireOtherThread();
        return super.get(timeout, unit);
    }

    @Override
    public V join() {
        requireOtherThread();
        return super.join();
    }

    private void requireOtherThread() {
        if (!isDone() && delivery.domain.loop().isCurrentThread()) {
            throw waitsForItself("waiting, on the loop of the domain '" + delivery.domain()
                    + "', for what only this loop can complete; react to the stage instead");
        }
    }

    /** The failure of a receiver whose stage {@link #waitsFor} its own event. */
    InvalidLoopStateException waitsForItself() {
        return waitsForItself("the receiver's stage waits for the event " + delivery.type() + ", which the domain '"
                + delivery.domain() + "' handles only after this receiver is done");
    }

    private static InvalidLoopStateException waitsForItself(String what) {
        return new InvalidLoopStateException("ENX-0003 " + what);
    }
}
