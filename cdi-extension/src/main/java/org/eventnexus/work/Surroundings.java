package org.eventnexus.work;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.eventnexus.Happening;
import org.eventnexus.RetryPolicy;

/** A domain as its work queues see it. Thread-safe. */
public interface Surroundings {

    /** The domain's name. */
    String domain();

    /** A monotonic clock. */
    long nanoTime();

    /**
     * Runs a task later, which does no more than hand work to others.
     *
     * @return cancels it
     * @throws java.util.concurrent.RejectedExecutionException if it never will
     */
    Runnable schedule(Runnable task, Duration delay);

    /** Runs a task on the domain's loop, between two events. */
    void post(Runnable task);

    /**
     * Threads that may be held, for workers.
     *
     * @param who whose they are, in words, for the log
     * @param work does some of the work; whether there may be more
     */
    Threads threads(String who, BooleanSupplier work);

    /** What is waited for after a number of failed attempts. */
    Duration delay(RetryPolicy policy, int attempts);

    /** Whether another attempt may come to something else. */
    boolean isPassing(Throwable error);

    /** Tells those who want to know what has happened, without waiting and without throwing. Not under a lock. */
    void tell(Supplier<Happening> what);
}
