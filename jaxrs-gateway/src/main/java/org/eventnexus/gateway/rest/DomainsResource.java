package org.eventnexus.gateway.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eventnexus.Boundary;
import org.eventnexus.EventLog;
import org.eventnexus.Nexus;
import org.eventnexus.Position;
import org.eventnexus.WorkQueue;
import org.eventnexus.gateway.stream.StreamHub;
import org.eventnexus.gateway.wire.JsonOut;

/** The domains that a caller may see, and their figures. */
@Path("domains")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class DomainsResource {
    @Inject
    Gate gate;

    @Inject
    StreamHub hub;

    @Inject
    Answers answers;

    @Context
    HttpServletRequest request;

    @GET
    public void all(@Suspended AsyncResponse suspended) {
        List<String> domains = gate.visible(request).stream()
                .map(domain -> figures(domain).toString())
                .toList();
        answer(suspended, JsonOut.arrayOf(domains));
    }

    @GET
    @Path("{domain}")
    public void one(@PathParam("domain") String name, @Suspended AsyncResponse suspended) {
        Nexus domain = gate.see(name, request);
        JsonOut out = figures(domain)
                .texts("handlers", domain.handlers())
                .texts("filters", domain.filters())
                .texts("sources", domain.sources())
                .texts(
                        "boundaries",
                        domain.boundaries().stream()
                                .filter(boundary -> gate.isVisible(boundary.to(), request))
                                .map(Boundary::name)
                                .toList())
                .texts(
                        "workQueues",
                        domain.workQueues().stream().map(WorkQueue::name).toList());
        answer(suspended, out.toString());
    }

    private JsonOut figures(Nexus domain) {
        Nexus.Stats stats = domain.stats();
        return new JsonOut()
                .text("name", domain.name())
                .text("state", domain.state().name())
                .text("order", domain.config().order().name())
                .number("capacity", domain.config().capacity())
                .number("depth", stats.depth())
                .number("published", stats.published())
                .number("delivered", stats.delivered())
                .number("failed", stats.failed())
                .number("dropped", stats.dropped())
                .number("unhandled", stats.unhandled())
                .number("subscribers", stats.subscribers())
                .number("streams", hub.streams(domain.name()))
                .json("log", log(domain.log()));
    }

    private static String log(Optional<EventLog> kept) {
        if (kept.isEmpty()) {
            return new JsonOut()
                    .text("kind", "none")
                    .text("oldest", null)
                    .text("newest", null)
                    .toString();
        }
        EventLog log = kept.get();
        long newest = log.newest();
        return new JsonOut()
                .text("kind", log.kind())
                .text("oldest", newest == 0 ? null : position(log, log.oldest()))
                .text("newest", newest == 0 ? null : position(log, newest))
                .toString();
    }

    private static String position(EventLog log, long sequence) {
        return new Position(log.epoch(), sequence).toString();
    }

    private void answer(AsyncResponse suspended, String json) {
        Reply found = Reply.foundJson(json);
        answers.waiting(suspended, request).answerHere(() -> found);
    }
}
