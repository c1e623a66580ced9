package org.eventnexus.domain;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eventnexus.EventDraft;
import org.eventnexus.NexusEvent;

/** An event that may wait for room by itself; its publisher is told by a stage. */
final class AsyncDelivery<T> extends Delivery<T> {
    private final CompletableFuture<NexusEvent<?>> accepted;

    AsyncDelivery(Domain domain, EventDraft<T> draft) {
        super(domain, draft);
        this.accepted = new LoopFuture<>(this);
    }

    @Override
    void admitted() {
        accepted.complete(this);
    }

    @Override
    void refuse(String why) {
        super.refuse(why);
        accepted.completeExceptionally(notHandled(Status.REFUSED));
    }

    @Override
    public CompletionStage<NexusEvent<?>> accepted() {
        return accepted.copy(); // as in outcome()
    }
}
