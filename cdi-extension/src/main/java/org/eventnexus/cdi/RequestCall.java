package org.eventnexus.cdi;

import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.Instance;
import org.eventnexus.Handler;
import org.eventnexus.HandlerContext;
import org.eventnexus.NexusEvent;

/** Calls a receiver in a request scope of its own. */
record RequestCall(Handler<Object> receiver, Instance<RequestContextController> controllers)
        implements Handler<Object> {

    @Override
    public Object handle(NexusEvent<Object> event, HandlerContext context) throws Exception {
        RequestContextController controller = controllers.get(); // remembers what it has activated: one for each call
        controller.activate();
        try {
            return receiver.handle(event, context);
        } finally {
            controller.deactivate();
            controllers.destroy(controller);
        }
    }
}
