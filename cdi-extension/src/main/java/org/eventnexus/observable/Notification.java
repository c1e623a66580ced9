package org.eventnexus.observable;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** What {@link Observable#notify(Object)} gives back: can be awaited, asked or ignored. Thread-safe. */
public final class Notification {
    private final CompletableFuture<Void> queued = new CompletableFuture<>();
    private final CompletableFuture<List<Throwable>> errors = new CompletableFuture<>();
    private volatile boolean dropped;

    Notification() {}

    /**
     * Completes when the notification has begun or has its place in the queue; before, it waits for one. Whoever notifies
     * faster than observers observe, or from an observer of the same observable, waits for this. Fails as {@link #done()}
     * if it is refused.
     */
    public CompletionStage<Void> queued() {
        return queued.copy();
    }

    /**
     * Completes when all observers have completed, and fails then with the error of the first of them that has one, in the
     * order of subscription; the others' are in {@link #errors()}. Fails with a
     * {@link java.util.concurrent.RejectedExecutionException} if the notification is refused.
     */
    public CompletionStage<Void> done() {
        return errors.thenAccept(all -> {
            if (!all.isEmpty()) {
                throw new CompletionException(all.get(0));
            }
        });
    }

    /**
     * Completes when all observers have completed, with their errors in the order of subscription: {@code _ret_exc_}.
     * Fails only if the notification is refused.
     */
    public CompletionStage<List<Throwable>> errors() {
        return errors.copy();
    }

    /**
     * Whether it has reached nobody, and will not: it came during another one without accumulation, or was queued at a
     * {@link Observable#restartAccumulation(boolean) restart}. Its stages are complete then, without errors.
     */
    public boolean isDropped() {
        return dropped;
    }

    void placed() {
        queued.complete(null);
    }

    void drop() {
        dropped = true;
        end(List.of());
    }

    void end(List<Throwable> failures) {
        queued.complete(null);
        errors.complete(failures);
    }

    void refuse(RuntimeException reason) {
        queued.completeExceptionally(reason);
        errors.completeExceptionally(reason);
    }

    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
