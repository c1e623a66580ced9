package org.eventnexus.cdi;

import java.util.concurrent.Executor;
import org.eventnexus.Handler;
import org.eventnexus.HandlerContext;
import org.eventnexus.NexusEvent;

/** Calls a receiver in the context of its module: class loader, naming and CDI. The executor runs on the calling thread. */
record ModuleCall(Handler<Object> receiver, Executor module) implements Handler<Object> {

    @Override
    public Object handle(NexusEvent<Object> event, HandlerContext context) throws Exception {
        var call = new Call(receiver, event, context);
        module.execute(call);
        return call.result();
    }

    /** One call and its outcome. Used by one thread. */
    private static final class Call implements Runnable {
        private final Handler<Object> receiver;
        private final NexusEvent<Object> event;
        private final HandlerContext context;
        private Object result;
        private Throwable thrown;

        Call(Handler<Object> receiver, NexusEvent<Object> event, HandlerContext context) {
            this.receiver = receiver;
            this.event = event;
            this.context = context;
        }

        @Override
        public void run() {
            try {
                result = receiver.handle(event, context);
            } catch (Throwable any) {
                thrown = any; // a proxy may wrap what is thrown through it
            }
        }

        Object result() throws Exception {
            if (thrown instanceof Error error) {
                throw error;
            }
            if (thrown != null) {
                throw (Exception) thrown;
            }
            return result;
        }
    }
}
