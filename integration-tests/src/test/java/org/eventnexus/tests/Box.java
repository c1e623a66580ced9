package org.eventnexus.tests;

import jakarta.enterprise.context.ApplicationScoped;
import org.eventnexus.NexusEvent;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Handles;

/** Takes from everybody, and shows to few. */
@ApplicationScoped
public class Box {

    String put(@Handles("put") @EventDomain("box") NexusEvent<?> content) {
        return "secret";
    }
}
