package org.eventnexus.zeromq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.eventnexus.EventDraft;
import org.eventnexus.HandlerContext;
import org.eventnexus.NexusEvent;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Handles;
import org.eventnexus.cdi.NexusExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** An application that has a source and a sink by settings alone. */
@Tag("AN-24")
@Timeout(60)
class BySettingsTest {
    private static final String PREFIX = "eventnexus.zeromq.";

    private final List<String> set = new ArrayList<>();

    @AfterEach
    void unset() {
        set.forEach(System::clearProperty);
        readAgain();
    }

    private void set(String name, String value) {
        System.setProperty(name, value);
        set.add(name);
        readAgain();
    }

    private void connection(String name, String direction, String address) {
        set(PREFIX + name + ".domain", "echo");
        set(PREFIX + name + ".direction", direction);
        set(PREFIX + name + ".address", address);
        set(PREFIX + name + ".attach", "connect");
    }

    /** A configuration remembers the names that it has seen. */
    private static void readAgain() {
        ConfigProviderResolver.instance().releaseConfig(ConfigProvider.getConfig());
    }

    @ApplicationScoped
    static class Echo {
        void hit(@Handles("ball.*") @EventDomain("echo") NexusEvent<?> event, HandlerContext context) {
            int bounces = event.payload(Integer.class);
            context.emit(EventDraft.of(7, bounces + 1).id(event.numericId().getAsLong()));
        }
    }

    private static SeContainer start() {
        return SeContainerInitializer.newInstance()
                .disableDiscovery()
                .addExtensions(NexusExtension.class)
                .addBeanClasses(Echo.class)
                .initialize();
    }

    /** Such as may stand in a setting: MicroProfile Config has a use for a dollar of its own. */
    private static ZMQ.Curve.KeyPair keys() {
        ZMQ.Curve.KeyPair keys = ZMQ.Curve.generateKeyPair();
        while ((keys.publicKey + keys.secretKey).contains("$")) {
            keys = ZMQ.Curve.generateKeyPair();
        }
        return keys;
    }

    @Test
    void eventsGoThereAndBackWithCurve() throws Exception {
        var server = keys();
        var client = keys();
        try (var context = new ZContext()) {
            ZMQ.Socket push = context.createSocket(SocketType.PUSH);
            push.bind("tcp://127.0.0.1:*");
            ZMQ.Socket pull = context.createSocket(SocketType.PULL);
            pull.setCurveServer(true);
            pull.setCurveSecretKey(ZMQ.Curve.z85Decode(server.secretKey));
            pull.setReceiveTimeOut(20_000);
            pull.bind("tcp://127.0.0.1:*");
            connection("in", "in", push.getLastEndpoint());
            connection("out", "out", pull.getLastEndpoint());
            set(PREFIX + "out.select", "number 7");
            set(PREFIX + "out.curve.secret-key", client.secretKey);
            set(PREFIX + "out.curve.public-key", client.publicKey);
            set(PREFIX + "out.curve.server-key", server.publicKey);
            SeContainer container = start();
            for (int i = 1; i <= 100; i++) {
                push.send("{\"id\":" + i + ",\"type\":\"ball.hit\",\"priority\":0,\"payload\":" + i + "}");
            }
            for (int i = 1; i <= 100; i++) {
                assertThat(pull.recvStr())
                        .isEqualTo("{\"id\":" + i + ",\"type\":7,\"priority\":0,\"payload\":" + (i + 1) + "}");
            }
            long before = System.nanoTime();
            container.close(); // while the source waits
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                if (thread.getName().startsWith("eventnexus-zeromq")) {
                    thread.join(1000); // the last thing that an owner does is to say that it has ended
                    assertThat(thread.isAlive()).as(thread.getName()).isFalse();
                }
            }
        }
    }

    @Test
    void allMistakesAreToldAtDeploymentWithoutKeys() {
        String secret = keys().secretKey;
        connection("in", "in", "tcp://nowhere");
        set(PREFIX + "in.linger", "1s");
        set(PREFIX + "out.curve.secret-key", secret);
        set(PREFIX + "out.adress", "tcp://127.0.0.1:1");
        assertThat(catchThrowable(() -> start().close()))
                .hasMessageContaining("ENX-0100 EventNexus found 8 problems")
                .hasMessageContaining("ENX-0102 eventnexus.zeromq.out.adress")
                .hasMessageContaining("ENX-0103 eventnexus.zeromq.in.address, set in ")
                .hasMessageContaining("ENX-0301 eventnexus.zeromq.out.address")
                .hasMessageContaining("ENX-0301 eventnexus.zeromq.out.domain")
                .hasMessageContaining("ENX-0306 eventnexus.zeromq.in.linger")
                .hasMessageContaining("ENX-0308 eventnexus.zeromq.out.curve.secret-key")
                .hasMessageNotContaining(secret);
    }

    @Test
    void anAddressThatIsTakenFailsTheDeployment() {
        try (var taken = new ZeroMqSink(ZeroMqConfig.bind("tcp://127.0.0.1:*"), Engine.THREADS)) {
            connection("out", "out", taken.address());
            set(PREFIX + "out.attach", "bind");
            assertThat(catchThrowable(() -> start().close()))
                    .hasMessageContaining("ENX-0304 eventnexus.zeromq.out.domain")
                    .hasMessageContaining("ENX-0320 ZeroMQ cannot be bound to " + taken.address());
        }
    }
}
