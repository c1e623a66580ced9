package org.eventnexus.gateway.stream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.eventnexus.domain.Scheduler;

/** Threads and time that a test moves by hand. For one thread. */
final class Manual implements Executor, Scheduler {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<Timed> timed = new ArrayList<>();
    private long now = -5_000_000_000L; // System.nanoTime may be negative too
    boolean rejecting;
    boolean rejectingTime;

    private record Timed(long at, Runnable task) {}

    @Override
    public void execute(Runnable task) {
        if (rejecting) {
            throw new RejectedExecutionException();
        }
        tasks.add(task);
    }

    @Override
    public Cancellable schedule(Runnable task, Duration delay) {
        if (rejectingTime) {
            throw new RejectedExecutionException();
        }
        Timed entry = new Timed(now + delay.toNanos(), task);
        timed.add(entry);
        return () -> timed.remove(entry);
    }

    /** How many tasks wait for their time. */
    int timers() {
        return timed.size();
    }

    long nanoTime() {
        return now;
    }

    /** Runs what is submitted, until nothing more is. */
    int run() {
        int ran = 0;
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
            ran++;
        }
        return ran;
    }

    /** Runs one task, if there is one. */
    void step() {
        Runnable task = tasks.poll();
        if (task != null) {
            task.run();
        }
    }

    /** Lets time pass, and runs what that brings. */
    void pass(Duration duration) {
        long end = now + duration.toNanos();
        run();
        for (Timed next = next(end); next != null; next = next(end)) {
            timed.remove(next);
            now = Math.max(now, next.at());
            next.task().run();
            run();
        }
        now = end;
    }

    private Timed next(long end) {
        return timed.stream()
                .filter(entry -> entry.at() <= end)
                .min(Comparator.comparingLong(Timed::at))
                .orElse(null);
    }
}
