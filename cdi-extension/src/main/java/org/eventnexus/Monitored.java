package org.eventnexus;

import java.util.List;
import java.util.Map;

/**
 * What can be seen of a domain, and cleared, by those who watch over it. Thread-safe. Looking neither stops nor slows the
 * domain, and the figures stay readable after it has been stopped.
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

    /**
     * Cancels all subscribers that are registered for exactly this selector, as each one's {@link Subscription#cancel()}
     * does. Handlers and filters stay, and so do subscribers with {@link ReceiverOptions#permanent()}, which those are that
     * annotations deploy.
     *
     * @return those that it has cancelled; empty if there was none
     */
    List<Subscription> clear(EventSelector selector);

    /** The same by name or pattern; see {@link EventSelector#parse}. */
    default List<Subscription> clear(String selector) {
        return clear(EventSelector.parse(selector));
    }

    /** The same for all subscribers whose selector is not one type, such as {@code order.**}, a class or a range. */
    List<Subscription> clearWildcards();

    /** The same for all subscribers. The figures stay. */
    List<Subscription> clear();

    /** The same for all subscribers, and lets the figures begin anew; see {@link #clearStats}. */
    default List<Subscription> clearAll() {
        List<Subscription> cleared = clear();
        clearStats();
        return cleared;
    }
}
