package org.eventnexus.stream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.eventnexus.EventSelector;
import org.eventnexus.NexusEvent;
import org.eventnexus.StreamOverflowException;

/** Somebody who waits for one event. */
final class Waiter<T> extends Follower {
    /** Events that may wait for their turn with the condition. */
    private static final int MAX_CANDIDATES = 1_024;

    private static final int PART = 64;

    private final CompletableFuture<NexusEvent<T>> stage = new CompletableFuture<>();
    /** Null for none: then the first candidate is it. */
    private final Predicate<? super NexusEvent<T>> condition;

    private final Duration timeout;

    // Guarded by this.
    private final ArrayDeque<NexusEvent<?>> candidates = new ArrayDeque<>(1);
    private Throwable failure;
    private Runnable expiry;

    Waiter(
            EventSelector selector,
            Predicate<? super NexusEvent<T>> condition,
            Duration timeout,
            Distributor distributor) {
        super(selector, distributor, distributor.domain().executor());
        this.condition = condition;
        this.timeout = timeout;
        stage.whenComplete((event, error) -> leave()); // its holder may cancel it, or complete it himself
    }

    CompletableFuture<NexusEvent<T>> stage() {
        return stage;
    }

    @Override
    synchronized boolean offer(NexusEvent<?> event) {
        if (failure != null) {
            return false;
        }
        if (candidates.size() == MAX_CANDIDATES) {
            failure = new StreamOverflowException("ENX-0079 events '" + selector + "' in the domain '" + domain.domain()
                    + "' come faster than the condition of a next is tried; " + MAX_CANDIDATES + " waited for it");
            return false;
        }
        candidates.add(event);
        return condition != null;
    }

    @Override
    synchronized boolean lose(long count) {
        if (failure == null) {
            failure = new StreamOverflowException("ENX-0079 the domain '" + domain.domain()
                    + "' could not keep all events for a next of '" + selector + "'");
        }
        return false;
    }

    @Override
    void begin() {
        if (stage.isDone()) {
            return;
        }
        try {
            Runnable scheduled = after(timeout, this::expire);
            synchronized (this) {
                expiry = scheduled;
            }
            if (stage.isDone()) {
                scheduled.run();
            }
        } catch (RuntimeException | Error noScheduler) {
            end(noScheduler);
            task.wake();
        }
    }

    private void expire() {
        end(new TimeoutException(
                "ENX-0077 no event '" + selector + "' within " + timeout + " in the domain '" + domain.domain() + "'"));
        task.wake();
    }

    @Override
    boolean work() {
        for (int i = 0; i < PART; i++) {
            NexusEvent<?> candidate;
            Throwable error;
            synchronized (this) {
                candidate = candidates.poll();
                error = failure;
            }
            if (candidate != null) {
                consider(candidate);
            } else if (error != null) {
                complete(null, error);
            }
            if (candidate == null || stage.isDone()) {
                return false;
            }
        }
        return true;
    }

    @SuppressWarnings("unchecked") // as with a subscriber: the caller says what the payload is
    private void consider(NexusEvent<?> candidate) {
        try {
            var event = (NexusEvent<T>) candidate;
            if (condition == null || condition.test(event)) {
                complete(event, null);
            }
        } catch (RuntimeException | Error thrown) {
            complete(null, thrown);
        }
    }

    private void complete(NexusEvent<T> event, Throwable error) {
        leave(); // first: who is told may look whether it is gone
        if (error == null) {
            stage.complete(event);
        } else {
            stage.completeExceptionally(error);
        }
        distributor.moved();
    }

    private void leave() {
        distributor.leave(this);
        Runnable scheduled;
        synchronized (this) {
            candidates.clear();
            scheduled = expiry;
            expiry = null;
        }
        if (scheduled != null) {
            scheduled.run();
        }
    }

    /** What it has been given before still counts. */
    @Override
    synchronized void end(Throwable error) {
        if (failure == null) {
            failure = error == null ? stopped() : error;
        }
    }

    @Override
    synchronized void hurry(Throwable error) {
        candidates.clear();
        end(error);
    }

    @Override
    boolean isOver() {
        return stage.isDone();
    }

    @Override
    synchronized long progress() {
        return stage.isDone() ? 1 : -candidates.size();
    }
}
