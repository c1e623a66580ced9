package org.eventnexus.tests;

import jakarta.enterprise.context.ApplicationScoped;
import org.eventnexus.EventAccess;
import org.eventnexus.NexusEvent;

/** Everybody reads their own orders, and all else. */
@ApplicationScoped
public class OwnOrders implements EventAccess {

    @Override
    public boolean mayRead(Reader reader, NexusEvent<?> event) {
        if (event.type().equals("order.cursed")) {
            throw new IllegalStateException("asked to fail");
        }
        return !event.domain().equals("orders")
                || reader.name().isPresent() && reader.name().equals(event.subject());
    }
}
