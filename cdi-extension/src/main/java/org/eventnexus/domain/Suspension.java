package org.eventnexus.domain;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.eventnexus.bus.Receiver;

/**
 * An event whose dispatch waits for a receiver's stage: takes the stage's end on whatever thread it comes, once, and
 * brings it to the loop.
 */
class Suspension implements BiConsumer<Object, Throwable>, Runnable {
    private final Loop loop;
    private final AtomicBoolean ended = new AtomicBoolean();
    final Delivery<?> delivery;
    final Receiver[] route;
    final int at;
    /** How often the receiver has been called, from 1. */
    final int attempt;

    final ReceiverContext context;
    // The loop's: when it was found open, and whether that has been for too long.
    private boolean found;
    private long foundAt;
    private boolean slow;

    private Object value;
    private Throwable error;

    Suspension(Loop loop, Delivery<?> delivery, Receiver[] route, int at, int attempt, ReceiverContext context) {
        this.loop = loop;
        this.delivery = delivery;
        this.route = route;
        this.at = at;
        this.attempt = attempt;
        this.context = context;
    }

    @Override
    public void accept(Object value, Throwable error) {
        if (ended.compareAndSet(false, true)) {
            this.value = value;
            this.error = error;
            close();
            loop.post(this);
        }
    }

    /** Nothing more is emitted: at the stage's very end, not when the loop gets to know. */
    void close() {
        if (context != null) {
            context.close();
        }
    }

    /** On the loop. */
    @Override
    public void run() {
        loop.drain().resume(this, value, cause(error));
    }

    /** On the loop, now and then: whether it is found, for the first time, to be open for longer than a limit. */
    boolean isFoundSlow(long now, long limit) {
        if (!found) {
            found = true;
            foundAt = now;
        }
        if (slow || now - foundAt < limit) {
            return false;
        }
        slow = true;
        return true;
    }

    /** Whether a stage is done, and well, and has its value at hand; one that does not say is waited for like others. */
    static boolean isOver(CompletionStage<?> stage) {
        try {
            return stage instanceof CompletableFuture<?> future
                    && future.isDone()
                    && !future.isCompletedExceptionally();
        } catch (UnsupportedOperationException minimal) {
            return false;
        }
    }

    static Throwable cause(Throwable error) {
        boolean wrapped = error instanceof CompletionException || error instanceof ExecutionException;
        return wrapped && error.getCause() != null ? error.getCause() : error;
    }
}
