package org.eventnexus.domain;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Drains a closed domain to a deadline, then abandons the rest; on the stopping thread if the executor is gone (R12). */
final class Shutdown {
    /** How long the loop may be scheduled without running before the stopping thread takes its place. */
    private static final long SLICE_MILLIS = 50;
    /** How long abandoning may take; a receiver that does not return is not waited for any longer. */
    private static final Duration ABANDON = Duration.ofSeconds(1);

    private final Loop loop;
    private final boolean started;
    private final CountDownLatch drained = new CountDownLatch(1);

    Shutdown(Loop loop, boolean started) {
        this.loop = loop;
        this.started = started;
    }

    /** Returns when the domain is empty, or after the deadline and a moment. {@code stuck} is for a loop that never comes back. */
    void run(Duration deadline, Runnable stuck) {
        loop.post(() -> loop.whenDrained(drained::countDown));
        if (started && await(deadline)) {
            return;
        }
        loop.post(loop::abandon);
        if (!await(ABANDON)) {
            stuck.run();
        }
    }

    private boolean await(Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        boolean interrupted = false;
        try {
            for (long left = deadline.toNanos(); left > 0; left = end - System.nanoTime()) {
                try {
                    if (drained.await(
                            Math.min(left, TimeUnit.MILLISECONDS.toNanos(SLICE_MILLIS)), TimeUnit.NANOSECONDS)) {
                        return true;
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                    return false;
                }
                loop.runHere(); // does nothing while the loop runs
            }
            return drained.getCount() == 0;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
