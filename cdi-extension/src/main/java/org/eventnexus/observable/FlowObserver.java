package org.eventnexus.observable;

import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A subscriber as an observer. A value waits here until it is demanded, and with it its notification, so that there is one
 * at most from {@code notify}. Signals are given one at a time by whoever comes to {@link #drain} first; the others only say
 * that there is more to do, and so nobody recurses.
 */
final class FlowObserver<T> implements Observer<T>, Ending, Flow.Subscription {
    private record Item<T>(T value, CompletableFuture<Void> taken) {}

    private final Notifier<T> notifier;
    private final Queue<Item<T>> items = new ConcurrentLinkedQueue<>();
    private final AtomicLong demand = new AtomicLong();
    private final AtomicInteger work = new AtomicInteger();
    private volatile boolean cancelled;
    private volatile boolean ended;
    private volatile Throwable error;

    // By whoever drains.
    /** Null when it is over: a subscriber that has cancelled is not held. */
    private Flow.Subscriber<? super T> subscriber;

    FlowObserver(Notifier<T> notifier, Flow.Subscriber<? super T> subscriber) {
        this.notifier = notifier;
        this.subscriber = subscriber;
    }

    void begin() {
        work.incrementAndGet(); // onSubscribe comes first, whatever it asks for
        subscriber.onSubscribe(this);
        if (!cancelled) {
            try {
                notifier.add(this);
            } catch (IllegalStateException closedForChanges) {
                error = closedForChanges;
            }
        }
        drainAll();
    }

    @Override
    public CompletionStage<?> observe(T value) {
        if (cancelled) {
            return null;
        }
        var item = new Item<>(
                Objects.requireNonNull(value, "a subscriber cannot be told of null"), new CompletableFuture<>());
        items.add(item);
        drain();
        return item.taken;
    }

    @Override
    public void end() {
        ended = true;
        drain();
    }

    @Override
    public void request(long number) {
        if (number <= 0) {
            error = new IllegalArgumentException("a demand of " + number + ", must be more than 0 (rule 3.9)");
        } else {
            demand.updateAndGet(old -> old > Long.MAX_VALUE - number ? Long.MAX_VALUE : old + number);
        }
        drain();
    }

    @Override
    public void cancel() {
        cancelled = true;
        drain();
    }

    private void drain() {
        if (work.getAndIncrement() == 0) {
            drainAll();
        }
    }

    private void drainAll() {
        int done = work.get();
        do {
            signal();
            done = work.addAndGet(-done);
        } while (done != 0);
    }

    private void signal() {
        while (subscriber != null) {
            if (cancelled) {
                release();
            } else if (error != null) {
                finish(last -> last.onError(error));
            } else if (items.isEmpty() && ended) {
                finish(Flow.Subscriber::onComplete);
            } else if (demand.get() == 0 || items.isEmpty()) {
                return;
            } else {
                pass(items.poll());
            }
        }
        forgetItems();
    }

    private void pass(Item<T> item) {
        demand.updateAndGet(old -> old == Long.MAX_VALUE ? old : old - 1);
        try {
            subscriber.onNext(item.value);
        } catch (Throwable broken) { // against rule 2.13: it is sent away, and its notification fails
            release();
            item.taken.completeExceptionally(broken);
            return;
        }
        item.taken.complete(null);
    }

    private void finish(Consumer<Flow.Subscriber<? super T>> signal) {
        Flow.Subscriber<? super T> last = subscriber;
        release();
        signal.accept(last);
    }

    private void release() {
        cancelled = true;
        subscriber = null;
        notifier.leave(this);
    }

    /** Nobody waits for what will not be taken. */
    private void forgetItems() {
        for (Item<T> item = items.poll(); item != null; item = items.poll()) {
            item.taken.complete(null);
        }
    }
}
