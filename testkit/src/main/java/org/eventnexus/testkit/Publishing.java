package org.eventnexus.testkit;

import java.time.Duration;
import org.eventnexus.Publication;

/**
 * An event that a test has published, on the way to its {@link Ending}. Thread-safe.
 *
 * <p>The short forms {@link #completes()}, {@link #failsWith(Class)} and {@link #result(Class)} wait as {@link #andWait()}
 * does.
 */
public final class Publishing {
    private final Scenario scenario;
    private final Publication publication;
    private final long from;
    /** The last event that had been admitted anywhere when this one ended. */
    private volatile long to = Long.MAX_VALUE;

    /** @param from how many events had been admitted anywhere before it was published */
    Publishing(Scenario scenario, long from, Publication publication) {
        this.scenario = scenario;
        this.publication = publication;
        this.from = from;
        publication.outcome().thenRun(() -> to = scenario.journal().mark());
    }

    /** What the domain's bus gave back. */
    public Publication publication() {
        return publication;
    }

    /**
     * How it ended. That is known already, unless a receiver waits for the clock, for another thread, or for ever: in real
     * time this waits at most the test's patience, and the clock stands still meanwhile.
     *
     * @throws AssertionError if it has not ended by then
     */
    public Ending andWait() {
        if (!scenario.awaitEnd(publication)) {
            throw new AssertionError(publication.event().type() + " did not end" + scenario.afterPatience());
        }
        return new Ending(scenario.journal(), publication, from, to);
    }

    /**
     * How it ended, moving the clock until it has, from one moment at which something is due to the next: through the
     * delays of a retry, say.
     *
     * @param most how far the clock may be moved
     * @throws AssertionError if it has not ended by then
     */
    public Ending andWait(Duration most) {
        scenario.advance(most, publication::isDone);
        return andWait();
    }

    /** {@link #andWait()}, then {@link Ending#completes()}. */
    public Ending completes() {
        return andWait().completes();
    }

    /** {@link #andWait()}, then {@link Ending#failsWith}. */
    public <X extends Throwable> X failsWith(Class<X> error) {
        return andWait().failsWith(error);
    }

    /** {@link #andWait()}, then {@link Ending#result}. */
    public <R> R result(Class<R> type) {
        return andWait().result(type);
    }
}
