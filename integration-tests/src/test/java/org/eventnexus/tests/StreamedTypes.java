package org.eventnexus.tests;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eventnexus.EventBus;
import org.eventnexus.NexusEvent;

/** The types of the events that a domain streams, from now on. */
final class StreamedTypes implements Flow.Subscriber<NexusEvent<Object>>, AutoCloseable {
    private final BlockingQueue<String> types = new LinkedBlockingQueue<>();
    private Flow.Subscription subscription;

    private StreamedTypes() {}

    static StreamedTypes of(EventBus bus, String selector) {
        var streamed = new StreamedTypes();
        bus.<Object>stream(selector).subscribe(streamed);
        return streamed;
    }

    /** The next one, or null if there is none in time. */
    String next(Duration patience) throws InterruptedException {
        return types.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    boolean isEmpty() {
        return types.isEmpty();
    }

    @Override
    public synchronized void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(NexusEvent<Object> event) {
        types.add(event.type().toString());
    }

    @Override
    public void onError(Throwable error) {
        types.add("failed: " + error);
    }

    @Override
    public void onComplete() {
        types.add("complete");
    }

    @Override
    public synchronized void close() {
        subscription.cancel();
    }
}
