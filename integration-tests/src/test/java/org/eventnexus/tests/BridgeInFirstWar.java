package org.eventnexus.tests;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.eventnexus.cdi.EventDomain;

/** Fires CDI events, and observes them. */
@ApplicationScoped
public class BridgeInFirstWar {
    @Inject
    @EventDomain("bridged")
    Event<BridgeOrder> orders;

    public void fire(BridgeOrder order) {
        orders.fire(order);
    }

    void observe(@Observes @EventDomain("bridged") BridgeOrder order) {
        order.seen("first observed");
    }
}
