package org.eventnexus.zeromq;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** What those who should not have connected to a sink can do: they neither get events, nor take them away from others. */
@Tag("AN-24")
@Timeout(60)
class StrangersTest {
    private static final int COUNT = 10_000;
    private static final int PATIENCE_MILLIS = 20_000;

    private final ZMQ.Curve.KeyPair server = ZMQ.Curve.generateKeyPair();
    private final ZMQ.Curve.KeyPair client = ZMQ.Curve.generateKeyPair();
    private final Engine engine = new Engine();
    private final Nexus domain = engine.domain("orders");
    private final ZContext context = new ZContext();

    @AfterEach
    void stop() {
        context.close();
        engine.close();
    }

    private ZeroMqSink sink(ZeroMqConfig config) {
        return new ZeroMqSink(config.text("x").highWaterMark(2 * COUNT), Engine.THREADS);
    }

    private ZMQ.Socket pull() {
        ZMQ.Socket pull = context.createSocket(SocketType.PULL);
        pull.setHandshakeIvl(1000); // see MendedSocket
        pull.setReceiveTimeOut(PATIENCE_MILLIS);
        return pull;
    }

    private ZMQ.Socket pull(ZMQ.Curve.KeyPair keys) {
        ZMQ.Socket pull = pull();
        pull.setReconnectIVL(1);
        pull.setRcvHWM(0); // see Throttle
        pull.setCurveServerKey(ZMQ.Curve.z85Decode(server.publicKey));
        pull.setCurvePublicKey(ZMQ.Curve.z85Decode(keys.publicKey));
        pull.setCurveSecretKey(ZMQ.Curve.z85Decode(keys.secretKey));
        return pull;
    }

    private static Socket knock(ZeroMqSink sink) throws IOException {
        String address = sink.address();
        int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    private List<NexusEvent<?>> events(int count) throws Exception {
        List<NexusEvent<?>> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(domain.bus()
                    .publish("x", Integer.toString(i))
                    .accepted()
                    .toCompletableFuture()
                    .get());
        }
        return events;
    }

    private static void assertAll(ZMQ.Socket pull, int from, int to) {
        for (int i = from; i < to; i++) {
            assertThat(pull.recvStr()).isEqualTo(Integer.toString(i));
        }
    }

    @Test
    void whoIsRefusedTakesNothingAway() throws Exception {
        ZMQ.Curve.KeyPair unlisted = ZMQ.Curve.generateKeyPair();
        engine.start();
        List<NexusEvent<?>> events = events(COUNT);
        try (ZeroMqSink sink =
                sink(ZeroMqConfig.bind("tcp://127.0.0.1:*").curve(Curve.server(server.secretKey, client.publicKey)))) {
            ZMQ.Socket refused = pull(unlisted); // and again and again
            refused.connect(sink.address());
            ZMQ.Socket plain = pull();
            plain.connect(sink.address());
            ZMQ.Socket known = pull(client);
            known.connect(sink.address());
            CompletionStage<Void> last = null;
            for (int i = 0; i < COUNT; i++) {
                last = sink.send(events.get(i));
                if (i % 100 == 0) { // so that some are sent at each of its attempts
                    last.toCompletableFuture().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
                    TimeUnit.MILLISECONDS.sleep(5);
                }
            }
            assertAll(known, 0, COUNT);
            assertThat(last.toCompletableFuture()).isCompleted();
            assertThat(sink.stats().strangers()).isPositive();
            assertThat(sink.stats().messages()).isEqualTo(COUNT);
            assertThat(refused.recv(ZMQ.DONTWAIT)).isNull();
            assertThat(plain.recv(ZMQ.DONTWAIT)).isNull();
        }
    }

    @Test
    void whoOnlyKnocksTakesNothingAway() throws Exception {
        engine.start();
        List<NexusEvent<?>> events = events(1000);
        try (ZeroMqSink sink = sink(ZeroMqConfig.bind("tcp://127.0.0.1:*"));
                Socket stays = knock(sink)) {
            ZMQ.Socket known = pull();
            known.connect(sink.address());
            for (int i = 0; i < events.size(); i++) {
                if (i % 10 == 0) {
                    knock(sink).close();
                }
                sink.send(events.get(i));
            }
            assertAll(known, 0, events.size());
            assertThat(stays.isConnected()).isTrue();
        }
    }

    @Test
    void nothingIsTakenBeforeSomebodyIsThere() throws Exception {
        engine.start();
        ZMQ.Socket late = pull();
        int port;
        try (var free = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (ZeroMqSink sink = sink(ZeroMqConfig.connect("tcp://127.0.0.1:" + port))) {
            CompletionStage<Void> sent = sink.send(events(1).get(0));
            assertThat(sent.toCompletableFuture()).isNotDone();
            late.bind("tcp://127.0.0.1:" + port);
            assertThat(sent.toCompletableFuture()).succeedsWithin(Duration.ofMillis(PATIENCE_MILLIS));
            assertAll(late, 0, 1);
        }
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void whoKnocksAtASinkWithoutEventsLeavesNothingBehind() throws Exception {
        try (ZeroMqSink sink = sink(ZeroMqConfig.bind("tcp://127.0.0.1:*"))) {
            for (int i = 0; i < 100; i++) {
                knock(sink).close();
            }
            int knocks = 1000;
            long most = used() + 2000L * knocks; // each had left five thousand bytes
            for (int i = 0; i < knocks; i++) {
                knock(sink).close();
            }
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
            long used = used();
            while (used > most && System.nanoTime() < deadline) {
                used = used();
            }
            assertThat(used).isLessThan(most);
        }
    }

    /** ZMTP 3.0 by hand: a greeting without a mechanism that encrypts, and READY of one who says that it pulls. */
    private static void greet(Socket peer) throws IOException {
        ByteBuffer greeting = ByteBuffer.allocate(64);
        greeting.put((byte) 0xFF).put(9, (byte) 0x7F).put(10, (byte) 3);
        greeting.position(12).put("NULL".getBytes(StandardCharsets.US_ASCII));
        peer.getOutputStream().write(greeting.array());
        byte[] ready = "\5READY\13Socket-Type\0\0\0\4PULL".getBytes(StandardCharsets.ISO_8859_1);
        peer.getOutputStream().write(new byte[] {4, (byte) ready.length});
        peer.getOutputStream().write(ready);
        InputStream in = peer.getInputStream();
        in.readNBytes(64 + 1); // its greeting, and the flags of its own READY
        in.readNBytes(in.read());
    }

    @Test
    void whoTalksBackIsNotHeard() throws Exception {
        engine.start();
        List<NexusEvent<?>> events = events(20);
        try (ZeroMqSink sink = sink(ZeroMqConfig.bind("tcp://127.0.0.1:*"));
                Socket peer = knock(sink)) {
            peer.setSoTimeout(PATIENCE_MILLIS);
            greet(peer);
            for (int i = 0; i < events.size(); i++) {
                peer.getOutputStream().write(new byte[] {0, 2, 'h', 'i'});
                CompletionStage<Void> sent = sink.send(events.get(i));
                assertThat(sent.toCompletableFuture()).succeedsWithin(Duration.ofMillis(PATIENCE_MILLIS));
                byte[] text = Integer.toString(i).getBytes(StandardCharsets.US_ASCII);
                assertThat(peer.getInputStream().readNBytes(2 + text.length))
                        .startsWith(0, text.length)
                        .endsWith(text);
            }
        }
    }
}
