package org.eventnexus.cdi;

import java.util.concurrent.Executor;
import org.eventnexus.domain.EngineClock;
import org.eventnexus.domain.Scheduler;

/**
 * The threads on which an application's domains run, for parts of the application that want no others. A bean,
 * application-wide: each module of an EAR gets the same threads. Thread-safe.
 *
 * <p>In a server they come from its managed thread factory, with the application's class loader, CDI and naming, and with
 * nobody's identity, no transaction and no request scope, whoever hands in a task. In Java SE they are daemon threads.
 *
 * <p>They exist from just before {@link DomainsStarted} until just after {@link DomainsStopping}; before and after,
 * executor and scheduler reject with {@link java.util.concurrent.RejectedExecutionException}.
 */
public interface ApplicationThreads {

    /** Runs tasks on the pool; {@code eventnexus.threads} says how many there are. A task should be short and not block. */
    Executor executor();

    /** Runs tasks later, on a thread that all timed tasks share: a task does no more than hand work to the executor. */
    Scheduler scheduler();

    /** What the domains tell the time by, and what fits the scheduler's delays: in a test it is a clock that the test moves. */
    EngineClock clock();
}
