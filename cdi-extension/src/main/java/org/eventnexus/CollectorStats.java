package org.eventnexus;

import java.time.Duration;
import java.util.Set;

/**
 * A look at a collector's figures. Taken in one moment: taken = done + failed + expired + abandoned + waiting + busy. Rates
 * and means are of the window that has gone by.
 *
 * @param collector the collector's simple name
 * @param key its key
 * @param topics on which it is
 * @param capacity events that may wait
 * @param consumers events that it may work on at once now
 * @param concurrency what that is kept between
 * @param waiting events that wait for their turn, or for another attempt: the queue's size
 * @param busy events that are being worked on: calls and open stages
 * @param overdue calls and open stages that go on though their event has ended by its deadline or a stop; each holds a permit
 * @param taken events that were given to it
 * @param done events that it has worked on
 * @param failed events on which it failed for good, those that found it full included
 * @param expired events whose deadline was over
 * @param abandoned events that were left when it was closed or the domain stopped
 * @param retried calls for events on which it had failed before
 * @param load share of the consumers that is busy now, 0 to 1
 * @param meanLoad the same, as a mean over the window
 * @param serviceTime mean time that a call took, its stage included; zero if none has ended
 * @param waitTime mean time that an event waited for a call; zero if none has begun
 * @param arrivalRate events a second that came, those that came back for another attempt included
 * @param departureRate calls a second that ended
 * @param window what the figures above are of; shorter as long as the collector is younger
 */
public record CollectorStats(
        String collector,
        String key,
        Set<String> topics,
        int capacity,
        int consumers,
        Concurrency concurrency,
        int waiting,
        int busy,
        int overdue,
        long taken,
        long done,
        long failed,
        long expired,
        long abandoned,
        long retried,
        double load,
        double meanLoad,
        Duration serviceTime,
        Duration waitTime,
        double arrivalRate,
        double departureRate,
        Duration window) {
    public CollectorStats {
        topics = Set.copyOf(topics);
    }

    /** Events that wait or are worked on: the work in progress. */
    public int workInProgress() {
        return waiting + busy;
    }
}
