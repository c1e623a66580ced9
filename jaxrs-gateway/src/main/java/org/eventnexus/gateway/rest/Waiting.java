package org.eventnexus.gateway.rest;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.AsyncResponse;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** A suspended request, to be answered once. Thread-safe. */
final class Waiting {
    private final AsyncResponse suspended;
    private final AsyncContext context;
    private final AtomicBoolean answered = new AtomicBoolean();

    Waiting(AsyncResponse suspended, HttpServletRequest request) {
        suspended.setTimeout(0, TimeUnit.MILLISECONDS);
        this.suspended = suspended;
        this.context = request.getAsyncContext();
        context.setTimeout(0);
    }

    /** Answers through JAX-RS; only on the request's own thread, for this may block. */
    void answerHere(Supplier<Reply> reply) {
        if (answered.compareAndSet(false, true)) {
            suspended.resume(made(reply).response());
        }
    }

    /**
     * Answers on any other thread, without holding it; JAX-RS may be gone by now. What fails in making the reply is
     * answered as well: nobody else would notice.
     */
    void answerLate(Supplier<Reply> reply) {
        if (answered.compareAndSet(false, true)) {
            LateAnswer.send(context, made(reply));
        }
    }

    private static Reply made(Supplier<Reply> reply) {
        try {
            return reply.get();
        } catch (RuntimeException | StackOverflowError bug) {
            return Problems.internal(bug);
        }
    }
}
