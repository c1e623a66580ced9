package org.eventnexus.tests;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.CDI;
import javax.naming.NamingException;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Subscribes;

/** A receiver in the first of two WARs. */
@ApplicationScoped
@EventDomain("shared")
class InFirstWar {
    Whereabouts first(@Subscribes("where") Object any) throws NamingException {
        return Whereabouts.of(
                InFirstWar.class, CDI.current().select(InFirstWar.class).isResolvable());
    }
}
