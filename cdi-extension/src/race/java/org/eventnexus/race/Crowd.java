package org.eventnexus.race;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Threads that set off together, in an order by chance. For one thread, and to be run once. */
public final class Crowd {
    /** What a thread does; it may fail. */
    @FunctionalInterface
    public interface Task {
        void run(Chance chance) throws Exception;
    }

    private final Chance chance;
    private final List<FutureTask<Void>> tasks = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch signal = new CountDownLatch(1);

    public Crowd(Chance chance) {
        this.chance = chance;
    }

    /** One more thread. */
    public Crowd add(Task task) {
        return add(1, task);
    }

    /** As many threads that do the same. */
    public Crowd add(int count, Task task) {
        for (int i = 0; i < count; i++) {
            Chance own = chance.fork();
            tasks.add(new FutureTask<>(() -> {
                signal.await();
                own.delay();
                task.run(own);
                return null;
            }));
        }
        return this;
    }

    /** Sets all off. */
    public Crowd start() {
        chance.shuffle(tasks);
        for (FutureTask<Void> task : tasks) {
            var thread = new Thread(task, "crowd-" + threads.size());
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        signal.countDown();
        return this;
    }

    /** Whether all are done, or have failed. */
    public boolean isDone() {
        return tasks.stream().allMatch(FutureTask::isDone);
    }

    /** Waits for all, and fails as the first of them that did, or saying where they are stuck. */
    public void await(Duration bound) throws Exception {
        long end = System.nanoTime() + bound.toNanos();
        for (FutureTask<Void> task : tasks) {
            try {
                task.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (ExecutionException failed) {
                throw new AssertionError("in another thread: " + failed.getCause(), failed.getCause());
            } catch (TimeoutException stuck) {
                throw new AssertionError("not done after " + bound + ":\n" + stacks(), stuck);
            }
        }
    }

    private String stacks() {
        return threads.stream()
                .filter(Thread::isAlive)
                .map(thread -> thread.getName() + "\n  " + trace(thread))
                .collect(Collectors.joining("\n"));
    }

    private static String trace(Thread thread) {
        return Arrays.stream(thread.getStackTrace()).map(Object::toString).collect(Collectors.joining("\n  "));
    }
}
