package org.eventnexus.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.eventnexus.domain.EngineClock;
import org.eventnexus.domain.Scheduler;

/** A clock that a test moves, and what is due at its times. Tasks run on the thread that moves it. Thread-safe. */
final class VirtualTime implements Scheduler, EngineClock {
    /** Tasks due at one moment, beyond which something feeds itself without time passing. */
    private static final int MOST_AT_ONCE = 1_000;

    private final long startMillis;
    private final Consumer<Runnable> runner;
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::due).thenComparingLong(Task::number));
    private long now;
    private long count;

    private record Task(long due, long number, Runnable work) {}

    /** @param runner runs a task at once, whatever it throws */
    VirtualTime(Instant start, Consumer<Runnable> runner) {
        this.runner = runner;
        this.startMillis = start.toEpochMilli();
    }

    @Override
    public synchronized Cancellable schedule(Runnable work, Duration delay) {
        var task = new Task(now + Math.min(nanos(delay), Long.MAX_VALUE - now), ++count, work);
        tasks.add(task);
        return () -> cancel(task);
    }

    /** Not negative, and as long as can be for what is longer than that. */
    private static long nanos(Duration delay) {
        return Math.max(0, TimeUnit.NANOSECONDS.convert(delay));
    }

    private synchronized void cancel(Task task) {
        tasks.remove(task);
    }

    /**
     * Runs what becomes due, in order of time, until the time has passed or a condition holds after a task.
     *
     * @throws IllegalStateException if tasks beget tasks without time passing
     */
    void advance(Duration by, BooleanSupplier enough) {
        long end;
        synchronized (this) {
            end = now + Math.min(nanos(by), Long.MAX_VALUE - now);
        }
        if (!runUntil(end, enough)) {
            throw new IllegalStateException("ENX-0061 the test's domains do not come to rest: more than " + MOST_AT_ONCE
                    + " tasks were due at " + instant() + ", one after the other; is there a source that always has"
                    + " another event, or a delay of zero?");
        }
    }

    /** Runs what is due already, or much of it if there is no end. */
    void runDue() {
        long end;
        synchronized (this) {
            end = now;
        }
        runUntil(end, () -> false);
    }

    private boolean runUntil(long end, BooleanSupplier enough) {
        long moment = nanoTime();
        int atOnce = 0;
        while (!enough.getAsBoolean()) {
            Task task = next(end);
            if (task == null) {
                return true;
            }
            atOnce = task.due() > moment ? 1 : atOnce + 1;
            moment = Math.max(moment, task.due());
            runner.accept(task.work());
            if (atOnce == MOST_AT_ONCE) {
                return false;
            }
        }
        return true;
    }

    private synchronized Task next(long end) {
        Task task = tasks.peek();
        if (task == null || task.due() > end) {
            now = Math.max(now, end);
            return null;
        }
        now = Math.max(now, task.due());
        return tasks.poll();
    }

    /** How long it is until each of the next tasks, the first ones of them. */
    synchronized List<Duration> waits(int most) {
        return new ArrayList<>(tasks)
                .stream()
                        .sorted(tasks.comparator())
                        .limit(most)
                        .map(task -> Duration.ofNanos(Math.max(0, task.due() - now)))
                        .toList();
    }

    Instant instant() {
        return Instant.ofEpochMilli(startMillis).plusNanos(nanoTime());
    }

    @Override
    public long currentTimeMillis() {
        return startMillis + TimeUnit.NANOSECONDS.toMillis(nanoTime());
    }

    @Override
    public synchronized long nanoTime() {
        return now;
    }
}
