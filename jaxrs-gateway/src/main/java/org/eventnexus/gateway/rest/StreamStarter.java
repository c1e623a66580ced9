package org.eventnexus.gateway.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.eventnexus.gateway.stream.StreamHub;
import org.eventnexus.gateway.stream.StreamRequest;

/** Hands a suspended request over to the hub, which writes its response; JAX-RS is never told to resume. */
@ApplicationScoped
class StreamStarter {
    @Inject
    StreamHub hub;

    void start(StreamRequest stream, HttpServletRequest in, HttpServletResponse out, AsyncResponse suspended)
            throws IOException {
        if (in.getMethod().equals("HEAD")) {
            suspended.resume(
                    Response.ok().type(MediaType.SERVER_SENT_EVENTS_TYPE).build());
        } else {
            suspended.setTimeout(0, TimeUnit.MILLISECONDS);
            hub.open(stream, in, out);
        }
    }
}
