package org.eventnexus.domain;

import java.time.Duration;
import org.eventnexus.bus.Receiver;

/** An event whose dispatch waits until a receiver that has failed is called again. */
final class RetryWait extends Suspension {
    /** What the attempts so far have come to. */
    final Throwable failure;

    private Scheduler.Cancellable timer;

    /** @param attempts that have failed */
    RetryWait(Loop loop, Delivery<?> delivery, Receiver[] route, int at, int attempts, Throwable failure) {
        super(loop, delivery, route, at, attempts, null);
        this.failure = failure;
    }

    /** @throws java.util.concurrent.RejectedExecutionException if that will never be */
    void begin(Scheduler scheduler, Duration delay) {
        timer = scheduler.schedule(() -> accept(null, null), delay);
    }

    /** It is nobody's fault but the delay's. */
    @Override
    boolean isFoundSlow(long now, long limit) {
        return false;
    }

    @Override
    void close() {
        if (timer != null) { // else it is due already, within the call that schedules it
            timer.cancel();
        }
    }
}
