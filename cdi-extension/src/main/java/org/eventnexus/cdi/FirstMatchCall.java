package org.eventnexus.cdi;

import java.util.List;
import org.eventnexus.EventSelector;
import org.eventnexus.Handler;
import org.eventnexus.HandlerContext;
import org.eventnexus.NexusEvent;

/** Calls a subscriber of several selectors for the first that matches, so that it is told of an event once. */
record FirstMatchCall(Handler<Object> receiver, List<EventSelector> earlier) implements Handler<Object> {

    @Override
    public Object handle(NexusEvent<Object> event, HandlerContext context) throws Exception {
        for (EventSelector selector : earlier) {
            if (selector.matches(event)) {
                return null;
            }
        }
        return receiver.handle(event, context);
    }
}
