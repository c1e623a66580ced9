package org.eventnexus.tests;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Subscribes;

/** Looks around in another WAR than the publisher's. */
@ApplicationScoped
class ObserverElsewhere {
    @Inject
    Surroundings surroundings;

    String elsewhere(@Subscribes("look") @EventDomain("contexts") Object any) {
        return surroundings.look();
    }
}
