package org.eventnexus.source;

import java.time.Duration;
import java.util.concurrent.Executor;
import org.eventnexus.SourceContext.Scheduled;

/** What sources need of the engine; must not refer to its domains, which sources do not keep from being collected. */
public interface Surroundings {

    /** The threads of the domains. */
    Executor executor();

    /** Threads that may be held. */
    Executor blockingExecutor();

    /** Runs a task later; it does no more than hand work to an executor. */
    Scheduled schedule(Runnable task, Duration delay);

    /** A monotonic clock. */
    long nanoTime();

    /** Whether the calling thread is in a domain's loop, where what is published would count as a receiver's. */
    boolean isInLoop();
}
