package org.eventnexus.domain;

import org.eventnexus.EventBus;
import org.eventnexus.EventDraft;
import org.eventnexus.HandlerContext;
import org.eventnexus.InvalidLoopStateException;
import org.eventnexus.Publication;
import org.eventnexus.TraceContext;

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
    public synchronized Publication emit(EventDraft<?> said) {
        EventDraft<?> draft = TraceContext.continued(said, current);
        requireOpen("a secondary event of ", "publish it");
        return domain.publishing().concerns(draft)
                ? domain.publishing().emit(current, draft)
                : domain.entrance().secondary(current, new Delivery<>(domain, draft));
    }

    @Override
    public synchronized void reply(EventDraft<?> draft) {
        Delivery<?> first = current;
        for (Delivery<?> each = current.parent(); each != null; each = each.parent()) {
            first = each;
        }
        if (first instanceof Forwarded<?> || first.hops() != null) {
            reply(first, draft);
        } else {
            emit(draft);
        }
    }

    private void reply(Delivery<?> first, EventDraft<?> draft) {
        requireOpen("a reply to ", "publish it");
        domain.entrance().reserve(current);
        if (first instanceof Forwarded<?> forwarded && forwarded.waiting != null) {
            forwarded.waiting.reply(TraceContext.continued(draft, current), Hops.after(current));
        }
    }

    private void requireOpen(String what, String instead) {
        if (closed) {
            throw new InvalidLoopStateException(
                    "ENX-0005 " + what + current.type() + " after the receiver was done; " + instead + " instead");
        }
    }

    @Override
    public EventBus bus() {
        return domain.bus();
    }

    synchronized void close() {
        closed = true;
    }
}
