package org.eventnexus.gateway.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
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
import org.eventnexus.DeadLetterException;
import org.eventnexus.DeadLetters;
import org.eventnexus.gateway.access.Action;
import org.eventnexus.gateway.wire.DeadLetterWriter;

/** A domain's dead letters, for those who look after it. */
@Path("domains/{domain}/dead-letters")
@RequestScoped
public class DeadLettersResource {
    @Inject
    Gate gate;

    @Inject
    DeadLetterWriter writer;

    @Inject
    Answers answers;

    @Context
    HttpServletRequest request;

    @PathParam("domain")
    String name;

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public void list(
            @QueryParam("after") String after,
            @QueryParam("limit") String limit,
            @Context UriInfo uri,
            @Suspended AsyncResponse suspended) {
        Reply page = page(after, HistoryPage.limit(limit), uri);
        answers.waiting(suspended, request).answerHere(() -> page);
    }

    private Reply page(String after, int limit, UriInfo uri) {
        DeadLetters letters = letters();
        try {
            LettersPage page = LettersPage.read(letters, after, limit, writer);
            return HistoryPage.reply(page.json(), page.more(), page.next(), uri);
        } catch (IllegalArgumentException malformed) {
            throw ProblemException.badRequest("after: " + malformed.getMessage());
        }
    }

    @POST
    @Path("{letter}/redeliver")
    public Response redeliver(@PathParam("letter") String id) {
        try {
            letters().redeliver(id);
        } catch (DeadLetterException not) {
            throw problem(not);
        }
        return Response.accepted().build();
    }

    private static ProblemException problem(DeadLetterException not) {
        return switch (not.reason()) {
            case UNKNOWN -> noSuchLetter();
            case BUSY -> ProblemException.of(Response.Status.CONFLICT, "it is being delivered again already");
            case RECEIVER_GONE ->
                ProblemException.of(Response.Status.CONFLICT, "the receiver that failed is there no longer");
            case STOPPED -> ProblemException.unavailable("the domain has stopped");
        };
    }

    @DELETE
    @Path("{letter}")
    public Response delete(@PathParam("letter") String id) {
        if (!letters().remove(id)) {
            throw noSuchLetter();
        }
        return Response.noContent().build();
    }

    private DeadLetters letters() {
        return gate.enter(name, request, Action.ADMIN).deadLetters();
    }

    private static ProblemException noSuchLetter() {
        return ProblemException.notFound("there is no such dead letter");
    }
}
