package org.eventnexus.domain;

/** The engine's two clocks: one for people, one for durations. Thread-safe. */
public interface EngineClock {

    /** Milliseconds since 1970, precise to about one millisecond; may go back. */
    long currentTimeMillis();

    /** Nanoseconds from an arbitrary origin; never goes back. */
    long nanoTime();
}
