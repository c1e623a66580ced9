package org.eventnexus.domain;

import org.eventnexus.EventDraft;

/** An event for the streams alone: never admitted, so without a position. */
final class FedEvent<T> extends Envelope<T> {

    FedEvent(Domain domain, EventDraft<T> draft) {
        super(
                domain,
                draft.type(),
                draft.payload(),
                draft.priority(),
                domain.clock().currentTimeMillis(),
                draft.id(),
                Attributes.of(draft));
    }
}
