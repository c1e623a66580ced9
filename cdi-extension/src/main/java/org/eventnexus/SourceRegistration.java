package org.eventnexus;

import java.util.concurrent.CompletionStage;

/** A source's registration with a domain. Thread-safe. */
public interface SourceRegistration extends AutoCloseable {

    /** The source's simple name. */
    String name();

    /** Whether the source may still bring events into this domain, now or after its start. */
    boolean isActive();

    /**
     * Completes when the registration ends: normally if the source had no more events, was cancelled, or its domain has
     * stopped; with the source's error if it was given up.
     */
    CompletionStage<Void> ended();

    /**
     * Ends the registration; without effect on one that has ended. The source is not asked any more; it is closed unless it
     * goes on for another domain. An event that it has brought before, and that waits for room or is just being published,
     * is still admitted.
     */
    void cancel();

    /** The same as {@link #cancel()}. */
    @Override
    default void close() {
        cancel();
    }
}
