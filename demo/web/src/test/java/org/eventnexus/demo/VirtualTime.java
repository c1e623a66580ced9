package org.eventnexus.demo;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.eventnexus.domain.Scheduler;

/** Time that passes when a test says so, and then runs what has become due, in order, on the test's thread. */
final class VirtualTime implements Scheduler, Executor, LongSupplier {
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::due).thenComparingLong(Task::number));
    private long now = -123_456_789; // an arbitrary origin, as System.nanoTime has
    private long late;
    private long scheduled;

    private record Task(long due, long number, Runnable run) {}

    @Override
    public long getAsLong() {
        return now;
    }

    @Override
    public Cancellable schedule(Runnable run, Duration delay) {
        var task = new Task(now + delay.toNanos(), scheduled++, run);
        tasks.add(task);
        return () -> tasks.remove(task);
    }

    @Override
    public void execute(Runnable run) {
        tasks.add(new Task(now - late, scheduled++, run)); // an executor is not late
    }

    void pass(Duration duration) {
        long end = now + duration.toNanos();
        while (!tasks.isEmpty() && tasks.peek().due() + late <= end) {
            Task task = tasks.poll();
            now = Math.max(now, task.due() + late);
            task.run().run();
        }
        now = end;
    }

    /** From now on the scheduler runs everything this much too late, as real ones do. */
    void beLateBy(Duration duration) {
        late = duration.toNanos();
    }

    int tasks() {
        return tasks.size();
    }
}
