package org.eventnexus.gateway.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;

/** A request whose {@code Accept} refuses some media types, with a header in their place that names the others that there are. */
final class AcceptedTypes extends HttpServletRequestWrapper {
    private static final List<String> OFFERED =
            List.of(MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS, EventResource.CLOUD_EVENT);

    private final String accept;

    private AcceptedTypes(HttpServletRequest request, List<String> types) {
        super(request);
        this.accept = String.join(", ", types);
    }

    /** What is wrong with a request that refuses everything. */
    static Optional<ProblemException> fault(HttpServletRequest request) {
        return left(request)
                .filter(List::isEmpty)
                .map(none -> ProblemException.of(
                        Response.Status.NOT_ACCEPTABLE, "Accept refuses all the media types that there are"));
    }

    /** The request as JAX-RS understands it, which on both servers sends what is refused by {@code q=0} all the same. */
    static HttpServletRequest of(HttpServletRequest request) {
        return left(request)
                .<HttpServletRequest>map(types -> new AcceptedTypes(request, types))
                .orElse(request);
    }

    private static Optional<List<String>> left(HttpServletRequest request) {
        return Refusals.left(Collections.list(request.getHeaders(HttpHeaders.ACCEPT)), OFFERED);
    }

    @Override
    public String getHeader(String name) {
        return name.equalsIgnoreCase(HttpHeaders.ACCEPT) ? accept : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return name.equalsIgnoreCase(HttpHeaders.ACCEPT)
                ? Collections.enumeration(List.of(accept))
                : super.getHeaders(name);
    }
}
