package org.eventnexus.stream;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.eventnexus.EventLog;
import org.eventnexus.Happening;
import org.eventnexus.log.MemoryLog;

/** What following needs of a domain and its engine. Thread-safe. */
public interface Surroundings {

    /** The domain's name. */
    String domain();

    /** Events that may wait in its queue. */
    int capacity();

    /** The last sequence given. */
    long sequence();

    /** The domain's log; null if it keeps none. */
    EventLog log();

    /** Has every event that gets its sequence after this appended to a tail as well; null for none. */
    void follow(MemoryLog tail);

    /** A tail for so many events. */
    MemoryLog newTail(int length);

    /** The threads of the domains; may reject, and may run a task on the calling thread. */
    Executor executor();

    /**
     * Runs a task later; it does no more than hand work to an executor.
     *
     * @return cancels it
     * @throws java.util.concurrent.RejectedExecutionException if it never will
     */
    Runnable schedule(Runnable task, Duration delay);

    /** Tells those who want to know what has happened, without waiting and without throwing; not under a lock. */
    void tell(Supplier<Happening> what);

    /** A monotonic clock. */
    long nanoTime();
}
