package org.eventnexus.zeromq;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.util.concurrent.CompletionStage;
import org.eventnexus.EventDraft;
import org.eventnexus.HandlerContext;
import org.eventnexus.NexusEvent;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Handles;
import org.eventnexus.cdi.NexusExtension;
import org.eventnexus.cdi.SubscribesAsync;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** An application whose beans are a source and a sink, as the page shows them. */
@Tag("AN-24")
@Timeout(60)
class AsBeansTest {
    private static final int COUNT = 100;

    /** The other program, which is there before the application. */
    private static final ZContext PEER = new ZContext();

    private static final ZMQ.Socket PUSH = PEER.createSocket(SocketType.PUSH);
    private static final ZMQ.Socket PULL = PEER.createSocket(SocketType.PULL);
    private static final int TO_APPLICATION = PUSH.bindToRandomPort("tcp://127.0.0.1");
    private static final int FROM_APPLICATION = PULL.bindToRandomPort("tcp://127.0.0.1");

    @ApplicationScoped
    static class FromPeer {
        @Produces
        @EventDomain("echo")
        ZeroMqSource balls() {
            return new ZeroMqSource(ZeroMqConfig.connect("tcp://127.0.0.1:" + TO_APPLICATION), Engine.THREADS);
        }
    }

    @ApplicationScoped
    static class Echo {
        void hit(@Handles("ball.hit") @EventDomain("echo") NexusEvent<?> event, HandlerContext context) {
            context.emit(EventDraft.of("ball.back", event.payload(Integer.class))
                    .id(event.numericId().getAsLong()));
        }
    }

    @ApplicationScoped
    static class ToPeer {
        private ZeroMqSink sink;

        @PostConstruct
        void open() {
            sink = new ZeroMqSink(ZeroMqConfig.connect("tcp://127.0.0.1:" + FROM_APPLICATION), Engine.THREADS);
        }

        CompletionStage<Void> send(@SubscribesAsync("ball.back") @EventDomain("echo") NexusEvent<?> event) {
            return sink.send(event);
        }

        @PreDestroy
        void close() {
            sink.close();
        }
    }

    @Test
    void eventsGoThereAndBack() {
        try (PEER;
                SeContainer application = SeContainerInitializer.newInstance()
                        .disableDiscovery()
                        .addExtensions(NexusExtension.class)
                        .addBeanClasses(FromPeer.class, Echo.class, ToPeer.class)
                        .initialize()) {
            for (int i = 1; i <= COUNT; i++) {
                PUSH.send("{\"id\":" + i + ",\"type\":\"ball.hit\",\"priority\":0,\"payload\":" + i + "}");
            }
            PULL.setReceiveTimeOut(20_000);
            for (int i = 1; i <= COUNT; i++) {
                assertThat(PULL.recvStr())
                        .isEqualTo("{\"id\":" + i + ",\"type\":\"ball.back\",\"priority\":0,\"payload\":" + i + "}");
            }
            assertThat(application.isRunning()).isTrue();
        }
    }
}
