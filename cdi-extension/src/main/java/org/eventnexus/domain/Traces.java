package org.eventnexus.domain;

import java.util.List;
import org.eventnexus.EventDraft;
import org.eventnexus.Handler;
import org.eventnexus.HandlerContext;
import org.eventnexus.NexusEvent;
import org.eventnexus.TraceContext;
import org.eventnexus.bus.Receiver;

/**
 * Which traced event the calling thread is handling, so that what it publishes continues the trace. As long as no traced
 * event has been handled, publishing costs the reading of a field. Thread-safe.
 */
final class Traces {
    private final ThreadLocal<NexusEvent<?>> current = new ThreadLocal<>();
    /** Never taken back; whoever misses it for a moment is on another thread, and handles no traced event. */
    private boolean used;

    /** The traced event that the calling thread is handling; null if there is none. */
    NexusEvent<?> current() {
        return used ? current.get() : null;
    }

    /** A draft as the calling thread publishes it: itself, or a copy that continues the trace of what it is handling. */
    <T> EventDraft<T> continued(EventDraft<T> draft) {
        NexusEvent<?> event = current();
        return event == null ? draft : TraceContext.continued(draft, event);
    }

    /** The same for several that are published together. */
    List<? extends EventDraft<?>> continued(List<? extends EventDraft<?>> drafts) {
        return current() == null ? drafts : drafts.stream().map(this::continued).toList();
    }

    /** Calls a receiver for an event that is traced. */
    Object receive(Receiver receiver, Delivery<?> traced, HandlerContext context) throws Exception {
        NexusEvent<?> outer = enter(traced);
        try {
            return receiver.receive(traced, context);
        } finally {
            leave(outer);
        }
    }

    /** Calls a receiver beside the loop, for whatever event. */
    Object handle(Handler<Object> receiver, NexusEvent<Object> event, HandlerContext context) throws Exception {
        if (!event.headers().containsKey(TraceContext.PARENT)) {
            return receiver.handle(event, context);
        }
        NexusEvent<?> outer = enter(event);
        try {
            return receiver.handle(event, context);
        } finally {
            leave(outer);
        }
    }

    private NexusEvent<?> enter(NexusEvent<?> event) {
        used = true;
        NexusEvent<?> outer = current.get();
        current.set(event);
        return outer;
    }

    private void leave(NexusEvent<?> outer) {
        if (outer == null) {
            current.remove();
        } else {
            current.set(outer);
        }
    }
}
