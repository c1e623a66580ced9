package org.eventnexus.tests;

import jakarta.enterprise.context.ApplicationScoped;
import org.eventnexus.cdi.Subscribes;

/** A receiver with a parameter that cannot be injected. */
@ApplicationScoped
class UnresolvedReceiver {
    void unresolved(@Subscribes("x") String any, Missing missing) {}

    /** What no bean provides. */
    interface Missing {}
}
