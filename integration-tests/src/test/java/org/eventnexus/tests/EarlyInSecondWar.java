package org.eventnexus.tests;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Subscribes;

/** Receivers in the WAR that comes up second, one of them before all others. */
@ApplicationScoped
@EventDomain("early")
class EarlyInSecondWar {
    String urgent(@Subscribes("early.*") @Priority(1) Object any) {
        return "second, urgent";
    }

    String second(@Subscribes("early.*") Object any) {
        return "second";
    }
}
