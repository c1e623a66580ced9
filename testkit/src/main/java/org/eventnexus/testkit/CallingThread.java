package org.eventnexus.testkit;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/**
 * Runs tasks at once, on the thread that hands them in: so a publisher comes back when everything that follows from its
 * event is done, in the same order every time. Thread-safe.
 *
 * <p>A task that is handed in by another one runs within it, as if threads were never busy, so that a receiver may wait for
 * what it has published into another domain. Very deep inside it has to wait for the outer ones, or the stack would end.
 */
final class CallingThread implements Executor {
    private static final int DEEPEST = 40;
    private static final System.Logger LOG = System.getLogger("org.eventnexus.testkit");

    private final Runnable before;
    private final Runnable atRest;
    private final ThreadLocal<Depth> depth = ThreadLocal.withInitial(Depth::new);
    private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();
    private volatile boolean holding;

    private static final class Depth {
        private int tasks;
        private final ArrayDeque<Runnable> deeper = new ArrayDeque<>();
    }

    /**
     * @param before run before each task
     * @param atRest run when a thread has no more tasks, before it goes back
     */
    CallingThread(Runnable before, Runnable atRest) {
        this.before = before;
        this.atRest = atRest;
    }

    @Override
    public void execute(Runnable task) {
        before.run();
        if (holding) {
            held.add(task);
        } else {
            runHere(task);
        }
    }

    private void runHere(Runnable task) {
        Depth mine = depth.get();
        if (mine.tasks == DEEPEST) {
            mine.deeper.add(task);
        } else {
            runWithin(mine, task, atRest);
        }
    }

    /** Runs a task that has become due; what is due besides is left to who runs this one. */
    void runDue(Runnable task) {
        runWithin(depth.get(), task, () -> {});
    }

    private void runWithin(Depth mine, Runnable task, Runnable last) {
        mine.tasks++;
        try {
            run(task);
            if (mine.tasks == 1) {
                finish(mine, last);
            }
        } finally {
            if (--mine.tasks == 0) {
                depth.remove();
            }
        }
    }

    private static void finish(Depth mine, Runnable last) {
        do {
            for (Runnable next = mine.deeper.poll(); next != null; next = mine.deeper.poll()) {
                run(next);
            }
            last.run();
        } while (!mine.deeper.isEmpty());
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error fault) { // as the threads of an application do
            LOG.log(System.Logger.Level.ERROR, "ENX-0060 a task of the test's domains or beans failed", fault);
        }
    }

    /** Whether this thread is in a task. */
    boolean isInTask() {
        return depth.get().tasks > 0;
    }

    /** Keeps tasks from running while something else does, then runs them. */
    void hold(Runnable meanwhile) {
        holding = true;
        try {
            meanwhile.run();
        } finally {
            holding = false;
            for (Runnable task = held.poll(); task != null; task = held.poll()) {
                runHere(task);
            }
        }
    }

    boolean isHolding() {
        return holding;
    }
}
