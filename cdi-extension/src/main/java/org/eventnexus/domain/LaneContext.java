package org.eventnexus.domain;

import org.eventnexus.EventBus;
import org.eventnexus.EventDraft;
import org.eventnexus.HandlerContext;
import org.eventnexus.InvalidLoopStateException;
import org.eventnexus.Publication;

/** What a receiver in a lane may do with its domain: all but emit, as its event's publication does not wait for it. */
record LaneContext(Domain domain) implements HandlerContext {

    @Override
    public Publication emit(EventDraft<?> draft) {
        throw new InvalidLoopStateException("ENX-0066 a receiver in a lane of the domain '" + domain.name()
                + "' cannot emit secondary events, because the event may have ended; publish the event instead");
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
