package org.eventnexus.domain;

import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Stops domains together: drains them side by side, each to its own deadline, then closes them for good and abandons what
 * is left; on other threads if the executor's are all held, and on the stopping thread if there are none or the executor is
 * gone, or was never used as a domain was not started (R12).
 *
 * <p>What their loops publish into each other meanwhile is admitted, so a domain that is empty may get events again. The
 * drain is over when all were empty at the same moment: whoever is empty says at which sequence, and if, after all have
 * been asked for that, nobody has given a new sequence, all of them were empty when the last one was asked.
 */
final class Shutdown {
    /** How long nothing may move before loops that are scheduled but do not run are run otherwise. */
    private static final long SLICE = TimeUnit.MILLISECONDS.toNanos(50);

    private final List<Stopping> domains;
    /** A permit for each time that a domain has become empty. */
    private final Semaphore changes = new Semaphore(0);

    private boolean stalled;
    private boolean interrupted;

    Shutdown(List<Stopping> domains) {
        this.domains = domains;
    }

    /** Returns when all are empty, or after the deadlines and a moment; after an interrupt, after a moment. */
    void run() {
        domains.forEach(domain -> domain.begin(changes::release));
        awaitEmpty();
        domains.forEach(Stopping::close);
        awaitEmpty(); // others, which are not stopped together with these, may have published in between
        domains.forEach(this::awaitSources);
        domains.forEach(Stopping::end);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitEmpty() {
        for (; ; ) {
            long now = System.nanoTime();
            domains.forEach(domain -> domain.keepDeadline(now, interrupted));
            if (areEmpty()) {
                return;
            }
            long before = progress();
            if (!runHere() || progress() == before) {
                boolean changed = awaitChange(now);
                stalled = !changed && progress() == before;
            }
        }
    }

    /** Sources are closed while domains drain. */
    private void awaitSources(Stopping domain) {
        try {
            domain.awaitSources(interrupted);
        } catch (InterruptedException e) {
            interrupted = true;
        }
    }

    private boolean areEmpty() {
        domains.forEach(Stopping::look);
        return domains.stream().allMatch(Stopping::isOver);
    }

    private long progress() {
        return domains.stream().mapToLong(Stopping::progress).sum();
    }

    /**
     * Handles some events of each domain that nobody else would; whether there was one. A receiver that does not return
     * holds this thread, so that it leaves to others whatever they run.
     */
    private boolean runHere() {
        boolean any = false;
        for (Stopping domain : domains) {
            if (!domain.isOver() && (!domain.isRunByExecutor() || stalled && !domain.isLent())) {
                domain.runHere();
                any = true;
            }
        }
        return any;
    }

    private boolean awaitChange(long now) {
        long nanos = SLICE;
        for (Stopping domain : domains) {
            nanos = Math.min(nanos, domain.untilDeadline(now));
        }
        try {
            boolean changed = changes.tryAcquire(nanos, TimeUnit.NANOSECONDS);
            changes.drainPermits();
            return changed;
        } catch (InterruptedException e) {
            interrupted = true;
            return true;
        }
    }
}
