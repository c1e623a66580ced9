package org.eventnexus.benchmarks.gateway.inside;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The peers inside the server: a plain loop over {@link SseEventSink}, and a POST that does nothing. */
@Path("/")
public class PeerResource {
    /** JAX-RS makes a resource for each request. */
    private static final Queue<SseEventSink> SINKS = new ConcurrentLinkedQueue<>();

    @GET
    @Path("events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void listen(@Context SseEventSink sink, @Context Sse sse) {
        SINKS.add(sink);
        sink.send(sse.newEvent("hello"));
    }

    /** Sends events to all, one after the other, and waits for none; then forgets those who are gone. */
    @GET
    @Path("publish")
    public String publish(@QueryParam("count") int count, @QueryParam("size") int size, @Context Sse sse) {
        String filling = "x".repeat(size);
        for (int i = 0; i < count; i++) {
            OutboundSseEvent event =
                    sse.newEventBuilder().id(Integer.toString(i)).data(filling).build();
            SINKS.forEach(sink -> sink.send(event));
        }
        return Integer.toString(count);
    }

    @GET
    @Path("clear")
    public String clear() {
        int before = SINKS.size();
        SINKS.forEach(SseEventSink::close);
        SINKS.clear();
        return Integer.toString(before);
    }

    @POST
    @Path("empty")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response empty(String body) {
        return Response.accepted().build();
    }
}
