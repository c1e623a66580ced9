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
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.List;
import org.eventnexus.EventLog;
import org.eventnexus.Nexus;
import org.eventnexus.gateway.access.Action;
import org.eventnexus.gateway.stream.Selection;
import org.eventnexus.gateway.stream.Start;
import org.eventnexus.gateway.stream.StreamRequest;
import org.eventnexus.gateway.stream.StreamRequest.Part;
import org.eventnexus.gateway.wire.CloudEventWriter;

/** A domain's events: as a stream to those who ask for one, else a page of history. */
@Path("domains/{domain}/events")
@RequestScoped
public class EventsResource {
    @Inject
    Gate gate;

    @Inject
    StreamStarter starter;

    @Inject
    CloudEventWriter writer;

    @Inject
    Answers answers;

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
        Selection selection = Selections.selection(types, "true".equals(named));
        Start start = Selections.start(log, Selections.after(lastEventId, after), Start.live(log));
        String caller = gate.caller(request).account();
        StreamRequest stream =
                StreamRequest.of(new Part(domain, log, selection, start, gate.readable(request)), caller);
        starter.start(stream.lasting(gate.life(request)), request, response, suspended);
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public void history(@QueryParam("limit") String limit, @Suspended AsyncResponse suspended) {
        Nexus domain = gate.enter(name, request, Action.SUBSCRIBE);
        EventLog log = gate.log(domain);
        Start start = Selections.start(log, after, Start.oldest());
        HistoryPage page = HistoryPage.read(
                log,
                Selections.selection(types, false),
                gate.readable(request),
                start,
                HistoryPage.limit(limit),
                writer);
        Reply reply = HistoryPage.reply(page.json(), page.more(), page.next(), uri);
        answers.waiting(suspended, request).answerHere(() -> reply);
    }
}
