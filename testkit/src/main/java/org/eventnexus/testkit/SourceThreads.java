package org.eventnexus.testkit;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads for what may hold one: the start of push sources, and pull sources. They are real ones, because a source that
 * blocks would hold the test; but others wait for them, so that a test sees what a source does that does not block as if it
 * had been done on the test's own thread. Thread-safe.
 */
final class SourceThreads implements Executor, AutoCloseable {
    private static final int MOST = 100;
    private static final long LAST_MILLIS = 2_000;
    /** How long others wait for those that go on and on. */
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Looks at a thread that waits for something, after which it is taken for blocked. */
    private static final int LOOKS = 25;

    private static final long LOOK_MILLIS = 2;

    private final ThreadPoolExecutor pool =
            new ThreadPoolExecutor(0, MOST, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), SourceThreads::daemon);

    // Guarded by this.
    private int tasks;
    private final Set<Thread> busy = new HashSet<>();
    /** Those of the busy ones that are taken for blocked. */
    private final Set<Thread> blocked = new HashSet<>();

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "eventnexus-testkit-source");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void execute(Runnable task) {
        count(1);
        try {
            pool.execute(() -> run(task));
        } catch (RuntimeException | Error rejected) {
            count(-1);
            throw rejected;
        }
    }

    private void run(Runnable task) {
        enter(Thread.currentThread());
        try {
            task.run();
        } finally {
            leave(Thread.currentThread());
        }
    }

    private synchronized void count(int by) {
        tasks += by;
    }

    private synchronized void enter(Thread thread) {
        busy.add(thread);
    }

    private synchronized void leave(Thread thread) {
        busy.remove(thread);
        blocked.remove(thread);
        tasks--;
        notifyAll();
    }

    /** Waits until all of them are done or blocked, and not for long; a source's own thread does not wait. */
    synchronized void awaitRest() {
        if (tasks == 0 || busy.contains(Thread.currentThread())) {
            return;
        }
        long end = System.nanoTime() + LONGEST_NANOS;
        try {
            for (int looks = 0; !isAtRest(looks) && System.nanoTime() - end < 0; ) {
                wait(LOOK_MILLIS);
                looks = areWaiting() ? looks + 1 : 0;
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isAtRest(int looks) {
        if (looks >= LOOKS) {
            blocked.addAll(busy);
        }
        return tasks == 0 || areWaiting() && blocked.containsAll(busy);
    }

    private boolean areWaiting() {
        return busy.size() == tasks && busy.stream().map(Thread::getState).allMatch(SourceThreads::isWaiting);
    }

    private static boolean isWaiting(Thread.State state) {
        return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
    }

    /** Ends them, and waits a moment until they have. */
    @Override
    public void close() {
        pool.shutdownNow();
        try {
            pool.awaitTermination(LAST_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}
