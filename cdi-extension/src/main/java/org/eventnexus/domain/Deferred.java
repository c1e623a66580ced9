package org.eventnexus.domain;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eventnexus.EventDraft;
import org.eventnexus.NexusEvent;
import org.eventnexus.Publication;

/** The publication of an event that is published later: pending until then, and then that one. */
final class Deferred implements Publication {
    private final DeferredEvent event;
    private final CompletableFuture<Publication> target;

    Deferred(Domain domain, EventDraft<?> draft) {
        var published = new Delivery<>(domain, draft);
        this.event = new DeferredEvent(published);
        this.target = new LoopFuture<>(published);
    }

    /** Is about that one from now on; without effect if it was published before. */
    void published(Publication publication) {
        event.becomes(publication.event());
        target.complete(publication);
    }

    @Override
    public DeferredEvent event() {
        return event;
    }

    /** Tells what it is about as soon as it is about something, on whatever thread. */
    void whenPublished(Consumer<Publication> told) {
        target.thenAccept(told);
    }

    private Publication now() {
        return target.getNow(null);
    }

    @Override
    public Status status() {
        Publication now = now();
        return now == null ? Status.PENDING : now.status();
    }

    @Override
    public boolean isDuplicate() {
        Publication now = now();
        return now != null && now.isDuplicate();
    }

    @Override
    public CompletionStage<NexusEvent<?>> accepted() {
        return target.thenCompose(Publication::accepted);
    }

    @Override
    public CompletionStage<Outcome> outcome() {
        return target.thenCompose(Publication::outcome);
    }

    @Override
    public CompletionStage<List<Result>> results() {
        return target.thenCompose(Publication::results);
    }

    @Override
    public <R> CompletionStage<R> result(Class<R> type) {
        java.util.Objects.requireNonNull(type, "type");
        return target.thenCompose(publication -> publication.result(type));
    }

    @Override
    public Optional<Outcome> poll() {
        Publication now = now();
        return now == null ? Optional.empty() : now.poll();
    }

    @Override
    public Outcome await(Duration timeout) throws InterruptedException, TimeoutException {
        try {
            return outcome().toCompletableFuture().get(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | CompletionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
