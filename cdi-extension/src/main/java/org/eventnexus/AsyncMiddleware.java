package org.eventnexus;

import java.util.concurrent.CompletionStage;

/**
 * As {@link Middleware}, for those whose decision takes time and need hold no thread until it is made.
 *
 * <p>The event takes a place in its domain first, which counts as one in the queue: if there is none, the domain's
 * {@link Overflow} says whether the publisher waits or is refused; under policies that drop, as many events as the domain's
 * capacity may be on their way, and further ones are refused. Then it is called, at once. Events are admitted in the order
 * in which they took their places, whatever the order in which their stages complete, so that what one thread publishes
 * keeps its order. Until then the publication is pending and its event has no position.
 *
 * <p>A stage that has not completed within the publication's {@link EventDraft#timeout}, at most the domain's
 * {@link DomainConfig#awaitTimeout()}, counts as a refusal, and so does one that is open when the domain stops.
 *
 * <p>For a secondary event, and for a reply through a boundary, the stage must be complete when it is returned, as neither the
 * loop nor the order of emission can wait; otherwise that event is refused.
 */
@FunctionalInterface
public interface AsyncMiddleware {

    /**
     * Decides on an event. Called on the same threads as a {@link Middleware}, by several at a time; its stage may complete on
     * any. Those that come after this one are called on the same thread if the stage is complete when it is returned, and on
     * one of the domains' threads if not. What it throws, or its stage completes with, is as in {@link Middleware}.
     *
     * @param draft what is published; a copy, which may be changed and let pass
     * @return a stage of the decision; neither is null
     */
    CompletionStage<Middleware.Decision> decide(EventDraft<?> draft) throws Exception;
}
