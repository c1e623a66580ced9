package org.eventnexus;

/** What becomes of a stream whose subscriber asks for less than comes, when its buffer is full. */
public enum StreamOverflow {
    /** The stream ends at once with a {@link StreamOverflowException}; what is in the buffer is given up. */
    ERROR,
    /** The event that has been in the buffer for the longest time is given up, and counted. */
    DROP_OLDEST,
    /** The event that has just come is given up, and counted. */
    DROP_NEWEST
}
