package org.eventnexus;

import java.util.List;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/**
 * A look at a work queue's figures. Immutable; that of each collector is of one moment. An event that is given to several
 * collectors counts for each.
 *
 * @param queue the queue's name
 * @param domain its domain's name
 * @param collectors in the order of registration; those that are closed are there as long as events are with them
 * @param closed the counts of those that are gone
 */
public record WorkQueueStats(String queue, String domain, List<CollectorStats> collectors, Gone closed) {

    /** What collectors that are gone have counted; see {@link CollectorStats}. */
    public record Gone(long taken, long done, long failed, long expired, long abandoned, long retried) {
        /** Nothing. */
        public static final Gone NONE = new Gone(0, 0, 0, 0, 0, 0);

        /** The same and what one more has counted. */
        public Gone plus(CollectorStats one) {
            return new Gone(
                    taken + one.taken(),
                    done + one.done(),
                    failed + one.failed(),
                    expired + one.expired(),
                    abandoned + one.abandoned(),
                    retried + one.retried());
        }
    }

    public WorkQueueStats {
        collectors = List.copyOf(collectors);
    }

    private int sum(ToIntFunction<CollectorStats> figure) {
        return collectors.stream().mapToInt(figure).sum();
    }

    private long sum(ToLongFunction<CollectorStats> figure, long gone) {
        return collectors.stream().mapToLong(figure).sum() + gone;
    }

    /** Events that wait for their turn, or for another attempt. */
    public int waiting() {
        return sum(CollectorStats::waiting);
    }

    /** Events that are being worked on. */
    public int busy() {
        return sum(CollectorStats::busy);
    }

    /** Events that may be worked on at once now. */
    public int consumers() {
        return sum(CollectorStats::consumers);
    }

    /** Events that were given to collectors: done + failed + expired + abandoned + waiting + busy. */
    public long taken() {
        return sum(CollectorStats::taken, closed.taken());
    }

    /** Events that were worked on. */
    public long done() {
        return sum(CollectorStats::done, closed.done());
    }

    /** Events that failed for good. */
    public long failed() {
        return sum(CollectorStats::failed, closed.failed());
    }

    /** Events whose deadline was over. */
    public long expired() {
        return sum(CollectorStats::expired, closed.expired());
    }

    /** Events that were left when a collector was closed or the domain stopped. */
    public long abandoned() {
        return sum(CollectorStats::abandoned, closed.abandoned());
    }

    /** Calls for events on which a collector had failed before. */
    public long retried() {
        return sum(CollectorStats::retried, closed.retried());
    }

    /** Events that wait or are worked on: the work in progress. */
    public int workInProgress() {
        return waiting() + busy();
    }

    /** Share of the consumers that is busy now, 0 to 1. */
    public double load() {
        int consumers = consumers();
        return consumers == 0 ? 0 : Math.min(1, (double) busy() / consumers);
    }
}
