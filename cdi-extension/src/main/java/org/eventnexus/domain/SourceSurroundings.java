package org.eventnexus.domain;

import java.time.Duration;
import java.util.concurrent.Executor;
import org.eventnexus.SourceContext.Scheduled;
import org.eventnexus.source.Surroundings;

/** What sources need of an engine, without the engine. */
record SourceSurroundings(
        Executor executor,
        Executor blockingExecutor,
        Scheduler scheduler,
        EngineClock clock,
        ThreadLocal<Loop> currentLoop)
        implements Surroundings {

    @Override
    public Scheduled schedule(Runnable task, Duration delay) {
        return scheduler.schedule(task, delay)::cancel;
    }

    @Override
    public long nanoTime() {
        return clock.nanoTime();
    }

    @Override
    public boolean isInLoop() {
        return currentLoop.get() != null;
    }
}
