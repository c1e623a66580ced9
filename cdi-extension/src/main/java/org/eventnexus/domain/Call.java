package org.eventnexus.domain;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.eventnexus.bus.Receiver;

/**
 * Where is noted which receiver is being called, and for which event. Written by the loop, read by others: who finds a
 * receiver being called sees what the loop did before, and nothing that it does after.
 *
 * <p>An object of its own, and a young one, made anew for each drain: under G1 a store of a young reference into an old
 * object costs a memory fence, and this one is done for each call. Of one of these a receiver is called for an event once.
 */
final class Call {
    private static final VarHandle EVENT;

    static {
        try {
            EVENT = MethodHandles.lookup().findVarHandle(Call.class, "event", Delivery.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Delivery<?> event;
    private Receiver receiver;

    void enter(Delivery<?> event, Receiver receiver) {
        this.receiver = receiver;
        EVENT.setRelease(this, event);
    }

    void leave() {
        EVENT.setRelease(this, null);
        VarHandle.storeStoreFence(); // who still finds the receiver being called finds nothing that is done after it
    }

    /** Null between calls. */
    Delivery<?> event() {
        return (Delivery<?>) EVENT.getAcquire(this);
    }

    /** The receiver of the event that was seen before, or a later one. */
    Receiver receiver() {
        return receiver;
    }
}
