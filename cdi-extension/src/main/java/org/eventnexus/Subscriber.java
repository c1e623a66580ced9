package org.eventnexus;

/**
 * Is told of events, on the domain's loop, in the domain's order, and gives no result; see {@link Handler} for one that
 * does. What it throws is reported and fails the publication, and never stops the domain nor other subscribers.
 *
 * @param <T> the payload's type
 */
@FunctionalInterface
public interface Subscriber<T> {

    /** Is told of an event, never null. */
    void receive(NexusEvent<T> event) throws Exception;
}
