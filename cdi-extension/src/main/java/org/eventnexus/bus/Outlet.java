package org.eventnexus.bus;

import org.eventnexus.Handler;
import org.eventnexus.NexusEvent;

/** A receiver whose value is no result but goes on from here: a boundary's. */
public interface Outlet extends Handler<Object> {

    /**
     * On the domain's loop, when the call and its stage have ended well: takes the value.
     *
     * @param event the one being handled
     * @param value not null; of null nothing becomes
     */
    void forward(NexusEvent<?> event, Object value);
}
