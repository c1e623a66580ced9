package org.eventnexus.domain;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** Clock and scheduler that a test moves by hand: nothing is due before {@link #advance}. Thread-safe. */
final class VirtualTime implements Scheduler, EngineClock {
    private static final long START_MILLIS = 1_700_000_000_000L;

    private static final class Task {
        private final long due;
        private final long number;
        private final Runnable work;

        private Task(long due, long number, Runnable work) {
            this.due = due;
            this.number = number;
            this.work = work;
        }
    }

    private final PriorityQueue<Task> tasks = new PriorityQueue<>(
            Comparator.<Task>comparingLong(task -> task.due).thenComparingLong(task -> task.number));
    private long now;
    private long count;
    private boolean stopped;

    @Override
    public synchronized Cancellable schedule(Runnable work, Duration delay) {
        if (stopped) {
            throw new RejectedExecutionException("the scheduler is stopped");
        }
        var task = new Task(now + delay.toNanos(), ++count, work);
        tasks.add(task);
        return () -> cancel(task);
    }

    private synchronized void cancel(Task task) {
        tasks.remove(task);
    }

    /** Runs what becomes due, in order of time, on the calling thread. */
    void advance(Duration by) {
        long end;
        synchronized (this) {
            end = now + by.toNanos();
        }
        for (Task task = next(end); task != null; task = next(end)) {
            task.work.run();
        }
    }

    private synchronized Task next(long end) {
        Task task = tasks.peek();
        if (task == null || task.due > end) {
            now = end;
            return null;
        }
        now = task.due;
        return tasks.poll();
    }

    /** From now on it rejects, and runs nothing any more. */
    synchronized void stop() {
        stopped = true;
        tasks.clear();
    }

    synchronized int scheduled() {
        return tasks.size();
    }

    @Override
    public synchronized long currentTimeMillis() {
        return START_MILLIS + TimeUnit.NANOSECONDS.toMillis(now);
    }

    @Override
    public synchronized long nanoTime() {
        return now;
    }
}
