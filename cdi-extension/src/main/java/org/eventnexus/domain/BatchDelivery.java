package org.eventnexus.domain;

import java.util.concurrent.CompletionStage;
import org.eventnexus.EventDraft;
import org.eventnexus.NexusEvent;

/** An event of a batch, which may wait for room with the others. */
final class BatchDelivery<T> extends Delivery<T> {
    private final Batch batch;

    BatchDelivery(Domain domain, EventDraft<T> draft, Batch batch) {
        super(domain, draft);
        this.batch = batch;
    }

    @Override
    public CompletionStage<NexusEvent<?>> accepted() {
        return batch.whenDecided(this).thenApply(decided -> {
            if (sequence == 0) {
                throw notHandled(Status.REFUSED);
            }
            return this;
        });
    }
}
