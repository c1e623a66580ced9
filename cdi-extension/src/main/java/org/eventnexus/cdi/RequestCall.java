package org.eventnexus.cdi;

import jakarta.enterprise.context.control.RequestContextController;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.eventnexus.Handler;
import org.eventnexus.HandlerContext;
import org.eventnexus.NexusEvent;

/** Calls a receiver in a request scope of its own. */
final class RequestCall implements Handler<Object> {
    private final Handler<Object> receiver;
    private final Supplier<RequestContextController> controllers;
    /** A controller remembers whether it has activated a scope, so that calls at the same time each need one. */
    private final Queue<RequestContextController> idle = new ConcurrentLinkedQueue<>();

    RequestCall(Handler<Object> receiver, Supplier<RequestContextController> controllers) {
        this.receiver = receiver;
        this.controllers = controllers;
    }

    @Override
    public Object handle(NexusEvent<Object> event, HandlerContext context) throws Exception {
        RequestContextController used = idle.poll();
        RequestContextController controller = used != null ? used : controllers.get();
        controller.activate();
        try {
            return receiver.handle(event, context);
        } finally {
            controller.deactivate();
            idle.add(controller);
        }
    }
}
