package org.eventnexus.gateway.rest;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.eventnexus.cdi.ApplicationThreads;

/**
 * The application's threads, and while those are gone, at an undeployment, whichever thread hands in a task: an answer that
 * nobody writes would leave its request open until the client gives up.
 */
record Handover(ApplicationThreads threads) implements Executor {
    @Override
    public void execute(Runnable task) {
        try {
            threads.executor().execute(task);
        } catch (RejectedExecutionException gone) {
            task.run();
        }
    }
}
