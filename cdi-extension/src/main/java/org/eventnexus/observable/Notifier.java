package org.eventnexus.observable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * One notification at a time, the others in a queue. The thread that ends one begins the next. Observers are called and
 * stages completed outside the lock.
 */
final class Notifier<T> {
    // Guarded by this.
    private final Audience<T> audience = new Audience<>();
    private final Backlog<T> backlog;
    private final Waiting waiting;
    /** The one going on; null if idle. */
    private Delivery<T> current;

    private boolean closed;

    Notifier(ObservableConfig config) {
        this.backlog = new Backlog<>(config);
        this.waiting = new Waiting(config);
    }

    // Notifying.

    Notification notify(T value) {
        var delivery = new Delivery<>(this, value);
        switch (admit(delivery)) {
            case BEGINS -> {
                delivery.notification.placed();
                run(delivery);
            }
            case QUEUED -> delivery.notification.placed();
            case DROPPED -> delivery.notification.drop();
            case REFUSED -> delivery.notification.refuse(refusal());
            case WAITS -> {}
        }
        return delivery.notification;
    }

    private synchronized Backlog.Admission admit(Delivery<T> delivery) {
        if (closed) {
            return Backlog.Admission.REFUSED;
        }
        if (current == null) {
            current = delivery;
            return Backlog.Admission.BEGINS;
        }
        return backlog.admit(delivery);
    }

    private synchronized RejectedExecutionException refusal() {
        return closed ? new RejectedExecutionException("ENX-0090 This observable is closed") : backlog.refusal();
    }

    private void run(Delivery<T> first) {
        Delivery<T> delivery = first;
        while (delivery != null && delivery.tell(observers())) {
            delivery = next(delivery);
        }
    }

    void over(Delivery<T> delivery) {
        run(next(delivery));
    }

    /** Ends one. By then those who wait for it find the observable idle, if it is. */
    private Delivery<T> next(Delivery<T> over) {
        Delivery<T> roomFor = null;
        List<Runnable> afterwards = List.of();
        Delivery<T> next;
        synchronized (this) {
            next = backlog.poll();
            current = next;
            if (next == null) {
                afterwards = settle(audience.removeMarked());
            } else {
                roomFor = backlog.makeRoom();
            }
        }
        if (roomFor != null) {
            roomFor.notification.placed();
        }
        over.notification.end(over.failures());
        afterwards.forEach(Runnable::run);
        return next;
    }

    /** What is to be done when it is idle; what it gives back is to be run outside the lock. */
    private List<Runnable> settle(List<Observer<? super T>> removed) {
        List<Runnable> afterwards = new ArrayList<>();
        removed.forEach(gone -> afterwards.add(() -> gone(gone)));
        afterwards.addAll(waiting.idle(audience.isClosedForChanges()));
        if (closed) {
            audience.clear().forEach(observer -> afterwards.add(() -> end(observer)));
        }
        return afterwards;
    }

    private static void end(Observer<?> observer) {
        if (observer instanceof Ending ending) {
            ending.end();
        }
    }

    /** Somebody else has removed an observer. */
    private static void gone(Observer<?> observer) {
        if (observer instanceof NextValue<?> next) {
            next.removed();
        }
    }

    // Observers.

    synchronized List<Observer<? super T>> observers() {
        return audience.list();
    }

    synchronized boolean contains(Observer<? super T> observer) {
        return audience.contains(observer);
    }

    /** Adds an observer; one that comes after the end is told of the end. */
    void add(Observer<? super T> observer) {
        boolean ended;
        synchronized (this) {
            ended = closed && current == null;
            if (!ended) {
                audience.add(observer);
            }
        }
        if (ended) {
            end(observer);
        }
    }

    boolean remove(Observer<? super T> observer, boolean strict) {
        boolean removed;
        synchronized (this) {
            removed = audience.remove(observer, strict);
        }
        if (removed) {
            gone(observer);
        }
        return removed;
    }

    /** Removes an observer that will not do anything any more: now, or when the open iteration is over. */
    synchronized void leave(Observer<? super T> observer) {
        audience.removeOrLetLeave(observer);
    }

    void removeEventually(Observer<? super T> observer, boolean asap) {
        boolean removed = false;
        synchronized (this) {
            if (asap && current == null) {
                removed = audience.removeOrLetLeave(observer);
            } else {
                audience.mark(observer);
            }
        }
        if (removed) {
            gone(observer);
        }
    }

    void removeMarked() {
        List<Observer<? super T>> removed;
        synchronized (this) {
            audience.requireOpenForChanges();
            removed = audience.removeMarked();
        }
        removed.forEach(Notifier::gone);
    }

    synchronized List<Observer<? super T>> beginIteration() {
        audience.beginIteration();
        return audience.list();
    }

    void endIteration() {
        List<Observer<? super T>> removed;
        List<Runnable> afterwards = List.of();
        synchronized (this) {
            audience.endIteration();
            removed = audience.removeLeaving();
            if (current == null) {
                afterwards = settle(List.of());
            }
        }
        removed.forEach(Notifier::gone);
        afterwards.forEach(Runnable::run);
    }

    // Waiting.

    synchronized boolean isIdle() {
        return current == null;
    }

    WhenIdle<Void> whenIdle() {
        return whenIdle(() -> null, () -> {}, false);
    }

    WhenIdle<Observation> addWhenIdle(Observer<? super T> observer) {
        return whenIdle(
                () -> {
                    audience.add(observer);
                    return new Registration<>(this, observer);
                },
                () -> leave(observer),
                true);
    }

    WhenIdle<Void> removeWhenIdle(Observer<? super T> observer, boolean strict) {
        return whenIdle(
                () -> {
                    audience.remove(observer, strict);
                    return null;
                },
                () -> {},
                true);
    }

    /** Does something under the lock when it is idle, and if need be no iteration is open. */
    private <R> WhenIdle<R> whenIdle(Supplier<R> change, Runnable undo, boolean changesObservers) {
        var whenIdle = new WhenIdle<>(this, change, undo, changesObservers);
        List<Runnable> afterwards = List.of();
        boolean full;
        synchronized (this) {
            full = !waiting.add(whenIdle);
            if (!full && current == null) {
                afterwards = waiting.idle(audience.isClosedForChanges());
            }
        }
        if (full) {
            whenIdle.completeExceptionally(waiting.tooMany());
        }
        afterwards.forEach(Runnable::run);
        return whenIdle;
    }

    /** Waits for the next value, as an observer. */
    void wait(NextValue<T> next) {
        boolean full;
        synchronized (this) {
            full = !waiting.enter(next);
        }
        if (full) {
            next.completeExceptionally(waiting.tooMany());
            return;
        }
        try {
            add(next);
        } catch (IllegalStateException closedForChanges) {
            next.completeExceptionally(closedForChanges);
        }
    }

    synchronized void left(WhenIdle<?> whenIdle) {
        waiting.remove(whenIdle);
    }

    synchronized void left(NextValue<T> next) {
        waiting.leave();
    }

    // Accumulation and end.

    synchronized boolean startAccumulation() {
        return backlog.accumulate();
    }

    /** Begins anew with an empty queue, and gives the last that is still to be done, or null. */
    Notification restartAccumulation(boolean flush) {
        List<Delivery<T>> dropped = List.of();
        Delivery<T> last = null;
        synchronized (this) {
            backlog.accumulate();
            if (flush) {
                last = backlog.lastOr(current);
            } else {
                dropped = backlog.clear();
            }
        }
        dropped.forEach(delivery -> delivery.notification.drop());
        return last == null ? null : last.notification;
    }

    /** From now on it takes no more; what is queued is still delivered, and then all is over. */
    void close() {
        List<Runnable> afterwards = List.of();
        synchronized (this) {
            boolean idle = !closed && current == null;
            closed = true;
            if (idle) {
                afterwards = settle(List.of());
            }
        }
        afterwards.forEach(Runnable::run);
    }
}
