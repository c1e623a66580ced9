package org.eventnexus.gateway.stream;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.eventnexus.domain.Scheduler;
import org.eventnexus.domain.Scheduler.Cancellable;

/** Ends a stream when its caller's token ends, unless it is over before. Thread-safe. */
final class Lifetime {
    private final Scheduler scheduler;
    private final Executor executor;

    // guarded by this
    private Cancellable timer;
    private boolean over;

    Lifetime(Scheduler scheduler, Executor executor) {
        this.scheduler = scheduler;
        this.executor = executor;
    }

    /**
     * Begins; once. Where there is no scheduler, as the application's threads are not there yet or not any more, a life with
     * an end cannot be kept to, and so it ends at once.
     *
     * @param length null for one without end
     */
    void begin(Duration length, Runnable end) {
        if (length == null) {
            return;
        }
        try {
            keep(scheduler.schedule(() -> hand(end), length));
        } catch (RejectedExecutionException nobodyThere) {
            end.run();
        }
    }

    private synchronized void keep(Cancellable scheduled) {
        timer = scheduled;
        if (over) {
            timer.cancel();
        }
    }

    /** The scheduler's thread is everybody's, and must not wait for a client's lock. */
    private void hand(Runnable end) {
        try {
            executor.execute(end);
        } catch (RejectedExecutionException gone) {
            end.run();
        }
    }

    /** What it was about has ended by itself: its timer would hold it. */
    synchronized void over() {
        over = true;
        if (timer != null) {
            timer.cancel();
        }
    }
}
