package org.eventnexus.tests;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletionStage;
import org.eventnexus.NexusEvent;
import org.eventnexus.Publication;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Handles;
import org.eventnexus.cdi.Publishes;

/** Publishes by interfaces, one of a library and one of its own, which nobody else sees. */
@ApplicationScoped
class TypedInWar {

    @EventDomain("typed")
    private interface Desk {
        @Publishes("desk.asked")
        CompletionStage<String> asked(String who, @Publishes.Key String key);

        @Publishes("second.asked")
        @EventDomain("second")
        Publication second(String who);

        default CompletionStage<String> askedByAnn() {
            return asked("ann", "of the desk");
        }
    }

    @Inject
    TypedInLibrary library;

    @Inject
    @EventDomain("typed")
    private Desk desk;

    CompletionStage<String> library() {
        return library.asked("war");
    }

    CompletionStage<String> libraryByDefault() {
        return library.askedByNobody();
    }

    CompletionStage<String> desk() {
        return desk.askedByAnn();
    }

    Publication second() {
        return desk.second("first");
    }

    String library(@Handles("library.asked") @EventDomain("typed") String who) {
        return "library asked by " + who;
    }

    String desk(@Handles("desk.asked") @EventDomain("typed") NexusEvent<String> event) {
        return event.key().orElseThrow() + ' ' + event.payload();
    }

    String lookedUp(@Handles("looked.up") @EventDomain("lookedup") String payload) {
        return "looked up " + payload;
    }
}
