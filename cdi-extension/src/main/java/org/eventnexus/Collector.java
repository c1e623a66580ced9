package org.eventnexus;

import java.util.List;

/** A worker's registration with a work queue. Thread-safe. */
public interface Collector extends AutoCloseable {

    /** The collector's simple name, as results show it. */
    String name();

    /** The name of its queue. */
    String queue();

    /** What it was registered with. */
    CollectorOptions options();

    /** Which events it takes. */
    List<EventSelector> selectors();

    /** Whether events may still be given to it. */
    boolean isActive();

    /** Its figures. */
    CollectorStats stats();

    /**
     * Ends the registration; without effect on one that has ended. What waits for it fails with {@link WorkException}, or,
     * where it has failed before and waits for another attempt, with that failure. After this has returned to a caller outside
     * loops, lanes and workers no call begins and none is going on, unless one takes longer than 10 s; a stage that the worker has
     * returned may still be open, and gives its result. On the thread of a receiver or a worker it does not wait.
     */
    @Override
    void close();
}
