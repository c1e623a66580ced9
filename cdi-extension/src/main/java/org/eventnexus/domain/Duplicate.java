package org.eventnexus.domain;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.eventnexus.NexusEvent;
import org.eventnexus.Publication;

/** What the publisher of an event gets that the log already has: the first one's publication. */
record Duplicate(Publication first) implements Publication {

    @Override
    public NexusEvent<?> event() {
        return first.event();
    }

    @Override
    public Status status() {
        return first.status();
    }

    @Override
    public boolean isDuplicate() {
        return true;
    }

    @Override
    public CompletionStage<NexusEvent<?>> accepted() {
        return first.accepted();
    }

    @Override
    public CompletionStage<Outcome> outcome() {
        return first.outcome();
    }

    @Override
    public CompletionStage<List<Result>> results() {
        return first.results();
    }

    @Override
    public <R> CompletionStage<R> result(Class<R> type) {
        return first.result(type);
    }

    @Override
    public Optional<Outcome> poll() {
        return first.poll();
    }

    @Override
    public Outcome await(Duration timeout) throws InterruptedException, TimeoutException {
        return first.await(timeout);
    }
}
