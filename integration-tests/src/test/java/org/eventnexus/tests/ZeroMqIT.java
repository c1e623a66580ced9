package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.eventnexus.zeromq.ZeroMqSource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * The connector in an EAR, by settings, on the container's threads; undeployed while its source waits, it is gone at once, and
 * nothing of it stays.
 */
@Tag("AN-24")
@Tag("R12")
@Timeout(300)
class ZeroMqIT {
    private static final int COUNT = 100;
    private static final Duration AT_ONCE = Duration.ofSeconds(8);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

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

    private static OwnServer server;
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws Exception {
        server = OwnServer.named("zeromq").with("-XX:SoftRefLRUPolicyMSPerMB=0"); // see RedeployIT
        server.lay(ShrinkWrap.create(WebArchive.class, "probe.war")
                .addClasses(ServerProbe.class, ServerProbe.Word.class, ClassLoaders.class));
        server.start("/probe/look");
    }

    @AfterAll
    static void stop() {
        server.close();
        CONTEXT.close();
    }

    private static EnterpriseArchive ear() throws Exception {
        WebArchive war = ShrinkWrap.create(WebArchive.class, "zeromq-echo.war")
                .addClasses(ZeroMqEcho.class, ZeroMqEcho.Ball.class, LoaderCensus.class, ClassLoaders.class)
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

    private List<String> look() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.uri("/probe/look")).build();
        return http.send(request, BodyHandlers.ofString()).body().lines().toList();
    }

    /** The threads that own the sockets of the source and of the sink sleep until something comes. */
    private static boolean bothWait(List<String> lines) {
        return lines.stream()
                        .filter(line -> line.startsWith("stack ")
                                && line.contains("zeromq.SocketThread.await(")
                                && line.contains(".select("))
                        .count()
                == 2;
    }

    private static boolean isLeft(String line) {
        return line.startsWith("object ")
                || line.startsWith("loader ")
                || line.startsWith("thread ") && line.contains("eventnexus");
    }

    private List<String> leftWhenCollected() throws Exception {
        List<String> left;
        long end = System.nanoTime() + PATIENCE.toNanos();
        do { // class loaders may take more than one collection
            server.collectGarbage();
            left = look().stream().filter(ZeroMqIT::isLeft).toList();
        } while (!left.isEmpty() && System.nanoTime() < end);
        return left;
    }

    private List<String> lookWhenBothWait() throws Exception {
        List<String> lines;
        long end = System.nanoTime() + PATIENCE.toNanos();
        do {
            lines = look();
        } while (!bothWait(lines) && System.nanoTime() < end);
        return lines;
    }

    @Test
    void eventsGoThereAndBackAndTheConnectorGoesAtOnceAndLeavesNothing() throws Exception {
        Path file = server.deploy(ear());
        exchange();
        List<String> lines = lookWhenBothWait();
        assertThat(bothWait(lines)).as("both wait: %s", lines).isTrue();
        assertThat(lines)
                .anyMatch(line -> line.startsWith("loader lib"))
                .anyMatch(line -> line.startsWith("object ") && line.contains(" zmq."));
        long before = System.nanoTime();
        server.undeploy(file);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(AT_ONCE);
        try (var again = new ServerSocket(PORT, 1, InetAddress.getLoopbackAddress())) {
            assertThat(again.isBound()).as("the port is free again").isTrue();
        }
        assertThat(leftWhenCollected()).isEmpty();
    }

    private static void exchange() {
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
        }
    }
}
