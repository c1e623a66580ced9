package org.eventnexus.observable;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Tag;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.annotations.AfterClass;
import org.testng.annotations.Test;

/** An observable as a publisher keeps the rules of Reactive Streams. */
@Tag("OB-07")
@Test
public class ObservablePublisherTckTest extends FlowPublisherVerification<Long> {
    private static final long TIMEOUT_MILLIS = 500;
    private static final long NO_SIGNAL_MILLIS = 50;

    private final ExecutorService pool = Executors.newCachedThreadPool();

    public ObservablePublisherTckTest() {
        super(new TestEnvironment(TIMEOUT_MILLIS, NO_SIGNAL_MILLIS));
    }

    @AfterClass
    public void stop() {
        pool.shutdownNow();
    }

    /** The values are told when there is a subscriber, each when the one before is over; then it is closed. */
    @Override
    public Flow.Publisher<Long> createFlowPublisher(long elements) {
        var observable = new Observable<Long>();
        Flow.Publisher<Long> publisher = observable.toPublisher();
        return subscriber -> {
            publisher.subscribe(subscriber);
            pool.execute(() -> tell(observable, 0, elements));
        };
    }

    private void tell(Observable<Long> observable, long number, long elements) {
        for (long next = number; next < elements && hasObservers(observable); next++) {
            var done = observable.notify(next).done().toCompletableFuture();
            if (!done.isDone()) {
                long after = next + 1;
                done.thenRunAsync(() -> tell(observable, after, elements), pool);
                return;
            }
        }
        observable.close();
    }

    /** False when the subscriber has cancelled. */
    private static boolean hasObservers(Observable<?> observable) {
        try (Observers<?> open = observable.observers()) {
            return open.iterator().hasNext();
        }
    }

    @Override
    public Flow.Publisher<Long> createFailedFlowPublisher() {
        return null; // it has no errors of its own
    }
}
