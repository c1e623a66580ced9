package org.eventnexus.tests;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Application;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.auth.LoginConfig;
import org.eventnexus.EventBus;
import org.eventnexus.EventDraft;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Result;
import org.eventnexus.cdi.EventDomain;

/** Publishes with everything that a publisher may have: an identity, a transaction and a request. */
@ApplicationScoped
@Path("look")
public class Caller {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    @EventDomain("contexts")
    EventBus bus;

    @Inject
    Surroundings surroundings;

    @Inject
    Surroundings.Visitor visitor;

    @Inject
    Observers observers;

    @Resource(lookup = "java:comp/UserTransaction")
    UserTransaction transaction;

    /** The paths of requests that carry a token. */
    @ApplicationScoped
    @ApplicationPath("api")
    @LoginConfig(authMethod = "MP-JWT")
    public static class Api extends Application {}

    /** A line before the event is published, one for each receiver of it, and one after that. */
    @GET
    @Produces(MediaType.TEXT_PLAIN)
    public String publish(@Context SecurityContext security) throws Exception {
        visitor.is(security.getUserPrincipal().getName());
        List<String> lines = new ArrayList<>();
        transaction.begin();
        try {
            lines.add("before: " + surroundings.look());
            var gate = new CompletableFuture<String>();
            Publication publication = bus.publish("look", gate);
            gate.complete("opened"); // the domain waits for it: whose thread goes on with the event?
            addResults(publication, lines);
            lines.add("after: " + surroundings.look());
        } finally {
            transaction.rollback();
        }
        return String.join("\n", lines);
    }

    /** The same for an event that waits for the transaction, whose commit is what publishes it, on this thread. */
    @GET
    @Path("committed")
    @Produces(MediaType.TEXT_PLAIN)
    public String publishByCommit(@Context SecurityContext security) throws Exception {
        visitor.is(security.getUserPrincipal().getName());
        List<String> lines = new ArrayList<>();
        transaction.begin();
        Publication publication = bus.publish(EventDraft.of("look", CompletableFuture.completedFuture("opened"))
                .afterSuccess());
        lines.add("before: " + surroundings.look());
        transaction.commit();
        addResults(publication, lines);
        lines.add("after: " + surroundings.look());
        return String.join("\n", lines);
    }

    private static void addResults(Publication publication, List<String> lines) throws Exception {
        for (Result result : publication.await(PATIENCE).results()) {
            lines.add(result.receiver() + ": " + (result.error() == null ? result.value() : result.error()));
        }
    }

    /** What receivers of events saw that no caller published himself: of secondary ones. */
    @GET
    @Path("secondary")
    @Produces(MediaType.TEXT_PLAIN)
    public String secondary() {
        return String.join("\n", observers.secondary());
    }
}
