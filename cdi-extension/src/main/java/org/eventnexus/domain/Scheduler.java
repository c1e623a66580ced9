package org.eventnexus.domain;

import java.time.Duration;

/** Runs a task later; what has time in the engine takes one, so that tests can step it. Thread-safe. */
@FunctionalInterface
public interface Scheduler {

    /**
     * Runs a task once after a delay.
     *
     * @throws java.util.concurrent.RejectedExecutionException if it never will
     */
    Cancellable schedule(Runnable task, Duration delay);

    /** A scheduled task. */
    @FunctionalInterface
    interface Cancellable {
        /** Keeps the task from starting, if it has not. */
        void cancel();
    }
}
