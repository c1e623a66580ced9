package org.eventnexus.tests;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import org.eventnexus.EventDraft;
import org.eventnexus.HandlerContext;
import org.eventnexus.NexusEvent;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Handles;
import org.eventnexus.cdi.SubscribesAsync;
import org.eventnexus.zeromq.ZeroMqConfig;
import org.eventnexus.zeromq.ZeroMqSink;
import org.eventnexus.zeromq.ZeroMqSource;

/** Sends back over ZeroMQ what came over ZeroMQ: its payload as a class of its own, counted up. */
@ApplicationScoped
public class ZeroMqEcho {
    static final String ADDRESSES = "zeromq-addresses.txt";

    public record Ball(int bounces) {}

    @Resource
    ManagedThreadFactory threads;

    private String[] addresses;
    private ZeroMqSink sink;

    @PostConstruct
    void open() {
        try (var text = ZeroMqEcho.class.getResourceAsStream('/' + ADDRESSES)) {
            addresses = new String(text.readAllBytes(), StandardCharsets.UTF_8).split(" ");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sink = new ZeroMqSink(ZeroMqConfig.connect(addresses[1]), threads);
    }

    @Produces
    @EventDomain("echo")
    ZeroMqSource source() {
        return new ZeroMqSource(ZeroMqConfig.bind(addresses[0]), threads);
    }

    void hit(@Handles("ball.*") @EventDomain("echo") NexusEvent<?> event, HandlerContext context) {
        var ball = event.payload(Ball.class);
        context.emit(EventDraft.of(7, new Ball(ball.bounces() + 1))
                .id(event.numericId().getAsLong()));
    }

    CompletionStage<Void> send(@SubscribesAsync("number 7") @EventDomain("echo") NexusEvent<?> event) {
        return sink.send(event);
    }

    @PreDestroy
    void close() {
        sink.close();
    }
}
