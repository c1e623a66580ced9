package org.eventnexus.gateway.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.util.Collections;
import java.util.Optional;
import org.eventnexus.EventDraft;
import org.eventnexus.Nexus;
import org.eventnexus.Publication;
import org.eventnexus.cdi.ApplicationThreads;
import org.eventnexus.gateway.access.Action;
import org.eventnexus.gateway.wire.OutcomeWriter;
import org.eventnexus.gateway.wire.PreferWait;

/**
 * Takes events. It consumes everything, as far as JAX-RS is concerned: whether a domain exists is told before whether its
 * content type is right.
 *
 * <p>One for all requests, which the others' resources are not: to make a bean for each took a quarter of a publish.
 */
@Path("domains/{domain}/events")
@ApplicationScoped
public class PublishResource {
    @Inject
    Gate gate;

    @Inject
    Incoming incoming;

    @Inject
    OutcomeWriter writer;

    @Inject
    ApplicationThreads threads;

    @POST
    public void publish(
            @PathParam("domain") String name,
            @Context HttpServletRequest request,
            @Context UriInfo uri,
            @Suspended AsyncResponse response) {
        Nexus domain = gate.enter(name, request, Action.PUBLISH);
        EventDraft<?> draft = incoming.read(request, uri.getQueryParameters().get("type"));
        Publication publication = domain.bus().publishAsync(draft);
        Optional<PreferWait> wait = PreferWait.of(Collections.list(request.getHeaders("Prefer")));
        new PublishAnswer(publication, uri.getAbsolutePath(), draft.source(), wait, writer, threads)
                .prepare(new Waiting(response, request));
    }
}
