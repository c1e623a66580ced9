package org.eventnexus;

import java.util.concurrent.CompletionStage;

/** An event that is to be published later. Thread-safe. */
public interface ScheduledPublication {

    /**
     * Completes with the event's publication when it is published, on one of the domains' threads; with one that is refused
     * already if too many events wait so, or the domain stops before; with {@link java.util.concurrent.CancellationException}
     * if it is cancelled.
     */
    CompletionStage<Publication> publication();

    /**
     * Keeps the event from being published.
     *
     * @return whether it is: false if it has been published, refused or cancelled before
     */
    boolean cancel();

    /** Whether it still waits for its time. */
    boolean isPending();
}
