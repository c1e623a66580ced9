package org.eventnexus.tests;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.CDI;
import javax.naming.NamingException;
import org.eventnexus.cdi.DomainsStarted;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Handles;
import org.eventnexus.cdi.Subscribes;

/** A receiver in the second of two WARs. */
@ApplicationScoped
@EventDomain("shared")
class InSecondWar {
    private volatile int started;

    void started(@Observes DomainsStarted event) {
        started++;
    }

    Whereabouts second(@Subscribes("where") Object any) throws NamingException {
        return Whereabouts.of(
                InSecondWar.class, CDI.current().select(InSecondWar.class).isResolvable());
    }

    int starts(@Handles("starts") Object any, Helper helper) {
        return helper.same(started);
    }

    /** Only the second WAR sees it. */
    @ApplicationScoped
    static class Helper {
        int same(int value) {
            return value;
        }
    }
}
