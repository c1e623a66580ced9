package org.eventnexus.domain;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Runs tasks when the test says so, on the test's thread; rejects on demand. Thread-safe. */
final class HandExecutor implements Executor {
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private boolean rejecting;
    private int rejections;

    @Override
    public synchronized void execute(Runnable task) {
        if (rejecting) {
            rejections++;
            throw new RejectedExecutionException("the executor rejects");
        }
        tasks.add(task);
    }

    /** Runs one task; whether there was one. */
    boolean runOne() {
        Runnable task;
        synchronized (this) {
            task = tasks.poll();
        }
        if (task != null) {
            task.run();
        }
        return task != null;
    }

    /** Runs tasks until there are none. */
    void runAll() {
        while (runOne()) {}
    }

    synchronized void rejecting(boolean yes) {
        rejecting = yes;
    }

    synchronized int rejections() {
        return rejections;
    }

    synchronized int waiting() {
        return tasks.size();
    }
}
