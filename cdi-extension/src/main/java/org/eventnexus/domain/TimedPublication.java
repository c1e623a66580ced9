package org.eventnexus.domain;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.eventnexus.NexusEvent;
import org.eventnexus.Publication;
import org.eventnexus.domain.Scheduler.Cancellable;

/** A publication whose results are waited for only so long. */
record TimedPublication(Publication untimed, CompletableFuture<Void> expiry) implements Publication {

    static Publication of(Publication untimed, Duration timeout, Alarms alarms) {
        if (untimed.isDone()) {
            return untimed;
        }
        var expiry = new CompletableFuture<Void>();
        try {
            Cancellable alarm = alarms.set(
                    () -> expiry.completeExceptionally(new TimeoutException(
                            "ENX-0073 the event " + untimed.event().type() + " had no result after " + timeout)),
                    timeout);
            untimed.outcome().thenRun(() -> {
                alarm.cancel();
                expiry.complete(null);
            });
        } catch (RejectedExecutionException stopping) {
            return untimed; // which ends with its domain
        }
        return new TimedPublication(untimed, expiry);
    }

    /** @param stage nobody else's */
    private <V> CompletionStage<V> limited(CompletionStage<V> stage) {
        CompletableFuture<V> future = stage.toCompletableFuture();
        expiry.whenComplete((nothing, late) -> {
            if (late != null) {
                future.completeExceptionally(late);
            }
        });
        return future;
    }

    @Override
    public NexusEvent<?> event() {
        return untimed.event();
    }

    @Override
    public Status status() {
        return untimed.status();
    }

    @Override
    public boolean isDuplicate() {
        return untimed.isDuplicate();
    }

    @Override
    public CompletionStage<NexusEvent<?>> accepted() {
        return untimed.accepted();
    }

    @Override
    public CompletionStage<Outcome> outcome() {
        return untimed.outcome();
    }

    @Override
    public CompletionStage<List<Result>> results() {
        return limited(untimed.results());
    }

    @Override
    public <R> CompletionStage<R> result(Class<R> type) {
        return limited(untimed.result(type));
    }

    @Override
    public Optional<Outcome> poll() {
        return untimed.poll();
    }

    @Override
    public Outcome await(Duration timeout) throws InterruptedException, TimeoutException {
        return untimed.await(timeout);
    }
}
