package org.eventnexus.domain;

import java.util.function.Supplier;
import org.eventnexus.Handler;
import org.eventnexus.HandlerContext;
import org.eventnexus.NexusEvent;
import org.eventnexus.metrics.FlightRecorder;

/**
 * A receiver that is called beside the loop, with what the loop does at each call: its event's trace goes on, and the call
 * is recorded. The thread serves one call after the other: an interrupt that one leaves behind is not the next one's, and
 * one that is meant for whoever lends the thread is not the receiver's, and stays; the guard sees to the rest (R9).
 *
 * @param guard what is around the call
 * @param name the receiver's, known when it is called
 */
record Accompanied(Handler<Object> receiver, Traces traces, CallGuard guard, Supplier<String> name)
        implements Handler<Object> {

    @Override
    public Object handle(NexusEvent<Object> event, HandlerContext context) throws Exception {
        boolean ofLender = Thread.interrupted();
        Object recorded = FlightRecorder.handling();
        try {
            return guard.call(() -> traces.handle(receiver, event, context));
        } finally {
            if (recorded != null) {
                FlightRecorder.handled(recorded, event, name.get());
            }
            Thread.interrupted();
            if (ofLender) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
