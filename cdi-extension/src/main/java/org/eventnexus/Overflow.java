package org.eventnexus;

/** What happens to an event that is published into a full queue. */
public enum Overflow {
    /** The publisher waits for room, a finite time, and is then refused. */
    AWAIT,
    /** The event is refused at once. */
    FAIL
}
