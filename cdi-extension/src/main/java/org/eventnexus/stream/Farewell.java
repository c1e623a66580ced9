package org.eventnexus.stream;

import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Waits, at a stop, until those who follow have got what there was for them and their end: until the stop's deadline, but no
 * longer than a second after one of them has last taken something. Who is not done then is told of an error. Runs their tasks
 * on the stopping thread if the executor does not.
 */
final class Farewell {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);
    private static final long SLICE = TimeUnit.MILLISECONDS.toNanos(50);

    private final List<Follower> left;
    private final boolean haveThreads;
    /** A permit for each time that one of them has moved. */
    private final Semaphore changes;

    private boolean interrupted;

    /** @param haveThreads whether the executor has ever been used */
    Farewell(List<Follower> left, boolean haveThreads, Semaphore changes) {
        this.left = left;
        this.haveThreads = haveThreads;
        this.changes = changes;
    }

    void await(long deadline) {
        boolean here = !haveThreads;
        long moved = System.nanoTime();
        for (long now = moved; isTime(now, deadline, moved); now = System.nanoTime()) {
            long before = progress();
            if (here) {
                left.forEach(follower -> follower.task.runHere());
            } else {
                rest();
            }
            boolean moves = left.stream().anyMatch(Follower::isOver) || progress() != before;
            here = here == moves; // on with what helps
            if (moves) {
                moved = System.nanoTime();
            }
        }
        for (Follower follower : left) {
            follower.hurry(follower.stopped());
            follower.task.runHere();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isTime(long now, long deadline, long moved) {
        left.removeIf(Follower::isOver);
        return !left.isEmpty() && now - deadline < 0 && now - moved < PATIENCE && !interrupted;
    }

    private long progress() {
        return left.stream().mapToLong(Follower::progress).sum();
    }

    private void rest() {
        try {
            changes.tryAcquire(SLICE, TimeUnit.NANOSECONDS);
            changes.drainPermits();
        } catch (InterruptedException hurry) {
            interrupted = true;
        }
    }
}
