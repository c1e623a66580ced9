package org.eventnexus.gateway.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
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

    @Context
    HttpServletRequest request;

    @GET
    public byte[] all() {
        List<String> domains = gate.visible(request).stream()
                .map(domain -> figures(domain).toString())
                .toList();
        return utf8(JsonOut.arrayOf(domains));
    }

    @GET
    @Path("{domain}")
    public byte[] one(@PathParam("domain") String name) {
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
        return utf8(out.toString());
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

    private static byte[] utf8(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
