package org.eventnexus.gateway.rest;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is answered, however it is sent.
 *
 * @param contentType null if there is no body
 * @param brief what is answered instead if the caller has not read too much of what was answered before; null if nothing is
 */
record Reply(int status, String contentType, Map<String, String> headers, byte[] body, Reply brief) {
    /** What servers keep of a response before they write to its connection. */
    private static final int SHORT = 8_000;

    private static final Reply TOO_MUCH = ProblemException.unavailable(
                    "too much of what was answered before has not been read yet")
            .reply();

    Reply(int status, String contentType, Map<String, String> headers, byte[] body) {
        this(status, contentType, headers, body, null);
    }

    static Reply of(Response.Status status, String contentType, String body) {
        return new Reply(status.getStatusCode(), contentType, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    /** What a caller has asked for, who may ask for it again. */
    static Reply found(String contentType, String body) {
        return of(Response.Status.OK, contentType, body).orBriefly(TOO_MUCH);
    }

    static Reply foundJson(String body) {
        return found(MediaType.APPLICATION_JSON, body);
    }

    static Reply noContent() {
        return new Reply(Response.Status.NO_CONTENT.getStatusCode(), null, Map.of(), new byte[0]);
    }

    /** The same with a header more. */
    Reply with(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new Reply(status, contentType, more, body, brief);
    }

    Reply orBriefly(Reply instead) {
        return new Reply(status, contentType, headers, body, instead);
    }

    boolean isShort() {
        return body.length <= SHORT;
    }

    /** Beside JAX-RS, on the request's own thread. */
    void write(HttpServletResponse response) throws IOException {
        response.setStatus(status);
        headers.forEach(response::setHeader);
        if (contentType != null) {
            response.setContentType(contentType);
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
        }
    }

    /** For JAX-RS. */
    Response response() {
        Response.ResponseBuilder response = Response.status(status);
        headers.forEach(response::header);
        return contentType == null
                ? response.build()
                : response.type(contentType).entity(body).build();
    }
}
