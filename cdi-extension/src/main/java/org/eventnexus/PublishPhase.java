package org.eventnexus;

/**
 * When an event is published, with regard to the publisher's transaction. Outside of one, and where there are no
 * transactions, as in plain Java, it is at once, as with CDI's observers. So it is when the outcome is certain before the
 * first event of a transaction: one that has been marked for rollback counts as rolled back. Where nobody can say how the
 * transaction will end, as between its preparation and its commit, the event is refused.
 */
public enum PublishPhase {
    /** Now, whatever becomes of the transaction. */
    AT_ONCE,
    /** When it has been committed; if it is rolled back, the event is refused. */
    AFTER_SUCCESS,
    /** When it has been rolled back; if it is committed, the event is refused. */
    AFTER_FAILURE,
    /** When it has been committed or rolled back. */
    AFTER_COMPLETION
}
