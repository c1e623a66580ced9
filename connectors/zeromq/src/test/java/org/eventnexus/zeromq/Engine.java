package org.eventnexus.zeromq;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.eventnexus.DomainConfig;
import org.eventnexus.Nexus;
import org.eventnexus.domain.DomainEngine;

/** Domains on a pool and a timer that end with them. */
final class Engine implements AutoCloseable {
    /** As a server's: daemons. */
    static final ThreadFactory THREADS = task -> {
        var thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    };

    private final ExecutorService pool = Executors.newFixedThreadPool(2, THREADS);
    private final ExecutorService blocking = Executors.newCachedThreadPool(THREADS);
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1, THREADS);
    private final DomainEngine domains = DomainEngine.builder()
            .executor(pool)
            .blockingExecutor(blocking)
            .scheduler((task, delay) -> {
                if (timer.isShutdown()) {
                    throw new RejectedExecutionException("shut down");
                }
                var scheduled = timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
                return () -> scheduled.cancel(false);
            })
            .build();

    Nexus domain(String name) {
        return domains.create(DomainConfig.of(name));
    }

    void start() {
        domains.start();
    }

    @Override
    public void close() {
        domains.close();
        pool.shutdownNow();
        blocking.shutdownNow();
        timer.shutdownNow();
    }
}
