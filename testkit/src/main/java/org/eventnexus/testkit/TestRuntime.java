package org.eventnexus.testkit;

import java.time.Instant;
import java.util.Set;
import java.util.concurrent.Executor;
import org.eventnexus.ErrorHandler;
import org.eventnexus.cdi.SeRuntime;
import org.eventnexus.domain.EngineClock;
import org.eventnexus.domain.Scheduler;

/** What the domains of one test run on: the test's thread, and the test's clock. */
final class TestRuntime implements SeRuntime, AutoCloseable {
    final Journal journal = new Journal();
    final VirtualTime time;
    final CallingThread executor;
    private final SourceThreads sources = new SourceThreads();
    private final Set<String> domains;

    TestRuntime(Instant start, Set<String> domains) {
        this.time = new VirtualTime(start, this::runDue);
        this.executor = new CallingThread(journal::read, this::rest);
        this.domains = Set.copyOf(domains);
    }

    private void runDue(Runnable task) {
        executor.runDue(task);
        sources.awaitRest();
    }

    /** Lets everything happen that needs no more time. */
    void rest() {
        sources.awaitRest();
        time.runDue();
    }

    @Override
    public Executor executor() {
        return executor;
    }

    @Override
    public Executor blockingExecutor() {
        return sources;
    }

    @Override
    public Scheduler scheduler() {
        return time;
    }

    @Override
    public EngineClock clock() {
        return time;
    }

    @Override
    public ErrorHandler errorHandler() {
        return journal;
    }

    @Override
    public Set<String> domains() {
        return domains;
    }

    @Override
    public void close() {
        sources.close();
    }
}
