package org.eventnexus.gateway.stream;

/** A client's place in what it follows: one domain's log, or several. Guarded by its client's lock. */
interface Reader {

    /** Nothing is to be written of what was looked through so far, but there is more to look through. */
    byte[] GO_ON = {};

    /** What is to be written next, the same until it is taken; {@link #GO_ON}; or null if there is nothing now. */
    byte[] next();

    /** What {@link #next} gave has been written. */
    void taken();

    /** The client has stopped reading: from now on what waits for it is counted. */
    void stalled();

    /** Whether more waits for a client that has stopped reading than may. */
    boolean overdue();

    /** Whether what comes next has fallen out of the log, so that {@link #next} will tell of a gap. */
    boolean lost();

    /** The client is gone. */
    void close();
}
