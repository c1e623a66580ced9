package org.eventnexus;

import java.util.concurrent.CompletionStage;

/** As {@link PullSource}, for sources that hold no thread while they wait for an event. Called on the domains' threads. */
@FunctionalInterface
public interface AsyncPullSource extends EventSource {

    /**
     * Gets the next event. What is thrown, or what the stage completes with, is a failure of the source or
     * {@link NoMoreEventsException}, as in {@link PullSource#obtain}. A stage that never completes keeps the source waiting
     * until it is closed.
     *
     * @return a stage of the event; neither is null
     */
    CompletionStage<? extends EventDraft<?>> obtain() throws Exception;
}
