package org.eventnexus.gateway.stream;

import java.time.Duration;

/** Somebody who follows a domain's log and is kept going by a {@link Pump}. Thread-safe. */
interface Follower {

    /** Goes on as far as it can without waiting, but not too far; says whether it could go on at once. */
    boolean advance();

    /** Some time has passed. */
    void tick(long nanoTime);

    boolean isClosed();

    void close();

    /** Ends because the node goes down. If it can still be told, it is told to come back after this time. */
    default void dismiss(Duration comeBack) {
        close();
    }
}
