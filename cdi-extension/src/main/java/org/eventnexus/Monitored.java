package org.eventnexus;

import java.util.Map;

/**
 * What can be seen of a domain by those who watch over it. Thread-safe; nothing here stops or slows the domain,
 * also after it has been stopped the figures stay readable.
 */
public interface Monitored {

    /**
     * The figures of each type, by its name: those of at most 1,000 types, of all further ones together under
     * {@link TypeStats#OTHER}; without the types of which nothing was counted since the last {@link #clearStats}. A copy.
     * A string and a number that are written alike count together.
     */
    Map<String, TypeStats> typeStats();

    /** Begins to track the figures of a stretch of time. */
    Tracking track();

    /**
     * Lets {@link #typeStats} begin anew at zero. What {@link Nexus#stats} tells and what is being tracked stays: admitted
     * events are at any time those that have ended and those that wait, and a figure set back would break that.
     */
    void clearStats();

    /** A look at the domain's receivers and at what it is doing, taken without stopping it. */
    Inspection inspect();
}
