package org.eventnexus.tests;

import jakarta.enterprise.context.ApplicationScoped;
import org.eventnexus.EventDraft;
import org.eventnexus.HandlerContext;
import org.eventnexus.NexusEvent;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Handles;

/** Sends back over ZeroMQ what came over ZeroMQ: its payload as a class of its own, counted up. Source and sink are settings. */
@ApplicationScoped
public class ZeroMqEcho {

    public record Ball(int bounces) {}

    static String settings(String source, String sink) {
        return """
                eventnexus.zeromq.hits.domain=echo
                eventnexus.zeromq.hits.direction=in
                eventnexus.zeromq.hits.attach=bind
                eventnexus.zeromq.hits.address=%s
                eventnexus.zeromq.echoes.domain=echo
                eventnexus.zeromq.echoes.direction=out
                eventnexus.zeromq.echoes.attach=connect
                eventnexus.zeromq.echoes.address=%s
                eventnexus.zeromq.echoes.select=number 7
                """.formatted(source, sink);
    }

    void hit(@Handles("ball.*") @EventDomain("echo") NexusEvent<?> event, HandlerContext context) {
        var ball = event.payload(Ball.class);
        context.emit(EventDraft.of(7, new Ball(ball.bounces() + 1))
                .id(event.numericId().getAsLong()));
    }
}
