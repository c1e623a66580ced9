package org.eventnexus;

/**
 * A look at a lane's figures. What its domain gave it = delivered + failed + dropped + abandoned + depth + running.
 *
 * @param receiver the simple name of the lane's receiver
 * @param selector which events; the first, if there are several
 * @param capacity events that may wait
 * @param depth events that wait
 * @param running events that are being handled: calls, open stages, and what waits for another attempt
 * @param delivered events that it handled
 * @param failed events on which it failed for good
 * @param dropped events that found the lane full, and so failed without a call
 * @param abandoned events that were left when the subscription was cancelled or the domain stopped
 * @param retried calls for events on which it had failed before
 */
public record LaneStats(
        String receiver,
        EventSelector selector,
        int capacity,
        int depth,
        int running,
        long delivered,
        long failed,
        long dropped,
        long abandoned,
        long retried) {

    /** Under which name the totals of all lanes are that ended after the first 1,000 of different names. */
    public static final String OTHER = "*other*";
}
