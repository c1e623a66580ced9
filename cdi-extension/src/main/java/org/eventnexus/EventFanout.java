package org.eventnexus;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A handler that gives each event to every handler registered with it, in the order of registration. It selects nothing:
 * register it with a domain for what its handlers are to get.
 *
 * <pre>{@code
 * var fanout = new EventFanout<Order>().register(stock::reserve).register(mail::confirm);
 * nexus.handle("order.placed", fanout);
 * }</pre>
 *
 * <p>It is one receiver of its domain, with one result: the list of what its handlers returned, nulls included. The handlers
 * are called one after the other, on the calling thread; stages that they return are waited for together. If some fail, the
 * others are called nevertheless, and the first failure is the fan-out's, with the further ones as suppressed.
 *
 * <p>Thread-safe. Whoever is registered or deregistered while an event is being handled counts from the next one on.
 *
 * @param <T> the payload's type
 */
public final class EventFanout<T> implements Handler<T> {
    private final List<Handler<? super T>> handlers = new CopyOnWriteArrayList<>();

    /**
     * Adds a handler at the end. One that is added twice is called twice.
     *
     * @return this
     */
    public EventFanout<T> register(Handler<? super T> handler) {
        handlers.add(Objects.requireNonNull(handler, "handler"));
        return this;
    }

    /**
     * Removes a handler, the first of several equal ones.
     *
     * @return whether it was registered
     */
    public boolean deregister(Handler<? super T> handler) {
        return handlers.remove(Objects.requireNonNull(handler, "handler"));
    }

    /** @return a {@code List<Object>} of the results, or a stage of it if a handler returns a stage */
    @Override
    public Object handle(NexusEvent<T> event, HandlerContext context) {
        List<CompletableFuture<Object>> results = new ArrayList<>();
        for (Handler<? super T> handler : handlers) {
            results.add(call(handler, event, context));
        }
        CompletableFuture<List<Object>> all = CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
                .handle((done, failed) -> gather(results));
        return all.isDone() && !all.isCompletedExceptionally() ? all.join() : all;
    }

    /** A handler of a supertype reads the same event. */
    @SuppressWarnings("unchecked")
    private static <T> CompletableFuture<Object> call(
            Handler<? super T> handler, NexusEvent<T> event, HandlerContext context) {
        try {
            Object value = ((Handler<T>) handler).handle(event, context);
            return value instanceof CompletionStage<?> stage
                    ? stage.<Object>thenApply(result -> result).toCompletableFuture()
                    : CompletableFuture.completedFuture(value);
        } catch (Throwable thrown) { // R8: the others are called nevertheless
            return CompletableFuture.failedFuture(thrown);
        }
    }

    private static List<Object> gather(List<CompletableFuture<Object>> results) {
        List<Object> values = new ArrayList<>();
        Throwable first = null;
        for (CompletableFuture<Object> result : results) {
            try {
                values.add(result.join());
            } catch (CompletionException | CancellationException failed) {
                Throwable cause = failed instanceof CompletionException ? failed.getCause() : failed;
                if (first == null) {
                    first = cause;
                } else if (first != cause) {
                    first.addSuppressed(cause);
                }
            }
        }
        if (first != null) {
            throw new CompletionException(first);
        }
        return Collections.unmodifiableList(values);
    }
}
