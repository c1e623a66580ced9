package org.eventnexus.observable;

import java.util.concurrent.Flow;
import org.junit.jupiter.api.Tag;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowSubscriberBlackboxVerification;
import org.testng.annotations.Test;

/** An observable that notifies of what a publisher emits keeps the rules of Reactive Streams. */
@Tag("OB-07")
@Test
public class ObservableSubscriberTckTest extends FlowSubscriberBlackboxVerification<Integer> {
    private static final long TIMEOUT_MILLIS = 500;
    private static final long NO_SIGNAL_MILLIS = 50;

    public ObservableSubscriberTckTest() {
        super(new TestEnvironment(TIMEOUT_MILLIS, NO_SIGNAL_MILLIS));
    }

    @Override
    public Flow.Subscriber<Integer> createFlowSubscriber() {
        return new FlowFeed<>(new Observable<Integer>(), Errors.THROWN);
    }

    @Override
    public Integer createElement(int number) {
        return number;
    }
}
