package org.eventnexus.tests;

import org.eventnexus.Publication;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Publishes;

/** A publisher that is nowhere injected, in an archive all of whose classes are shown to extensions. */
@EventDomain("lookedup")
public interface TypedLookedUp {

    @Publishes("looked.up")
    Publication lookedUp(String payload);
}
