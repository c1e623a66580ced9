package org.eventnexus.gateway.rest;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.AsyncResponse;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.eventnexus.gateway.access.Caller;
import org.eventnexus.gateway.access.Quota;

/** A suspended request, to be answered once. Thread-safe. */
final class Waiting {
    private final Answers answers;
    private final AsyncResponse suspended;
    private final AsyncContext context;
    private final Caller caller;
    private final boolean head;
    private final AtomicBoolean answered = new AtomicBoolean();
    /** Null if it holds nothing. */
    private volatile Quota.Share share;

    Waiting(Answers answers, AsyncResponse suspended, HttpServletRequest request) {
        suspended.setTimeout(0, TimeUnit.MILLISECONDS);
        this.answers = answers;
        this.suspended = suspended;
        this.context = request.getAsyncContext();
        this.caller = CallerFilter.caller(request);
        this.head = request.getMethod().equals("HEAD");
        context.setTimeout(0);
    }

    /** Gives back, when it is answered, what it has of a quota; before it can be. */
    Waiting holding(Quota.Share held) {
        share = held;
        return this;
    }

    private boolean isFirst() {
        boolean first = answered.compareAndSet(false, true);
        if (first && share != null) {
            share.giveBack();
        }
        return first;
    }

    /** Answers on the request's own thread: through JAX-RS, which may block, only what is short. */
    void answerHere(Supplier<Reply> reply) {
        if (isFirst()) {
            Reply made = made(reply);
            if (made.isShort() || head) {
                suspended.resume(made.response());
            } else {
                answers.send(context, caller, made);
            }
        }
    }

    /**
     * Answers on any other thread, without holding it; JAX-RS may be gone by now. What fails in making the reply is
     * answered as well: nobody else would notice.
     */
    void answerLate(Supplier<Reply> reply) {
        if (isFirst()) {
            answers.send(context, caller, made(reply));
        }
    }

    private static Reply made(Supplier<Reply> reply) {
        try {
            return reply.get();
        } catch (RuntimeException | StackOverflowError bug) {
            return Problems.reply(bug);
        }
    }
}
