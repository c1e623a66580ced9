package org.eventnexus.domain;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eventnexus.DomainConfig;
import org.eventnexus.Nexus;

/** An engine on a real pool and a real timer, both of which end with it. */
final class PooledEngine implements AutoCloseable {
    private static final ThreadFactory DAEMONS = task -> {
        var thread = new Thread(task, "pooled-engine");
        thread.setDaemon(true);
        return thread;
    };

    final ExecutorService pool;
    final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1, DAEMONS);
    final AtomicLong errors = new AtomicLong();
    final DomainEngine engine;
    private final ExecutorService publishers = Executors.newCachedThreadPool(DAEMONS);

    PooledEngine(int threads) {
        this(threads, false);
    }

    /** @param more whether it has further threads, which may be held, as in a server */
    PooledEngine(int threads, boolean more) {
        this.pool = Executors.newFixedThreadPool(threads, DAEMONS);
        this.engine = DomainEngine.builder()
                .executor(pool)
                .blockingExecutor(more ? publishers : null)
                .scheduler(scheduler(timer))
                .errorHandler((event, receiver, error) -> errors.incrementAndGet())
                .build();
    }

    /** A JDK timer as a scheduler, which does not say by itself that it is shut down. */
    static Scheduler scheduler(ScheduledExecutorService timer) {
        return (task, delay) -> {
            if (timer.isShutdown()) {
                throw new RejectedExecutionException("shut down");
            }
            var scheduled = timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> scheduled.cancel(false);
        };
    }

    Nexus create(DomainConfig config) {
        return engine.create(config);
    }

    Nexus start(DomainConfig config) {
        Nexus nexus = engine.create(config);
        nexus.start();
        return nexus;
    }

    /** A publisher's thread of its own. */
    Future<?> publisher(Task task) {
        return publishers.submit(() -> {
            task.run();
            return null;
        });
    }

    interface Task {
        void run() throws Exception;
    }

    @Override
    public void close() {
        engine.all().forEach(nexus -> nexus.stop(Duration.ofSeconds(5)));
        engine.close();
        publishers.shutdownNow();
        pool.shutdownNow();
        timer.shutdownNow();
    }
}
