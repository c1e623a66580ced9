package org.eventnexus.domain;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eventnexus.InvalidLoopStateException;

/** A future that a loop completes, and that refuses to block this loop's own thread, which would never end (R5). */
final class LoopFuture<V> extends CompletableFuture<V> {
    private final Loop loop;

    LoopFuture(Loop loop) {
        this.loop = loop;
    }

    @SuppressWarnings("unchecked")
    static <V> LoopFuture<V> cast(Object future) {
        return (LoopFuture<V>) future;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new LoopFuture<>(loop);
    }

    @Override
    public V get() throws InterruptedException, ExecutionException {
        requireOtherThread();
        return super.get();
    }

    @Override
    public V get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        requireOtherThread();
        return super.get(timeout, unit);
    }

    @Override
    public V join() {
        requireOtherThread();
        return super.join();
    }

    private void requireOtherThread() {
        if (!isDone() && loop.isCurrentThread()) {
            throw new InvalidLoopStateException("ENX-0003 waiting, on the loop of the domain '" + loop.name()
                    + "', for what only this loop can complete; return a stage instead");
        }
    }
}
