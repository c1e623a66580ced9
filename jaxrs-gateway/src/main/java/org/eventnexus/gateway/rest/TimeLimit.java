package org.eventnexus.gateway.rest;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.eventnexus.domain.Scheduler;
import org.eventnexus.domain.Scheduler.Cancellable;

/** What is done if a stage takes too long. */
final class TimeLimit {
    private TimeLimit() {}

    /**
     * Sees to it that something is done after a time, unless the stage has ended. Then the timer is taken back at once: it
     * holds a request with its body, and a minute's worth of those, all answered long ago, would fill the memory.
     *
     * @throws java.util.concurrent.RejectedExecutionException if the scheduler takes nothing any more
     */
    static void set(CompletionStage<?> stage, Scheduler scheduler, Duration limit, Runnable late) {
        Cancellable timer = scheduler.schedule(late, limit);
        stage.whenComplete((value, failure) -> timer.cancel());
    }
}
