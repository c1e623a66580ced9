package org.eventnexus.cdi;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eventnexus.domain.Scheduler;

/** The application's pools, between opening and closing; before and after, everything is rejected. */
final class Threads implements EngineThreads {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final String NAME = "eventnexus-";

    private volatile Pools pools;

    private record Pools(ThreadPoolExecutor pool, ThreadPoolExecutor blocking, ScheduledThreadPoolExecutor timer) {}

    /**
     * Makes the threads, all of them at once, because a managed thread takes over the context in which it is made: now it
     * is the application's and nobody's, later it would be that of whoever hands in a task.
     */
    @Override
    public void open(ThreadFactory factory, int size) {
        var pool = new ThreadPoolExecutor(
                size, size, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named(NAME, factory));
        pool.prestartAllCoreThreads();
        var timer = new ScheduledThreadPoolExecutor(1, named(NAME + "timer-", factory));
        timer.setRemoveOnCancelPolicy(true);
        timer.prestartAllCoreThreads();
        var blocking = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, 1, TimeUnit.MINUTES, new SynchronousQueue<>(), named(NAME + "source-", factory));
        pools = new Pools(pool, blocking, timer);
    }

    private static ThreadFactory named(String prefix, ThreadFactory factory) {
        var number = new AtomicInteger();
        return task -> {
            Thread thread = factory.newThread(task);
            thread.setName(prefix + number.incrementAndGet());
            return thread;
        };
    }

    /** Whether a thread is one of an application's pools, so that nobody else is interrupted with it. */
    static boolean areOurs(Thread thread) {
        return thread.getName().startsWith(NAME);
    }

    /** Threads that do not keep Java SE from ending. */
    static ThreadFactory daemons(ClassLoader loader) {
        ThreadFactory plain = Executors.defaultThreadFactory();
        return task -> {
            Thread thread = plain.newThread(task);
            thread.setDaemon(true);
            thread.setContextClassLoader(loader);
            return thread;
        };
    }

    /** Lets running tasks end, for a short time. */
    @Override
    public void close() {
        Pools closing = pools;
        pools = null;
        if (closing != null) {
            closing.timer().shutdownNow();
            closing.blocking().shutdownNow();
            closing.pool().shutdown();
            await(closing);
        }
    }

    private static void await(Pools closing) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            // Sources' threads as well, which have been interrupted: what they use of the application is soon gone.
            if (!endsBy(end, closing.pool()) | !endsBy(end, closing.blocking())) {
                Log.threadsBusy();
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        } finally {
            closing.pool().shutdownNow();
        }
    }

    private static boolean endsBy(long endNanos, ThreadPoolExecutor pool) throws InterruptedException {
        return pool.awaitTermination(endNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public Executor executor() {
        return task -> opened().pool().execute(task);
    }

    /**
     * As many threads as there are tasks, for those that may hold one: sources that block. It is the timer that hands them
     * out, because it is the application's, and so is the context of a thread that has to be made.
     */
    @Override
    public Executor blockingExecutor() {
        return task -> {
            Pools open = opened();
            open.timer().execute(() -> runLogged(() -> open.blocking().execute(task)));
        };
    }

    @Override
    public Scheduler scheduler() {
        return (task, delay) -> {
            Future<?> scheduled =
                    opened().timer().schedule(() -> runLogged(task), delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> scheduled.cancel(false);
        };
    }

    private static void runLogged(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error error) {
            Log.taskFailed(error); // a future would keep it to itself
        }
    }

    private Pools opened() {
        Pools open = pools;
        if (open == null) {
            throw new RejectedExecutionException("ENX-0002 the application's domains have not started or have stopped");
        }
        return open;
    }
}
