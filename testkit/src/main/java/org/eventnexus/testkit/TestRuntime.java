package org.eventnexus.testkit;

import java.time.Instant;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eventnexus.ErrorHandler;
import org.eventnexus.cdi.SeRuntime;
import org.eventnexus.domain.EngineClock;
import org.eventnexus.domain.Scheduler;

/** What the domains of one test run on: the test's thread, and the test's clock. */
final class TestRuntime implements SeRuntime, AutoCloseable {
    private static final int MOST_SOURCES = 100;
    private static final long LAST_MILLIS = 2_000;

    final Journal journal = new Journal();
    final VirtualTime time;
    final CallingThread executor;
    private final Set<String> domains;
    /** For sources that may block: real threads, because they would hold the test's. */
    private final ExecutorService sources =
            new ThreadPoolExecutor(0, MOST_SOURCES, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), TestRuntime::daemon);

    TestRuntime(Instant start, Set<String> domains) {
        this.time = new VirtualTime(start, this::runDue);
        this.executor = new CallingThread(journal::read, time::runDue);
        this.domains = Set.copyOf(domains);
    }

    private void runDue(Runnable task) {
        executor.runDue(task);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "eventnexus-testkit-source");
        thread.setDaemon(true);
        return thread;
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

    /** Ends its threads, and waits a moment until they have. */
    @Override
    public void close() {
        sources.shutdownNow();
        try {
            sources.awaitTermination(LAST_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
