package org.eventnexus.gateway.rest;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eventnexus.gateway.stream.TooManyStreamsException;
import org.eventnexus.gateway.wire.BatchTooLargeException;
import org.eventnexus.gateway.wire.MalformedException;
import org.eventnexus.gateway.wire.Problem;

/**
 * Every error that reaches the application becomes a problem document. What the sender can mend is told; of what they
 * cannot they get an id, under which the log has it.
 */
@Provider
public class Problems implements ExceptionMapper<Throwable> {
    private static final Logger LOG = Logger.getLogger(Problems.class.getName());
    private static final List<String> KEPT_HEADERS = List.of(HttpHeaders.ALLOW, "Retry-After", "WWW-Authenticate");

    @Override
    public Response toResponse(Throwable error) {
        return error instanceof WebApplicationException web
                ? translated(web.getResponse())
                : reply(error).response();
    }

    /** What is told of an error, wherever it has come up. */
    static Reply reply(Throwable error) {
        if (error instanceof ProblemException problem) {
            return problem.reply();
        }
        if (error instanceof MalformedException malformed) {
            return ProblemException.badRequest(malformed.getMessage()).reply();
        }
        if (error instanceof BatchTooLargeException large) {
            return ProblemException.of(Response.Status.REQUEST_ENTITY_TOO_LARGE, large.getMessage())
                    .reply();
        }
        if (error instanceof TooManyStreamsException full) {
            return ProblemException.unavailable(full.getMessage()).reply();
        }
        return internal(error);
    }

    /** The server's own refusals. Their messages name its classes and addresses, and so are not passed on. */
    private static Response translated(Response refusal) {
        int status = refusal.getStatus();
        if (status < 400) {
            return refusal;
        }
        Response.ResponseBuilder response = response(new Problem(status, reason(refusal), detail(status)));
        for (String header : KEPT_HEADERS) {
            String value = refusal.getHeaderString(header);
            if (value != null) {
                response.header(header, value);
            }
        }
        return response.build();
    }

    private static String reason(Response refusal) {
        return refusal.getStatusInfo().getReasonPhrase();
    }

    private static String detail(int status) {
        return switch (status) {
            case 404 -> "there is nothing at this path";
            case 405 -> "this path does not take this method";
            case 406 -> "this path has none of the media types that Accept names";
            case 415 -> "this path does not take this content type";
            default -> null;
        };
    }

    /** For what is our fault. */
    private static Reply internal(Throwable error) {
        String id = UUID.randomUUID().toString();
        LOG.log(Level.SEVERE, error, () -> "ENX-0220 a request failed, " + id);
        Problem problem = new Problem(500, "Internal Server Error", "the server's log has this as " + id);
        return Reply.of(Response.Status.INTERNAL_SERVER_ERROR, Problem.MEDIA_TYPE, problem.json());
    }

    static Response.ResponseBuilder response(Problem problem) {
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem.json().getBytes(StandardCharsets.UTF_8));
    }
}
