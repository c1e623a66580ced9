package org.eventnexus.tests;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.CDI;
import javax.naming.NamingException;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Subscribes;

/** A receiver in an EAR's lib, where several CDI containers may see it. */
@ApplicationScoped
@EventDomain("shared")
public class InLibrary {
    Whereabouts library(@Subscribes("where") Object any) throws NamingException {
        return Whereabouts.of(
                InLibrary.class, CDI.current().select(InLibrary.class).isResolvable());
    }
}
