package org.eventnexus.cdi;

import java.util.List;
import java.util.function.Function;
import org.eventnexus.Handler;
import org.eventnexus.HandlerContext;
import org.eventnexus.NexusEvent;

/**
 * Fires a domain's event, once for all observers, unless it came from CDI.
 *
 * @param observers those first that say more of an event: the first that takes it says of which class the payload is
 * @param fire gives a stage if it is not done at once
 */
record OutCall(List<BridgeObserver> observers, Marks marks, Function<Object, Object> fire) implements Handler<Object> {

    @Override
    public Object handle(NexusEvent<Object> event, HandlerContext context) {
        if (marks.isMarked(event)) {
            return null;
        }
        for (BridgeObserver observer : observers) {
            if (observer.takes(event)) {
                Object payload = event.payload(observer.payload());
                return payload == null ? null : fire.apply(payload);
            }
        }
        return null;
    }
}
