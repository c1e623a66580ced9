package org.eventnexus.gateway.rest;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is answered, however it is sent.
 *
 * @param contentType null if there is no body
 */
record Reply(int status, String contentType, Map<String, String> headers, byte[] body) {

    static Reply of(Response.Status status, String contentType, String body) {
        return new Reply(status.getStatusCode(), contentType, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    static Reply noContent() {
        return new Reply(Response.Status.NO_CONTENT.getStatusCode(), null, Map.of(), new byte[0]);
    }

    /** The same with a header more. */
    Reply with(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new Reply(status, contentType, more, body);
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
