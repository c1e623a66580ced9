package org.eventnexus.domain;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Drains a closed domain to a deadline, then abandons the rest; on the stopping thread if the executor is gone, or was
 * never used as the domain was not started (R12).
 */
final class Shutdown {
    /** How long the loop may be scheduled without running before the stopping thread takes its place. */
    private static final long SLICE = TimeUnit.MILLISECONDS.toNanos(50);
    /** How long abandoning may take; a receiver that does not return is not waited for any longer. */
    private static final Duration ABANDON = Duration.ofSeconds(1);

    private final Loop loop;
    private final boolean started;
    private final CountDownLatch drained = new CountDownLatch(1);
    private boolean interrupted;

    Shutdown(Loop loop, boolean started) {
        this.loop = loop;
        this.started = started;
    }

    /** Returns when the domain is empty, or after the deadline and a moment; after an interrupt, after a moment. */
    void run(Duration deadline) {
        tell(() -> loop.drain().whenDrained(drained::countDown));
        if (!started || !await(deadline)) {
            tell(loop.drain()::abandon);
            if (!await(ABANDON)) {
                loop.drain().abandonFromOutside();
            }
        }
        loop.over();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(Runnable task) {
        if (started) {
            loop.post(task);
        } else {
            loop.leave(task);
        }
    }

    private boolean await(Duration time) {
        boolean interruptible = !interrupted;
        long end = System.nanoTime() + TimeUnit.NANOSECONDS.convert(time);
        if (!started || loop.isRejected()) {
            loop.runHere(end);
        }
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            try {
                if (drained.await(Math.min(left, SLICE), TimeUnit.NANOSECONDS)) {
                    return true;
                }
            } catch (InterruptedException e) {
                interrupted = true;
                if (interruptible) {
                    return false;
                }
            }
            loop.runHere(end); // does nothing while the loop runs
        }
        return drained.getCount() == 0;
    }
}
