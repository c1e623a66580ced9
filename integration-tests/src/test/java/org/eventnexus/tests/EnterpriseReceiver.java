package org.eventnexus.tests;

import jakarta.ejb.Stateless;
import org.eventnexus.cdi.Subscribes;

/** A receiver where none can be. */
@Stateless
public class EnterpriseReceiver {
    /** Public, and yet called through a view only. */
    public void receive(@Subscribes("x") String any) {}
}
