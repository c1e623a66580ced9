package org.eventnexus;

import java.time.Duration;

/**
 * Where events come from. A source is registered by {@link Nexus#source} and belongs to its domain from then on: it is
 * started when the domain is, and closed with it.
 *
 * <p>There are three kinds: the domain asks a {@link PullSource} or an {@link AsyncPullSource} for one event at a time; a
 * {@link PushSource} tells of events when it likes. A class implements one of them, and only one.
 */
public interface EventSource { // not sealed: a CDI container's client proxies could not implement it

    /** Up to 1,000 failures in a row: after a second, then twice as long each time, up to a minute. */
    RetryPolicy RESTARTS = new RetryPolicy(1_000, Duration.ofSeconds(1), Duration.ofMinutes(1));

    /**
     * What becomes of the source when it throws: it is tried again after the policy's delay, and given up with as many
     * failures in a row as there are attempts. An admitted event ends the row. Each failure is logged. Asked at each
     * failure; not null.
     */
    default RetryPolicy restartPolicy() {
        return RESTARTS;
    }

    /**
     * Frees what the source holds. Called when the source's part is over, also when it has never been started; what it
     * throws is logged. When its domain stops that is on one of the threads for blocking sources, where the engine has
     * such; if it has not returned by the deadline of the stop, that is logged, and the stop goes on without it. By default
     * it does nothing.
     */
    default void close() throws Exception {}
}
