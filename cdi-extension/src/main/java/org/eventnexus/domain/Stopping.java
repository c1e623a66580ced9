package org.eventnexus.domain;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eventnexus.source.Closing;

/**
 * A domain in a {@link Shutdown}: whether it is empty, and what is done when its time is over. Used by the stopping thread,
 * but for what the loop says.
 */
final class Stopping {
    /** How long abandoning may take; a receiver that does not return is not waited for any longer. */
    private static final long ABANDON = TimeUnit.SECONDS.toNanos(1);

    private final Domain domain;
    private final Loop loop;
    private final Mailbox mailbox;
    private final Closing sources;
    private final Lanes lanes;
    private final boolean started;
    /** By {@link System#nanoTime}: of the close of the sources. */
    private final long sourcesDeadline;
    /** By {@link System#nanoTime}: of the drain, then of the abandoning. */
    private long deadline;

    private boolean abandoning;
    private boolean givenUp;
    /** The last sequence that had been given when the loop had nothing left; written by the loop. */
    private volatile long emptyAt = -1;

    private long lookedAt;

    /** @param started whether the domain has been started; if not, nothing is handled */
    Stopping(Domain domain, Mailbox mailbox, Closing sources, boolean started, Duration timeout) {
        this.domain = domain;
        this.loop = domain.loop();
        this.mailbox = mailbox;
        this.sources = sources;
        this.lanes = domain.ownLanes();
        this.started = started;
        long now = System.nanoTime();
        this.sourcesDeadline = now + TimeUnit.NANOSECONDS.convert(timeout);
        this.deadline = started ? sourcesDeadline : now;
    }

    Domain domain() {
        return domain;
    }

    /** Has the loop say when it is empty, and signal that. */
    void begin(Runnable signal) {
        lanes.whenIdle(signal);
        tell(() -> loop.drain().whenEmpty(sequence -> {
            emptyAt = sequence;
            signal.run();
        }));
    }

    private void tell(Runnable task) {
        if (started) {
            loop.post(task);
        } else {
            loop.leave(task);
        }
    }

    /** Asks at which sequence it was empty; for {@link #isOver}, after all have been asked. */
    void look() {
        lookedAt = emptyAt;
    }

    /** Whether it is empty since {@link #look}, and its lanes are, or there is no waiting for it any more. */
    boolean isOver() {
        return givenUp || lookedAt == mailbox.sequence() && lanes.isIdle();
    }

    /** When its time is over, or at once, abandons what is left; when that has taken too long, does it from outside. */
    void keepDeadline(long now, boolean atOnce) {
        if (!abandoning && (atOnce || now - deadline >= 0)) {
            close();
            abandoning = true;
            deadline = now + ABANDON;
            if (emptyAt != mailbox.sequence()) {
                tell(loop.drain()::abandon);
            }
            lanes.abandon();
        } else if (abandoning
                && !givenUp
                && now - deadline >= 0
                && (emptyAt != mailbox.sequence() || !lanes.isIdle())) {
            givenUp = true;
            loop.drain().abandonFromOutside();
        }
    }

    /** Nanoseconds; as long as can be if there is nothing more to do for it. */
    long untilDeadline(long now) {
        return givenUp || abandoning && isOver() ? Long.MAX_VALUE : Math.max(1, deadline - now);
    }

    /** Something that grows as long as events come and go. */
    long progress() {
        var stats = domain.stats();
        return 2 * stats.published() - stats.waiting() + lanes.progress();
    }

    boolean isRunByExecutor() {
        return started
                && !loop.isRejected()
                && !lanes.isRejected()
                && !domain.work().isRejected();
    }

    /**
     * Has threads run the loop that a receiver may hold for ever; false if there are none, or if no receiver is called any
     * more.
     */
    boolean isLent() {
        return !abandoning && loop.lend();
    }

    /** Runs the loop for a moment, on this thread, if it does not run. */
    void runHere() {
        loop.runHere(System.nanoTime());
        lanes.workHere();
        domain.work().workHere();
    }

    /** Admits nothing any more. */
    void close() {
        domain.admission().close();
    }

    /** Waits until its sources are closed, or its time is over, or at once gives up those that are not. */
    void awaitSources(boolean atOnce) throws InterruptedException {
        sources.await(sourcesDeadline, atOnce);
    }

    /** The domain has ended. */
    void end() {
        loop.over();
    }
}
