package org.eventnexus.tests;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eventnexus.EventBus;
import org.eventnexus.HandlerContext;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Handles;
import org.eventnexus.cdi.Subscribes;

/** Receivers of all kinds that look around. */
@ApplicationScoped
@EventDomain("contexts")
class Observers {
    private final List<String> secondary = new CopyOnWriteArrayList<>();

    @Inject
    Surroundings surroundings;

    /** Lets the publisher complete what the domain waits for. */
    CompletionStage<String> handler(@Handles("look") CompletionStage<String> gate, HandlerContext context) {
        String seen = surroundings.look();
        context.emit("look.secondary", null);
        return gate.thenApply(opened -> seen);
    }

    String plain(@Subscribes("look") Object any) {
        return surroundings.look();
    }

    String withRequest(@Subscribes("look") Object any, Surroundings.Visitor visitor) {
        return surroundings.look();
    }

    @Transactional
    String withTransaction(@Subscribes("look") Object any) {
        return surroundings.look();
    }

    CompletionStage<String> ofAnotherDomain(@Subscribes("look") Object any, @EventDomain("further") EventBus further) {
        return further.publish("look", null).result(String.class);
    }

    String further(@Handles("look") @EventDomain("further") Object any) {
        return surroundings.look();
    }

    void secondary(@Handles("look.secondary") Object any) {
        secondary.add(surroundings.look());
    }

    List<String> secondary() {
        return List.copyOf(secondary);
    }

    /** Made for each call. */
    @Dependent
    @EventDomain("contexts")
    static class OfOneCall {
        @Inject
        Surroundings surroundings;

        String dependent(@Subscribes("look") Object any) {
            return surroundings.look();
        }
    }

    /** Made for each request. */
    @RequestScoped
    @EventDomain("contexts")
    static class OfOneRequest {
        @Inject
        Surroundings surroundings;

        String requestScoped(@Subscribes("look") Object any) {
            return surroundings.look();
        }
    }
}
