package org.eventnexus.cdi;

import java.util.List;
import java.util.function.Function;
import org.eventnexus.Handler;
import org.eventnexus.HandlerContext;
import org.eventnexus.NexusEvent;

/**
 * Fires a domain's event for an observer and all others that observe its payload, unless it has been fired for another one
 * or came from CDI.
 *
 * @param observer for whom
 * @param earlier for whom it may have been fired
 * @param fire gives a stage if it is not done at once
 */
record OutCall(BridgeObserver observer, List<BridgeObserver> earlier, Marks marks, Function<Object, Object> fire)
        implements Handler<Object> {

    @Override
    public Object handle(NexusEvent<Object> event, HandlerContext context) {
        if (marks.isMarked(event) || !observer.takes(event) || earlier.stream().anyMatch(other -> other.takes(event))) {
            return null;
        }
        Object payload = event.payload(observer.payload());
        return payload == null ? null : fire.apply(payload);
    }
}
