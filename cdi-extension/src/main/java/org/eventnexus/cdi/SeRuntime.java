package org.eventnexus.cdi;

import java.util.Set;
import java.util.concurrent.Executor;
import org.eventnexus.ErrorHandler;
import org.eventnexus.domain.EngineClock;
import org.eventnexus.domain.Scheduler;

/**
 * What the domains of one CDI container in Java SE run on, where it is not to be threads of the extension's own and the
 * system's time: for test kits, and for programs that bring their own threads. It is handed in as
 * {@code SeContainerInitializer.newInstance().addExtensions(new NexusExtension(runtime))}; a server makes the extension by
 * itself, so that there it has no effect.
 *
 * <p>The methods are called while the container comes up; what they give is used from then on until the container is
 * closed, from any thread, and stays its owner's to shut down. No method returns null.
 */
public interface SeRuntime {

    /** What runs the loops; it may run a task on the calling thread. */
    Executor executor();

    /** What runs tasks that may hold a thread, such as pull sources; by default the same. */
    default Executor blockingExecutor() {
        return executor();
    }

    /** What runs timers, retries and timeouts. */
    Scheduler scheduler();

    /** The time of events, and what durations are measured with. */
    EngineClock clock();

    /** Told of receivers' failures, in place of the log. */
    ErrorHandler errorHandler();

    /** Domains that exist, and count as used, even if no bean names them. */
    default Set<String> domains() {
        return Set.of();
    }
}
