package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.time.Duration;
import org.eventnexus.zeromq.ZeroMqSource;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** The connector in an EAR, by settings, on the container's threads; undeployed while its source waits, it is gone at once. */
@Tag("AN-24")
@Tag("R12")
@ExtendWith(ArquillianExtension.class)
class ZeroMqIT {
    private static final int COUNT = 100;
    private static final Duration AT_ONCE = Duration.ofSeconds(8);

    private static final ZContext CONTEXT = new ZContext();
    private static final ZMQ.Socket FROM_SERVER = CONTEXT.createSocket(SocketType.PULL);
    private static final int PORT = freePort();
    private static final String TO_SERVER = "tcp://127.0.0.1:" + PORT;

    static {
        FROM_SERVER.setReceiveTimeOut(10_000);
        FROM_SERVER.bind("tcp://127.0.0.1:*");
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Deployment(name = "zeromq", managed = false, testable = false)
    static EnterpriseArchive ear() throws Exception {
        WebArchive war = ShrinkWrap.create(WebArchive.class, "zeromq-echo.war")
                .addClasses(ZeroMqEcho.class, ZeroMqEcho.Ball.class)
                .addAsResource(
                        new StringAsset(ZeroMqEcho.settings(TO_SERVER, FROM_SERVER.getLastEndpoint())),
                        "META-INF/microprofile-config.properties");
        return ShrinkWrap.create(EnterpriseArchive.class, "zeromq-echo.ear")
                .addAsLibraries(Deployments.built("eventnexus.extension.jar"))
                .addAsLibraries(
                        jar(ZeroMqSource.class), jar(ZMQ.class), jar(Class.forName("com.neilalexander.jnacl.NaCl")))
                .addAsModule(war);
    }

    private static File jar(Class<?> type) throws URISyntaxException {
        return new File(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    @ArquillianResource
    Deployer deployer;

    @AfterAll
    static void close() {
        CONTEXT.close();
    }

    @Test
    void eventsGoThereAndBackAndTheConnectorGoesAtOnce() throws IOException {
        deployer.deploy("zeromq");
        try (ZMQ.Socket toServer = CONTEXT.createSocket(SocketType.PUSH)) {
            toServer.setHandshakeIvl(1000); // JeroMQ now and then forgets a connection that it has just made
            toServer.setLinger(0);
            toServer.connect(TO_SERVER);
            for (int i = 1; i <= COUNT; i++) {
                toServer.send(
                        "{\"id\":" + i + ",\"type\":\"ball.hit\",\"priority\":0,\"payload\":{\"bounces\":" + i + "}}");
            }
            for (int i = 1; i <= COUNT; i++) {
                assertThat(FROM_SERVER.recvStr())
                        .isEqualTo("{\"id\":" + i + ",\"type\":7,\"priority\":0,\"payload\":{\"bounces\":" + (i + 1)
                                + "}}");
            }
        } finally {
            long before = System.nanoTime();
            deployer.undeploy("zeromq");
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(AT_ONCE);
        }
        try (var again = new ServerSocket(PORT, 1, InetAddress.getLoopbackAddress())) {
            assertThat(again.isBound()).as("the port is free again").isTrue();
        }
    }
}
