package org.eventnexus.gateway.rest;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.eventnexus.cdi.ApplicationThreads;

/**
 * Where late answers are written: on the application's threads, and while those are gone, at undeployment, on whichever
 * thread has the answer. An answer that nobody writes would leave its request open until the client gives up.
 */
record Answers(ApplicationThreads threads) implements Executor {
    @Override
    public void execute(Runnable answer) {
        try {
            threads.executor().execute(answer);
        } catch (RejectedExecutionException gone) {
            answer.run();
        }
    }
}
