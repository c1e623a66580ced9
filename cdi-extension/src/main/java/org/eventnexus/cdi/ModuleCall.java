package org.eventnexus.cdi;

import java.util.concurrent.Executor;
import org.eventnexus.Handler;
import org.eventnexus.HandlerContext;
import org.eventnexus.NexusEvent;

/** Calls a receiver in the context of its module: class loader, naming and CDI. The executor runs on the calling thread. */
record ModuleCall(Handler<Object> receiver, Executor module) implements Handler<Object> {

    @Override
    public Object handle(NexusEvent<Object> event, HandlerContext context) throws Exception {
        return ModuleTask.call(module, () -> receiver.handle(event, context));
    }
}
