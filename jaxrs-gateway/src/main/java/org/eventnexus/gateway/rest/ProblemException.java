package org.eventnexus.gateway.rest;

import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.eventnexus.gateway.wire.Problem;

/** A request cannot be answered as it was meant; what the caller is told of it. */
final class ProblemException extends RuntimeException {
    private final transient Problem problem;
    private final transient Map<String, String> headers;

    private ProblemException(Response.Status status, String detail, Map<String, String> headers) {
        this(new Problem(status.getStatusCode(), status.getReasonPhrase(), detail), headers);
    }

    private ProblemException(Problem problem, Map<String, String> headers) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
        this.headers = headers;
    }

    static ProblemException of(Response.Status status, String detail) {
        return new ProblemException(status, detail, Map.of());
    }

    static ProblemException badRequest(String detail) {
        return of(Response.Status.BAD_REQUEST, detail);
    }

    static ProblemException notFound(String detail) {
        return of(Response.Status.NOT_FOUND, detail);
    }

    static ProblemException unauthorized(String detail) {
        return new ProblemException(Response.Status.UNAUTHORIZED, detail, Map.of("WWW-Authenticate", "Bearer"));
    }

    /** A token that does not hold, as RFC 6750 has it. */
    static ProblemException badToken(String detail) {
        return new ProblemException(
                Response.Status.UNAUTHORIZED,
                detail,
                Map.of("WWW-Authenticate", "Bearer error=\"invalid_token\", error_description=\"" + detail + '"'));
    }

    /** Not now; try again in a moment. */
    static ProblemException unavailable(String detail) {
        return new ProblemException(Response.Status.SERVICE_UNAVAILABLE, detail, Map.of("Retry-After", "1"));
    }

    /** The same with a header more. */
    ProblemException with(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new ProblemException(problem, more);
    }

    /** The same, after which the connection is of no use any more. */
    ProblemException andHangUp() {
        return with("Connection", "close");
    }

    Reply reply() {
        return new Reply(
                problem.status(), Problem.MEDIA_TYPE, headers, problem.json().getBytes(StandardCharsets.UTF_8));
    }
}
