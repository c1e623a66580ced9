package org.eventnexus.domain;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import org.eventnexus.NexusEvent;

/** Writes down what a stream tells it: payloads, then {@code complete} or the error. Thread-safe. */
final class RecordedSubscriber<T> implements Flow.Subscriber<NexusEvent<T>> {
    final List<T> payloads = new CopyOnWriteArrayList<>();
    final List<NexusEvent<T>> events = new CopyOnWriteArrayList<>();
    private final long first;
    volatile Flow.Subscription subscription;
    volatile Throwable error;
    volatile boolean completed;

    /** @param first what it requests at once; 0 for nothing */
    RecordedSubscriber(long first) {
        this.first = first;
    }

    static <T> RecordedSubscriber<T> unbounded() {
        return new RecordedSubscriber<>(Long.MAX_VALUE);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        if (first > 0) {
            given.request(first);
        }
    }

    @Override
    public void onNext(NexusEvent<T> event) {
        payloads.add(event.payload());
        events.add(event);
    }

    @Override
    public void onError(Throwable thrown) {
        error = thrown;
    }

    @Override
    public void onComplete() {
        completed = true;
    }

    boolean isOver() {
        return completed || error != null;
    }
}
