package org.eventnexus.source;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.eventnexus.SourceContext.Scheduled;

/** Hands work to an executor, now or later; one that rejects is asked again after a while. */
record Relay(Surroundings surroundings, Executor executor) {
    private static final Duration RETRY = Duration.ofMillis(100);

    /** @param gone told if the scheduler rejects as well, because then there will be no threads any more */
    void execute(Runnable task, Consumer<Throwable> gone) {
        try {
            executor.execute(task);
        } catch (RuntimeException | Error rejection) {
            executeAfter(RETRY, task, gone);
        }
    }

    Scheduled executeAfter(Duration delay, Runnable task, Consumer<Throwable> gone) {
        try {
            return surroundings.schedule(() -> execute(task, gone), delay);
        } catch (RuntimeException | Error rejection) {
            gone.accept(rejection);
            return () -> {};
        }
    }
}
