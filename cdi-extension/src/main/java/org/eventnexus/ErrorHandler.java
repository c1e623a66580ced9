package org.eventnexus;

/**
 * Is told of each failure of a receiver, once, after the last attempt (see {@link RetryPolicy}), on the domain's loop, or, if
 * the receiver has a lane, on that lane's thread or on one that completed its stage; for a full lane, on the loop; and of
 * each failure of a {@link Middleware}, on the thread that called it. What it throws itself is logged. Thread-safe.
 */
@FunctionalInterface
public interface ErrorHandler {

    /**
     * A receiver failed.
     *
     * @param event what it was given
     * @param receiver its simple name
     * @param error what it threw, or its stage's cause
     */
    void onError(NexusEvent<?> event, String receiver, Throwable error);
}
