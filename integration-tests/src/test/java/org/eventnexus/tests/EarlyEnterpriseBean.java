package org.eventnexus.tests;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;
import org.eventnexus.EventBus;
import org.eventnexus.cdi.EventDomain;

/** Publishes as soon as it is made: for servers that have enterprise beans. */
@Singleton
@Startup
public class EarlyEnterpriseBean {
    @Inject
    @EventDomain("early")
    EventBus early;

    @PostConstruct
    void made() {
        EarlyEvents.publish(early, "bean");
    }
}
