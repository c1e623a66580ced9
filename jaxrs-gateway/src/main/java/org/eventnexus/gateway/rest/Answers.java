package org.eventnexus.gateway.rest;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.AsyncResponse;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.eventnexus.cdi.ApplicationThreads;
import org.eventnexus.gateway.access.Caller;
import org.eventnexus.gateway.access.Quota;

/**
 * Sends answers, holds no thread while they are not read, and bounds how much of them waits in memory and for how long.
 * Thread-safe.
 */
final class Answers implements AutoCloseable {
    private final Bounds bounds;
    private final ApplicationThreads threads;
    private final Set<AsyncAnswer> unread = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Answers(Bounds bounds, ApplicationThreads threads) {
        this.bounds = bounds;
        this.threads = threads;
    }

    /** A request that JAX-RS has suspended. */
    Waiting waiting(AsyncResponse suspended, HttpServletRequest request) {
        return new Waiting(this, suspended, request);
    }

    /** Answers a request of a caller, whose response nobody else writes. */
    void send(AsyncContext context, Caller caller, Reply reply) {
        AsyncAnswer answer = new AsyncAnswer(context);
        if (reply.isShort()) {
            answer.send(reply);
        } else {
            sendLong(answer, caller, reply);
        }
    }

    private void sendLong(AsyncAnswer answer, Caller caller, Reply reply) {
        Quota.Share share = bounds.unread(caller);
        if (!share.take(reply.body().length) && reply.brief() != null) {
            answer.send(reply.brief());
            return;
        }
        unread.add(answer);
        answer.over().thenRun(() -> {
            unread.remove(answer);
            share.giveBack();
        });
        answer.send(reply);
        watch(answer);
        if (closed) { // by now, perhaps before it was begun with
            answer.giveUp();
        }
    }

    private void watch(AsyncAnswer answer) {
        try {
            TimeLimit.set(
                    answer.over(),
                    threads.scheduler(),
                    bounds.answerTimeout(),
                    () -> new Handover(threads).execute(() -> look(answer)));
        } catch (RejectedExecutionException stopping) {
            // it is given up with the others
        }
    }

    private void look(AsyncAnswer answer) {
        if (answer.isStuck()) {
            answer.giveUp();
        } else {
            watch(answer);
        }
    }

    /** What has not been read by now will not be: the application's classes must not stay for it. */
    @Override
    public void close() {
        closed = true;
        unread.forEach(AsyncAnswer::giveUp);
    }
}
