package org.eventnexus.tests;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Subscribes;

/** Receives a domain's events, and observes them. */
@ApplicationScoped
public class BridgeInSecondWar {

    void receive(@Subscribes @EventDomain("bridged") BridgeOrder order) {
        order.seen("second received");
    }

    void observe(@Observes @EventDomain("bridged") BridgeOrder order) {
        order.seen("second observed");
    }
}
