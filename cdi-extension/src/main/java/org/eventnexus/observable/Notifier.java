package org.eventnexus.observable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * One notification at a time, the others in a queue. The thread that ends one begins the next. Observers are called and
 * stages completed outside the lock.
 */
final class Notifier<T> {
    private enum Admission {
        BEGINS,
        QUEUED,
        WAITS,
        DROPPED,
        REFUSED
    }

    private final int capacity;
    private final Waiting waiting;

    // Guarded by this.
    private final Audience<T> audience = new Audience<>();
    private final Deque<Delivery<T>> queue = new ArrayDeque<>();
    private final Deque<Delivery<T>> forRoom = new ArrayDeque<>();
    /** The one going on; null if idle. */
    private Delivery<T> current;

    private boolean accumulating;
    private boolean closed;

    Notifier(ObservableConfig config) {
        this.capacity = config.capacity();
        this.accumulating = config.accumulating();
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

    private synchronized Admission admit(Delivery<T> delivery) {
        if (closed) {
            return Admission.REFUSED;
        }
        if (current == null) {
            current = delivery;
            return Admission.BEGINS;
        }
        if (!accumulating) {
            return Admission.DROPPED;
        }
        if (queue.size() < capacity) {
            queue.add(delivery);
            return Admission.QUEUED;
        }
        if (forRoom.size() < capacity) {
            forRoom.add(delivery);
            return Admission.WAITS;
        }
        return Admission.REFUSED;
    }

    private synchronized RejectedExecutionException refusal() {
        return new RejectedExecutionException(
                closed
                        ? "ENX-0090 This observable is closed"
                        : "ENX-0090 " + capacity + " notifications are queued and as many wait for a place: wait for"
                                + " Notification.queued() before the next, or give the observable a higher capacity");
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
            next = queue.poll();
            current = next;
            if (next == null) {
                afterwards = settle();
            } else {
                roomFor = forRoom.poll();
            }
            if (roomFor != null) {
                queue.add(roomFor);
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
    private List<Runnable> settle() {
        List<Runnable> afterwards = new ArrayList<>();
        audience.removeMarked().forEach(gone -> afterwards.add(() -> gone(gone)));
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
    void leave(Observer<? super T> observer) {
        synchronized (this) {
            if (audience.isClosedForChanges()) {
                audience.mark(observer);
            } else {
                audience.remove(observer, false);
            }
        }
    }

    void removeEventually(Observer<? super T> observer, boolean asap) {
        List<Runnable> afterwards = List.of();
        synchronized (this) {
            audience.mark(observer);
            if (asap && current == null) {
                afterwards = settle();
            }
        }
        afterwards.forEach(Runnable::run);
    }

    void removeMarked() {
        List<Runnable> afterwards = new ArrayList<>();
        synchronized (this) {
            audience.requireOpenForChanges();
            audience.removeMarked().forEach(gone -> afterwards.add(() -> gone(gone)));
        }
        afterwards.forEach(Runnable::run);
    }

    synchronized List<Observer<? super T>> beginIteration() {
        audience.beginIteration();
        return audience.list();
    }

    void endIteration() {
        List<Runnable> afterwards = List.of();
        synchronized (this) {
            audience.endIteration();
            if (current == null) {
                afterwards = settle();
            }
        }
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
        boolean started = !accumulating;
        accumulating = true;
        return started;
    }

    /** Begins anew with an empty queue, and gives the last that is still to be done, or null. */
    Notification restartAccumulation(boolean flush) {
        List<Delivery<T>> dropped = new ArrayList<>();
        Delivery<T> last = null;
        synchronized (this) {
            accumulating = true;
            if (flush) {
                last = !forRoom.isEmpty() ? forRoom.getLast() : !queue.isEmpty() ? queue.getLast() : current;
            } else {
                dropped.addAll(queue);
                dropped.addAll(forRoom);
                queue.clear();
                forRoom.clear();
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
                afterwards = settle();
            }
        }
        afterwards.forEach(Runnable::run);
    }
}
