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
    /** The event's receivers; mostly those of the event before, and a comparison is cheaper than the store of an object. */
    private Receiver[] route;

    private int at;

    void enter(Delivery<?> event, Receiver[] route, int at) {
        if (this.route != route) {
            this.route = route;
        }
        this.at = at;
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

    /** The receiver that is called for the event that was seen before, or any other one if that call is over; or null. */
    Receiver receiver() {
        Receiver[] seen = route;
        int place = at;
        return seen != null && place < seen.length ? seen[place] : null;
    }
}
