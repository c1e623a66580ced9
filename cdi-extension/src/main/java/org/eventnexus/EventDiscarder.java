package org.eventnexus;

/**
 * A handler that does nothing: for events that are known to be of no use, so that they are not unhandled. The publication
 * completes with a result of null. Thread-safe.
 *
 * @param <T> the payload's type
 */
public final class EventDiscarder<T> implements Handler<T> {

    /** @return null */
    @Override
    public Object handle(NexusEvent<T> event, HandlerContext context) {
        return null;
    }
}
