package org.eventnexus.boundary;

import org.eventnexus.EventDraft;
import org.eventnexus.NexusEvent;
import org.eventnexus.TraceContext;

/** What a boundary makes of an event and of what its mapping has given for it. */
final class Cargo {
    private Cargo() {}

    /** Null if nothing is forwarded. */
    static EventDraft<?> of(NexusEvent<?> event, Object mapped) {
        if (mapped == null) {
            return null;
        }
        if (mapped instanceof EventDraft<?> draft) {
            return TraceContext.continued(draft, event);
        }
        return same(event, mapped instanceof NexusEvent<?> other ? other.payload() : mapped);
    }

    /** The same event, as an intermediary passes it on: also for the receiving domain it is that one, by id and source. */
    private static EventDraft<?> same(NexusEvent<?> event, Object payload) {
        EventDraft<Object> draft = event.numericType().isPresent()
                ? EventDraft.of(event.numericType().getAsLong(), payload)
                : EventDraft.of(event.type(), payload);
        event.numericId().ifPresentOrElse(draft::id, () -> draft.id(event.id()));
        draft.source(event.source()).time(event.time()).address(event.address());
        if (event.hasPriority()) {
            draft.priority(event.priority());
        }
        event.subject().ifPresent(draft::subject);
        event.key().ifPresent(draft::key);
        event.headers().forEach(draft::header);
        return draft;
    }
}
