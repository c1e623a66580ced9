package org.eventnexus.domain;

import org.eventnexus.EventBus;
import org.eventnexus.EventDraft;
import org.eventnexus.HandlerContext;
import org.eventnexus.InvalidLoopStateException;
import org.eventnexus.Publication;

/** What a work queue's worker may do with its domain: all but emit, as that is ordered by the loop, which goes on meanwhile. */
record WorkContext(Domain domain) implements HandlerContext {

    @Override
    public Publication emit(EventDraft<?> draft) {
        throw new InvalidLoopStateException("ENX-0048 a worker of a work queue of the domain '" + domain.name()
                + "' cannot emit secondary events, because the domain goes on meanwhile; publish the event instead");
    }

    @Override
    public void reply(EventDraft<?> draft) {
        emit(draft);
    }

    @Override
    public EventBus bus() {
        return domain.bus();
    }
}
