package org.eventnexus.domain;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/** An event in a lane. Belongs to whoever has it: the lane's queue, a worker, or what it waits for. */
final class Errand {
    final Delivery<?> delivery;
    /** Calls so far. */
    int attempts;
    /** What the last of them came to; null if there was none, or none that failed. */
    Throwable failure;

    Errand(Delivery<?> delivery) {
        this.delivery = delivery;
    }

    /** What an errand waits for while it holds no thread. It is over once: whoever takes it out of the lane ends it. */
    abstract static class Wait {
        final Errand errand;
        private final AtomicBoolean claimed = new AtomicBoolean();

        Wait(Errand errand) {
            this.errand = errand;
        }

        /** Whether the caller is the first, who ends it. */
        final boolean claim() {
            return claimed.compareAndSet(false, true);
        }

        /** Nobody waits any more. */
        void cancel() {}
    }

    /** The end of the stage that the receiver has returned. */
    static final class StageWait extends Wait implements BiConsumer<Object, Throwable> {
        private final Lane lane;

        StageWait(Lane lane, Errand errand) {
            super(errand);
            this.lane = lane;
        }

        @Override
        public void accept(Object value, Throwable error) {
            lane.stageEnded(this, Suspension.cause(error));
        }
    }

    /** The time of the next attempt. */
    static final class RetryDelay extends Wait {
        private volatile Scheduler.Cancellable timer;

        RetryDelay(Errand errand) {
            super(errand);
        }

        void timer(Scheduler.Cancellable value) {
            timer = value;
        }

        @Override
        void cancel() {
            Scheduler.Cancellable running = timer;
            if (running != null) { // else it is being scheduled, and finds that nobody waits when it is due
                running.cancel();
            }
        }
    }
}
