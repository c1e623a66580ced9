package org.eventnexus;

/**
 * Takes events and may give a result.
 *
 * <p>Called on the domain's loop, one event at a time. A returned {@link java.util.concurrent.CompletionStage} is waited
 * for without holding a thread, and its value is the result; see {@link DomainConfig#inFlight()}. A stage that waits for
 * this event itself, such as that of a secondary event's publication, is a failure at once. What is thrown is the
 * publication's failure and never stops the domain.
 *
 * @param <T> the payload's type
 */
@FunctionalInterface
public interface Handler<T> {

    /**
     * Takes an event.
     *
     * @param event never null
     * @param context for emitting secondary events, usable until this call returns or its returned stage completes
     * @return the result, a stage of it, or null
     */
    Object handle(NexusEvent<T> event, HandlerContext context) throws Exception;
}
