package org.eventnexus.gateway.rest;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Where late answers are written: on the server's request threads. JAX-RS writes them blocking, so that on the
 * application's few threads two clients who do not read theirs would stop all domains.
 *
 * <p>If the server takes no more, on whichever thread has the answer: one that nobody writes would leave its request open
 * until the client gives up.
 */
record Answers(AsyncContext context) implements Executor {

    /** For a request that JAX-RS has suspended. */
    static Answers to(HttpServletRequest suspended) {
        return new Answers(suspended.getAsyncContext());
    }

    @Override
    public void execute(Runnable answer) {
        try {
            context.start(answer);
        } catch (IllegalStateException | RejectedExecutionException over) {
            answer.run();
        }
    }
}
