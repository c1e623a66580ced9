package org.eventnexus;

/**
 * A domain's figures for the events of one type. Immutable. Secondary events count, events that are delivered again from the
 * dead letters do not.
 *
 * <p>An event has its place here from when the domain takes it in hand or drops it: those that wait in the queue are in
 * none of these figures but in {@link Nexus.Stats#depth()}. What was taken in hand and has not ended is {@link #inHand()}.
 *
 * @param published admitted events that the domain has taken in hand, or that have ended
 * @param delivered of these, those that completed
 * @param failed those that failed
 * @param unhandled those that nobody took
 * @param dropped those that were dropped from the queue
 * @param abandoned those that had not ended when the domain stopped
 * @param refused events that were not admitted
 */
public record TypeStats(
        long published, long delivered, long failed, long unhandled, long dropped, long abandoned, long refused) {

    /**
     * Under which name the figures of all types are that came after the first 1,000, as types may come from outside. No type
     * has this name.
     */
    public static final String OTHER = "*other*";

    /** No event at all. */
    public static final TypeStats NONE = new TypeStats(0, 0, 0, 0, 0, 0, 0);

    /** Events that have been taken in hand and have not ended. */
    public long inHand() {
        return Math.max(0, published - delivered - failed - unhandled - dropped - abandoned);
    }

    /** What has come since an earlier look at the same type. */
    public TypeStats since(TypeStats earlier) {
        return new TypeStats(
                positive(published - earlier.published),
                positive(delivered - earlier.delivered),
                positive(failed - earlier.failed),
                positive(unhandled - earlier.unhandled),
                positive(dropped - earlier.dropped),
                positive(abandoned - earlier.abandoned),
                positive(refused - earlier.refused));
    }

    /** What two types have together. */
    public TypeStats plus(TypeStats other) {
        return new TypeStats(
                published + other.published,
                delivered + other.delivered,
                failed + other.failed,
                unhandled + other.unhandled,
                dropped + other.dropped,
                abandoned + other.abandoned,
                refused + other.refused);
    }

    /** A look at a domain that goes on may find figures that a stop is just taking back. */
    private static long positive(long difference) {
        return Math.max(0, difference);
    }
}
