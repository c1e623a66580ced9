package org.eventnexus.tests;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import org.eventnexus.NexusEvent;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Subscribes;

/** Another class, whose name is behind that of {@link ClauseReceivers}. */
@ApplicationScoped
class ClauseSubscribers {

    String another(@Subscribes("ordered") @EventDomain("desk") NexusEvent<?> event) {
        return "another class";
    }

    String early(@Subscribes("ordered") @EventDomain("desk") @Priority(1) NexusEvent<?> event) {
        return "early";
    }
}
