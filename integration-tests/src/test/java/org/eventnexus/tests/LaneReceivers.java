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
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.eclipse.microprofile.auth.LoginConfig;
import org.eventnexus.Nexus;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.SubscribesAsync;

/** Methods with lanes, and a resource that publishes to them with all that a publisher may have. */
@ApplicationScoped
@EventDomain("lanes")
@Path("lanes")
public class LaneReceivers {
    static final String FILE_NAME = "lanes-journal.txt";
    static final int COUNT = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    @EventDomain("lanes")
    Nexus nexus;

    @Inject
    Surroundings surroundings;

    @Inject
    Surroundings.Visitor visitor;

    @Resource(lookup = "java:comp/UserTransaction")
    UserTransaction transaction;

    /** The paths of requests that carry a token. */
    @ApplicationScoped
    @ApplicationPath("api")
    @LoginConfig(authMethod = "MP-JWT")
    public static class Api extends Application {}

    /** Look around, one of them with a request of its own. */
    @ApplicationScoped
    @EventDomain("lanes")
    static class Lookers {
        @Inject
        Surroundings surroundings;

        void plain(@SubscribesAsync("look") CompletableFuture<String> answer) {
            answer.complete(seen());
        }

        void withRequest(@SubscribesAsync("look.request") CompletableFuture<String> answer, Surroundings.Visitor own) {
            answer.complete(seen());
        }

        private String seen() {
            return surroundings.look() + ", module " + module() + ", thread "
                    + Thread.currentThread().getName().replaceAll("\\d", "");
        }

        private static String module() {
            try {
                return new InitialContext().lookup("java:module/ModuleName").toString();
            } catch (NamingException none) {
                return none.toString();
            }
        }
    }

    /** Holds its thread for a while. */
    void slow(@SubscribesAsync("slow") int number) throws IOException {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        try (InputStream name = LaneReceivers.class.getResourceAsStream("/" + FILE_NAME)) {
            var journal = java.nio.file.Path.of(new String(name.readAllBytes(), StandardCharsets.UTF_8));
            Files.writeString(journal, number + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    /** What each lane saw of an event that was published in a transaction. */
    @GET
    @Produces(MediaType.TEXT_PLAIN)
    public String look(@Context SecurityContext security) throws Exception {
        visitor.is(security.getUserPrincipal().getName());
        List<String> lines = new ArrayList<>();
        transaction.begin();
        try {
            for (String type : List.of("look", "look.request")) {
                var answer = new CompletableFuture<String>();
                nexus.bus().publish(type, answer);
                lines.add(answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            }
            lines.add(surroundings.look());
        } finally {
            transaction.rollback();
        }
        return String.join("\n", lines);
    }

    /** Publishes more than the lane can do, and waits until the domain has. */
    @GET
    @Path("slow")
    @Produces(MediaType.TEXT_PLAIN)
    public String slow() throws Exception {
        Publication last = null;
        for (int i = 1; i <= COUNT; i++) {
            last = nexus.bus().publish("slow", i);
        }
        Status status = last.await(PATIENCE).status();
        boolean behind =
                nexus.lanes().stream().anyMatch(lane -> lane.receiver().equals("slow") && lane.depth() > COUNT / 2);
        return status + ", the lane " + (behind ? "has most of it" : "is done: " + nexus.lanes());
    }
}
