package org.eventnexus.gateway.stream;

/** A log's events as the blocks of a stream, as far as a client may have them. */
interface Frames {

    /** The type of a sequence's event, for which nothing is encoded; null if the log has no event there. */
    Object type(long sequence);

    /** The frame of a sequence; null if the log has no event there, not yet or not any more. */
    Frame at(long sequence);

    /** How many events may be looked through for one client before others have their turn. */
    int stretch();
}
