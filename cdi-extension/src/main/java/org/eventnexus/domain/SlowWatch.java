package org.eventnexus.domain;

import java.time.Duration;
import java.util.Collection;
import java.util.function.Supplier;

/**
 * Has the domains of an engine look for slow receivers, now and then, as long as one of them has something to do. Then it
 * rests, and the next loop that is submitted starts it. Thread-safe.
 */
final class SlowWatch {
    private static final long SHORTEST = Duration.ofMillis(10).toNanos();
    private static final long LONGEST = Duration.ofMillis(250).toNanos();
    /** Looks within the time that is too long. */
    private static final int LOOKS = 4;

    private final Scheduler scheduler;
    private final Supplier<Collection<Domain>> domains;

    // Written under the lock.
    private volatile boolean watching;
    private Scheduler.Cancellable next;
    private boolean stopped;

    SlowWatch(Scheduler scheduler, Supplier<Collection<Domain>> domains) {
        this.scheduler = scheduler;
        this.domains = domains;
    }

    /** A loop has something to do, and says so to others already. */
    void wake() {
        if (!watching) {
            goOn(LONGEST);
        }
    }

    private synchronized void goOn(long nanos) {
        if (stopped || watching) {
            return;
        }
        watching = true;
        try {
            next = scheduler.schedule(this::look, Duration.ofNanos(nanos));
        } catch (RuntimeException | Error noScheduler) { // then there is no watch any more, and nobody to be told
            stopped = true;
        }
    }

    synchronized void stop() {
        stopped = true;
        if (next != null) {
            next.cancel();
        }
    }

    private void look() {
        long shortest = Long.MAX_VALUE;
        for (Domain domain : domains.get()) {
            if (domain.slowReceivers().look()) {
                shortest = Math.min(shortest, domain.slowReceivers().limit());
            }
        }
        watching = false;
        // A loop says that it has something to do, then asks whether we watch; we do it the other way round.
        if (shortest != Long.MAX_VALUE || domains.get().stream().anyMatch(Domain::isBusy)) {
            goOn(Math.max(SHORTEST, Math.min(LONGEST, shortest / LOOKS)));
        }
    }
}
