package org.eventnexus;

/**
 * What happens to an event that is published into a full queue.
 *
 * <p>A <em>refused</em> event has no position and is not in the log. A <em>dropped</em> one was admitted and is in the log,
 * but gives its place in the queue to a newer one and is not handled; its publication ends as
 * {@link Publication.Status#DROPPED}, before the newer event's {@code publish} returns and on that publisher's thread.
 * Secondary events have no places in the queue and are neither refused nor dropped because it is full.
 */
public enum Overflow {
    /** The publisher waits for room, a finite time, and is then refused. */
    AWAIT,
    /** The event is refused at once. */
    FAIL,
    /**
     * The event is refused at once, as with {@link #FAIL}: for events that nobody misses, and of which the first matter
     * more than the last.
     */
    DROP_NEWEST,
    /** The oldest waiting event is dropped, whatever the queue's {@link QueueOrder order}: the one with the lowest position. The publisher never waits and is not refused. */
    DROP_OLDEST,
    /**
     * Of the waiting events with the same {@link NexusEvent#key() key} the newest is dropped, and the event takes its
     * place: so that, of a value that changes faster than it is handled, the latest is handled, in its turn. The publisher
     * never waits and is not refused.
     *
     * <p>If none with its key waits, or it has no key, that event is dropped which has been outdated by a newer one of its
     * own key for the longest time, and if none has, the oldest. So as long as all events have keys, and not more different
     * ones than the queue's capacity, the latest event of each key is always handled.
     *
     * <p>Events of one key are handled in the order of their positions. Among different keys the order of handling may
     * differ from that of the positions, as an event that takes a place is handled before older ones behind it.
     *
     * <p>That is so in a queue that is {@link QueueOrder#FIFO}. In one by {@link QueueOrder#PRIORITY} the event has its own
     * priority and, among its equals, the turn of the one that it replaces; in a {@link QueueOrder#LIFO} one it is the
     * newest and so the next. There an older event of a key that still waits may be handled after a newer one.
     */
    KEEP_LATEST;

    /**
     * Whether in a full queue an event that waits there gives way, so that the new one is always admitted; otherwise the new
     * one waits or is refused.
     */
    public boolean displaces() {
        return this == DROP_OLDEST || this == KEEP_LATEST;
    }
}
