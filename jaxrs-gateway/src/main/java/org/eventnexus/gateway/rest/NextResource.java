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
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.eventnexus.EventLog;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.cdi.ApplicationThreads;
import org.eventnexus.gateway.access.Action;
import org.eventnexus.gateway.access.Caller;
import org.eventnexus.gateway.access.Quota;
import org.eventnexus.gateway.stream.Selection;
import org.eventnexus.gateway.stream.Start;
import org.eventnexus.gateway.stream.StreamHub;
import org.eventnexus.gateway.stream.StreamRequest.Part;
import org.eventnexus.gateway.wire.CloudEventWriter;
import org.eventnexus.gateway.wire.PreferWait;

/** The first event that comes after the request. While it waits, the request holds no thread. */
@Path("domains/{domain}/events/next")
@RequestScoped
public class NextResource {
    private static final PreferWait UNSAID = new PreferWait("30", Duration.ofSeconds(30));

    @Inject
    Gate gate;

    @Inject
    StreamHub hub;

    @Inject
    CloudEventWriter writer;

    @Inject
    ApplicationThreads threads;

    @Inject
    Bounds bounds;

    @Inject
    Answers answers;

    @QueryParam("type")
    List<String> types;

    @QueryParam("subject")
    String subject;

    @QueryParam("source")
    String source;

    @GET
    public void next(
            @PathParam("domain") String name, @Context HttpServletRequest request, @Suspended AsyncResponse response) {
        Nexus domain = gate.enter(name, request, Action.SUBSCRIBE);
        EventLog log = gate.log(domain);
        Selection selection = Selections.selection(types, false);
        Optional<PreferWait> wait = PreferWait.of(Collections.list(request.getHeaders("Prefer")));
        Caller caller = gate.caller(request);
        Quota.Share share =
                bounds.toWait(caller).orElseThrow(() -> ProblemException.unavailable("too many requests wait already"));
        try {
            Waiting waiting = answers.waiting(response, request).holding(share);
            hub.next(
                    new Part(domain, log, selection, Start.live(log)),
                    wanted(selection, gate.readable(request)),
                    shorter(wait.orElse(UNSAID).duration(), gate.life(request)),
                    event -> new Handover(threads).execute(() -> waiting.answerLate(() -> answer(event, wait))));
        } catch (RuntimeException refused) {
            share.giveBack();
            throw refused;
        }
    }

    /** A wait ends with its caller's token at the latest. */
    private static Duration shorter(Duration wait, Duration life) {
        return life == null || wait.compareTo(life) < 0 ? wait : life;
    }

    private Predicate<NexusEvent<?>> wanted(Selection selection, Predicate<NexusEvent<?>> readable) {
        String wantedSubject = subject;
        String wantedSource = source;
        return event -> selection.matches(event)
                && (wantedSubject == null
                        || wantedSubject.equals(event.subject().orElse(null)))
                && (wantedSource == null || wantedSource.equals(event.source()))
                && (readable == null || readable.test(event));
    }

    private Reply answer(Optional<NexusEvent<?>> event, Optional<PreferWait> wait) {
        Reply reply = event.map(found -> Reply.found(EventResource.CLOUD_EVENT, writer.write(found)))
                .orElseGet(Reply::noContent);
        return wait.map(patience -> reply.with("Preference-Applied", patience.applied()))
                .orElse(reply);
    }
}
