package org.eventnexus;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * What a {@link PushSource} has of its domains between its start and its close. Thread-safe; no argument may be null. After
 * the close nothing is published and no scheduled task starts.
 */
public interface SourceContext {

    /**
     * Publishes an event into each of the source's domains that is started, in the order of registration, without holding
     * the thread: as {@link EventBus#publishAsync} does. A source that tells of more than its domains can take should wait
     * for {@link Publication#accepted()}, for as many events may wait as a domain's capacity, and more are refused.
     *
     * @return a publication for each of these domains; empty if there is none
     */
    List<Publication> distribute(EventDraft<?> draft);

    /** The same, but leaves out domains where an earlier event of this source still waits for room. */
    List<Publication> offer(EventDraft<?> draft);

    /** The names of the domains that the source is registered with and that are started, in the order of registration. */
    List<String> domains();

    /** The threads of the domains, for short tasks that do not block. */
    Executor executor();

    /**
     * Runs a task once after a delay, on {@link #executor()}. What it throws is a failure of the source, as with
     * {@link #fail}. If it cannot be run any more because the threads are gone, the source ends.
     */
    Scheduled schedule(Runnable task, Duration delay);

    /** Nanoseconds from an arbitrary origin, by the clock that {@link #schedule} goes by; never goes back. */
    long nanoTime();

    /** The source has no more events: it is closed and removed from all its domains. */
    void end();

    /** The source is broken: it is closed, and started again or given up, see {@link EventSource#restartPolicy()}. */
    void fail(Throwable error);

    /** A task that is to be run. */
    @FunctionalInterface
    interface Scheduled {
        /** Keeps the task from starting, if it has not. */
        void cancel();
    }
}
