package org.eventnexus.gateway.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import org.eventnexus.EventLog;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.Publication;
import org.eventnexus.gateway.access.Action;
import org.eventnexus.gateway.wire.CloudEventWriter;
import org.eventnexus.gateway.wire.OutcomeWriter;

/**
 * An event that the log has, and what became of it.
 *
 * <p>An id may contain anything that is percent-encoded, slashes included. Which part of the path it is, is therefore
 * decided on the path as it was sent: only a slash that was not encoded separates.
 */
@Path("domains/{domain}/events/{event: .+}")
@RequestScoped
public class EventResource {
    private static final String OUTCOME = "/outcome";
    static final String CLOUD_EVENT = "application/cloudevents+json";

    @Inject
    Gate gate;

    @Inject
    CloudEventWriter events;

    @Inject
    OutcomeWriter outcomes;

    @Inject
    Answers answers;

    @GET
    public void get(
            @PathParam("domain") String name,
            @QueryParam("source") String source,
            @Context HttpServletRequest request,
            @Suspended AsyncResponse suspended) {
        Reply found = found(name, source, request);
        answers.waiting(suspended, request).answerHere(() -> found);
    }

    private Reply found(String name, String source, HttpServletRequest request) {
        String path = path(request);
        if (path.endsWith(OUTCOME)) {
            Nexus domain = gate.enter(name, request, Action.SUBSCRIBE, Action.PUBLISH);
            Publication publication = publication(domain, id(before(path, OUTCOME)), source, gate.readable(request));
            return Reply.foundJson(
                    gate.reads(domain, request) ? outcomes.outcome(publication) : outcomes.end(publication));
        }
        Nexus domain = gate.enter(name, request, Action.SUBSCRIBE);
        return Reply.found(CLOUD_EVENT, events.write(event(domain, id(path), source, gate.readable(request))));
    }

    /** @param readable which events the caller may read; null if all */
    private NexusEvent<?> event(Nexus domain, String id, String source, Predicate<NexusEvent<?>> readable) {
        EventLog log = gate.log(domain);
        NexusEvent<?> newest = log.find(id, source).orElseThrow(EventResource::noSuchEvent);
        if (readable == null || readable.test(newest)) {
            return newest;
        }
        if (source != null) {
            throw noSuchEvent();
        }
        return readableWithId(log, id, readable);
    }

    /** The newest with that id is nothing to this caller: an older one, of another source, may be. */
    private static NexusEvent<?> readableWithId(EventLog log, String id, Predicate<NexusEvent<?>> readable) {
        for (long sequence = log.newest(); sequence >= log.oldest(); sequence--) {
            NexusEvent<?> event = log.read(sequence);
            if (event != null && event.id().equals(id) && readable.test(event)) {
                return event;
            }
        }
        throw noSuchEvent();
    }

    private Publication publication(Nexus domain, String id, String source, Predicate<NexusEvent<?>> readable) {
        String of =
                readable == null ? source : event(domain, id, source, readable).source();
        return domain.find(id, of).orElseThrow(EventResource::noSuchEvent);
    }

    /** What follows {@code …/domains/{domain}/events/}, as it was sent. */
    private static String path(HttpServletRequest request) {
        String all = request.getRequestURI().substring(request.getContextPath().length());
        String[] segments = all.split("/", 6);
        return segments.length < 6 ? "" : segments[5];
    }

    private static String before(String path, String end) {
        return path.substring(0, path.length() - end.length());
    }

    private static String id(String encoded) {
        try {
            return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw noSuchEvent();
        }
    }

    private static ProblemException noSuchEvent() {
        return ProblemException.notFound("the log has no such event");
    }
}
