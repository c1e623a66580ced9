package org.eventnexus.tests;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Handles;

/** Publishes by the library's interface, which it takes as a further parameter, in another WAR than its handler's. */
@ApplicationScoped
class TypedInSecondWar {
    CompletionStage<String> asked(@Handles("second.asked") @EventDomain("second") String who, TypedInLibrary library) {
        return library.asked(who + " and second");
    }
}
