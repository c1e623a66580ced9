package org.eventnexus.domain;

import org.eventnexus.EventBus;
import org.eventnexus.EventDraft;
import org.eventnexus.HandlerContext;
import org.eventnexus.InvalidLoopStateException;
import org.eventnexus.Publication;

/** One receiver's context for one event. Any thread may emit until the loop closes it. */
final class ReceiverContext implements HandlerContext {
    private final Domain domain;
    private final Delivery<?> current;
    private boolean closed;

    ReceiverContext(Domain domain, Delivery<?> current) {
        this.domain = domain;
        this.current = current;
    }

    @Override
    public synchronized Publication emit(EventDraft<?> draft) {
        if (closed) {
            throw new InvalidLoopStateException("ENX-0005 a secondary event of " + current.type()
                    + " emitted after the receiver was done; publish it instead");
        }
        return domain.publishing().concerns(draft)
                ? domain.publishing().emit(current, draft)
                : domain.entrance().secondary(current, new Delivery<>(domain, draft));
    }

    @Override
    public EventBus bus() {
        return domain.bus();
    }

    synchronized void close() {
        closed = true;
    }
}
