package org.eventnexus.gateway.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eventnexus.EventLog;
import org.eventnexus.Nexus;
import org.eventnexus.gateway.access.Action;
import org.eventnexus.gateway.stream.Selection;
import org.eventnexus.gateway.stream.Start;
import org.eventnexus.gateway.stream.StreamHub;
import org.eventnexus.gateway.stream.StreamRequest;
import org.eventnexus.gateway.wire.CloudEventWriter;

/** A domain's events: as a stream to those who ask for one, else a page of history. */
@Path("domains/{domain}/events")
@RequestScoped
public class EventsResource {
    @Inject
    Gate gate;

    @Inject
    StreamHub hub;

    @Inject
    CloudEventWriter writer;

    @Context
    HttpServletRequest request;

    @Context
    UriInfo uri;

    @PathParam("domain")
    String name;

    @QueryParam("type")
    List<String> types;

    @QueryParam("after")
    String after;

    /** The response is written by the hub; JAX-RS only suspends it, and is never told to resume. */
    @GET
    @Produces("text/event-stream;qs=0.5")
    public void stream(
            @HeaderParam("Last-Event-ID") String lastEventId,
            @QueryParam("named") String named,
            @Context HttpServletResponse response,
            @Suspended AsyncResponse suspended)
            throws IOException {
        Nexus domain = gate.enter(name, request, Action.SUBSCRIBE);
        EventLog log = gate.log(domain);
        Selection selection = selection("true".equals(named));
        Start start = start(log, lastEventId == null || lastEventId.isEmpty() ? after : lastEventId, Start.live(log));
        if (request.getMethod().equals("HEAD")) {
            suspended.resume(
                    Response.ok().type(MediaType.SERVER_SENT_EVENTS_TYPE).build());
            return;
        }
        suspended.setTimeout(0, TimeUnit.MILLISECONDS);
        String caller = gate.caller(request).name();
        hub.open(new StreamRequest(domain, log, selection, start, caller), request, response);
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response history(@QueryParam("limit") String limit) {
        Nexus domain = gate.enter(name, request, Action.SUBSCRIBE);
        EventLog log = gate.log(domain);
        Start start = start(log, after, Start.oldest());
        HistoryPage page = HistoryPage.read(log, selection(false), start, HistoryPage.limit(limit), writer);
        Response.ResponseBuilder response = Response.ok(page.json().getBytes(StandardCharsets.UTF_8));
        if (page.more()) {
            response.link(
                    uri.getRequestUriBuilder()
                            .replaceQueryParam("after", page.next())
                            .build(),
                    "next");
        }
        return response.build();
    }

    private Selection selection(boolean named) {
        try {
            return Selection.parse(types, named);
        } catch (IllegalArgumentException malformed) {
            throw ProblemException.badRequest("type: " + malformed.getMessage());
        }
    }

    private static Start start(EventLog log, String position, Start otherwise) {
        return position == null
                ? otherwise
                : Start.after(log, position).orElseThrow(() -> ProblemException.badRequest("this is no position"));
    }
}
