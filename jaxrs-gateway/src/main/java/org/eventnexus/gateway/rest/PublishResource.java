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
import org.eventnexus.Nexus;
import org.eventnexus.gateway.access.Action;
import org.eventnexus.gateway.access.Caller;
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
    Bounds bounds;

    @Inject
    Submission.Desk desk;

    @POST
    public void publish(
            @PathParam("domain") String name,
            @Context HttpServletRequest request,
            @Context UriInfo uri,
            @Suspended AsyncResponse response) {
        Nexus domain = gate.enter(name, request, Action.PUBLISH);
        Caller caller = gate.caller(request);
        bounds.requireRate(caller);
        Incoming.Form form = incoming.form(
                request, uri.getQueryParameters().get("type"), domain.config().capacity());
        new Submission(
                        desk,
                        domain,
                        caller,
                        gate.sender(domain, caller),
                        form,
                        uri.getAbsolutePath(),
                        PreferWait.of(Collections.list(request.getHeaders("Prefer"))),
                        gate.reads(domain, request) ? gate.readable(request) : event -> false)
                .begin(request, response);
    }
}
