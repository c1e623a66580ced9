package org.eventnexus.gateway.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eventnexus.EventLog;
import org.eventnexus.Nexus;
import org.eventnexus.gateway.access.Action;
import org.eventnexus.gateway.stream.Places;
import org.eventnexus.gateway.stream.Start;
import org.eventnexus.gateway.stream.StreamRequest;
import org.eventnexus.gateway.stream.StreamRequest.Part;

/** Several domains over one connection: browsers open only a few to one host. */
@Path("stream")
@RequestScoped
public class StreamResource {
    private static final int MAX_DOMAINS = 100;

    @Inject
    Gate gate;

    @Inject
    StreamStarter starter;

    @Context
    HttpServletRequest request;

    @QueryParam("select")
    List<String> selects;

    @QueryParam("after")
    String after;

    @QueryParam("named")
    String named;

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void stream(
            @HeaderParam("Last-Event-ID") String lastEventId,
            @Context HttpServletResponse response,
            @Suspended AsyncResponse suspended)
            throws IOException {
        Map<String, List<String>> selectors = selectors();
        String position = Selections.after(lastEventId, after);
        Optional<Places> places = position == null || Start.isOldest(position)
                ? Optional.empty()
                : Optional.of(Places.parse(position).orElseThrow(Selections::noPosition));
        List<Part> parts = new ArrayList<>();
        selectors.forEach((domain, wanted) -> parts.add(part(domain, wanted, position, places)));
        String caller = gate.caller(request).account();
        StreamRequest stream = StreamRequest.ofSeveral(parts, caller).lasting(gate.life(request));
        starter.start(stream, request, response, suspended);
    }

    /** The selectors of each domain, in the order of the request. */
    private Map<String, List<String>> selectors() {
        Map<String, List<String>> selectors = new LinkedHashMap<>();
        for (String select : selects) {
            int colon = select.indexOf(':');
            if (colon < 0) {
                throw ProblemException.badRequest("select is not DOMAIN:SELECTOR");
            }
            selectors
                    .computeIfAbsent(select.substring(0, colon), domain -> new ArrayList<>())
                    .add(select.substring(colon + 1));
        }
        if (selectors.isEmpty() || selectors.size() > MAX_DOMAINS) {
            throw ProblemException.badRequest("select is to name 1 to " + MAX_DOMAINS + " domains");
        }
        return selectors;
    }

    private Part part(String name, List<String> selectors, String position, Optional<Places> places) {
        Nexus domain = gate.enter(name, request, Action.SUBSCRIBE);
        EventLog log = gate.log(domain);
        Start otherwise = position == null || places.isPresent() ? Start.live(log) : Start.oldest();
        Start start = places.map(known -> known.positions().get(name))
                .map(known -> Start.after(log, known))
                .orElse(otherwise);
        return new Part(
                domain, log, Selections.selection(selectors, "true".equals(named)), start, gate.readable(request));
    }
}
