package org.eventnexus;

import java.util.concurrent.CompletionStage;

/**
 * A middleware's registration. Thread-safe. Removing takes the same short time however many there are; an event that is
 * with the middleware at that moment is still decided by it.
 */
public interface MiddlewareRegistration extends AutoCloseable {

    /** The middleware's simple name. */
    String name();

    /** Whether events still come to it. */
    boolean isActive();

    /**
     * Completes when it is removed, with the result of its removal; for a temporary one that ended by itself, as its stage
     * did. What its holder does to the stage does not matter.
     */
    CompletionStage<Object> removed();

    /**
     * Removes it, if it is there.
     *
     * @param result what {@link #removed()} completes with if this call removes it; may be null
     * @return the result of its removal, be it this one or an earlier one
     * @throws java.util.concurrent.CompletionException with the cause, if it was a temporary one whose stage has failed
     */
    Object remove(Object result);

    /**
     * Removes it.
     *
     * @param strict whether it must be there, but for a temporary one that has ended by itself
     * @throws UnknownMiddlewareException if strict and it has been removed before
     */
    Object remove(Object result, boolean strict);

    /** Removes it, if it is there, with null as its result. */
    default void remove() {
        remove(null);
    }

    /** Removes it, if it is there. */
    @Override
    default void close() {
        if (isActive()) {
            remove(null);
        }
    }
}
