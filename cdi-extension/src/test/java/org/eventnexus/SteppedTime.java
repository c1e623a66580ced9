package org.eventnexus;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A scheduled executor and its clock, for what takes those of the JDK: nothing is due before {@link #advance}. Thread-safe. */
public final class SteppedTime extends AbstractExecutorService implements ScheduledExecutorService {
    private static final Comparator<Task<?>> ORDER =
            Comparator.<Task<?>>comparingLong(task -> task.due).thenComparingLong(task -> task.number);

    private final class Task<V> extends FutureTask<V> implements ScheduledFuture<V> {
        private final long due;
        private final long number;

        private Task(Callable<V> work, long due, long number) {
            super(work);
            this.due = due;
            this.number = number;
        }

        @Override
        public boolean cancel(boolean mayInterrupt) {
            forget(this);
            return super.cancel(mayInterrupt);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due - nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return ORDER.compare(this, (Task<?>) other);
        }
    }

    // Guarded by this.
    private final PriorityQueue<Task<?>> tasks = new PriorityQueue<>(ORDER);
    private long now;
    private long count;
    private boolean stopped;

    /** The clock, in nanoseconds. */
    public synchronized long nanoTime() {
        return now;
    }

    /** How many tasks wait. */
    public synchronized int scheduled() {
        return tasks.size();
    }

    /** Runs what becomes due, in order of time, on the calling thread. */
    public void advance(Duration by) {
        long end = nanoTime() + by.toNanos();
        for (Task<?> task = next(end); task != null; task = next(end)) {
            task.run();
        }
    }

    /** Lets the clock go on, and nothing run: a scheduler that is late. */
    public synchronized void sleep(Duration by) {
        now += by.toNanos();
    }

    private synchronized Task<?> next(long end) {
        Task<?> task = tasks.peek();
        if (task == null || task.due > end) {
            now = end;
            return null;
        }
        now = Math.max(now, task.due);
        return tasks.poll();
    }

    private synchronized void forget(Task<?> task) {
        tasks.remove(task);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
        return schedule(
                () -> {
                    work.run();
                    return null;
                },
                delay,
                unit);
    }

    @Override
    public synchronized <V> ScheduledFuture<V> schedule(Callable<V> work, long delay, TimeUnit unit) {
        if (stopped) {
            throw new RejectedExecutionException("the scheduler is stopped");
        }
        var task = new Task<>(work, now + unit.toNanos(delay), ++count);
        tasks.add(task);
        return task;
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable work, long first, long period, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable work, long first, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void execute(Runnable work) {
        schedule(work, 0, TimeUnit.NANOSECONDS);
    }

    /** From now on it rejects, and runs nothing any more. */
    @Override
    public synchronized void shutdown() {
        stopped = true;
        tasks.clear();
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        return List.of();
    }

    @Override
    public synchronized boolean isShutdown() {
        return stopped;
    }

    @Override
    public boolean isTerminated() {
        return isShutdown();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return isShutdown();
    }
}
