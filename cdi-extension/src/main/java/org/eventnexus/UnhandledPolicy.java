package org.eventnexus;

/** What an event is that neither a handler nor a subscriber took; streams and history do not count as taking. */
public enum UnhandledPolicy {
    /** It is counted, and its publication says so. */
    COUNT,
    /** Its publication fails with {@link UnhandledEventException}. */
    ERROR,
    /** It is counted, its publication says so, and it goes to the {@link DeadLetters}. */
    DEAD_LETTER
}
