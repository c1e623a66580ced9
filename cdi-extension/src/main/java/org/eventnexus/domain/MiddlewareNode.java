package org.eventnexus.domain;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.eventnexus.AsyncMiddleware;
import org.eventnexus.Middleware;
import org.eventnexus.MiddlewareRegistration;
import org.eventnexus.UnknownMiddlewareException;

/** A middleware at its place. */
final class MiddlewareNode implements MiddlewareRegistration {
    private final Middlewares list;
    private final String name;
    /** Null if it is an asynchronous one. */
    private final Middleware middleware;

    private final AsyncMiddleware async;
    private final Runnable whenRemoved;
    private final CompletableFuture<Object> removed = new CompletableFuture<>();
    private volatile boolean endedByItself;

    // Written under the list's monitor.
    volatile MiddlewareNode next;
    MiddlewareNode before;

    private MiddlewareNode(
            Middlewares list, String name, Middleware middleware, AsyncMiddleware async, Runnable whenRemoved) {
        this.list = list;
        this.name = name;
        this.middleware = middleware;
        this.async = async;
        this.whenRemoved = whenRemoved;
    }

    static MiddlewareNode ends(Middlewares list) {
        var ends = new MiddlewareNode(list, "", null, null, null);
        ends.next = ends;
        ends.before = ends;
        return ends;
    }

    /** @param whenRemoved called after each removal */
    static MiddlewareNode of(Middlewares list, String name, Middleware middleware, Runnable whenRemoved) {
        return new MiddlewareNode(
                list, Objects.requireNonNull(name, "name"), Objects.requireNonNull(middleware), null, whenRemoved);
    }

    static MiddlewareNode of(Middlewares list, String name, AsyncMiddleware async, Runnable whenRemoved) {
        return new MiddlewareNode(
                list, Objects.requireNonNull(name, "name"), null, Objects.requireNonNull(async), whenRemoved);
    }

    boolean isAsync() {
        return async != null;
    }

    Middleware middleware() {
        return middleware;
    }

    AsyncMiddleware async() {
        return async;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isActive() {
        return !removed.isDone();
    }

    @Override
    public CompletionStage<Object> removed() {
        return removed.copy();
    }

    @Override
    public Object remove(Object result) {
        return remove(result, false);
    }

    @Override
    public Object remove(Object result, boolean strict) {
        boolean removedNow = removed.complete(result);
        if (removedNow) {
            unlink();
        } else if (strict && !endedByItself) {
            throw new UnknownMiddlewareException(
                    "ENX-0071 the domain '" + list.domain() + "' has no middleware '" + name + "' any more");
        }
        return removed.join();
    }

    /** Removes it when a stage completes, with that as its result. */
    void until(CompletionStage<?> end) {
        end.whenComplete((value, error) -> {
            endedByItself = !removed.isDone();
            boolean removedNow =
                    error == null ? removed.complete(value) : removed.completeExceptionally(unwrapped(error));
            if (removedNow) {
                unlink();
            }
        });
    }

    private void unlink() {
        list.unlink(this);
        whenRemoved.run();
    }

    static Throwable unwrapped(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }
}
