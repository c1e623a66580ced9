package org.eventnexus.zeromq;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/** Peers and applications that end, and begin anew, in the midst of ten thousand events. */
@Tag("AN-24")
@Timeout(60)
class UnderLoadTest {
    private static final int COUNT = 10_000;
    private static final int PATIENCE_MILLIS = 20_000;

    private final Engine engine = new Engine();
    private final Nexus domain = engine.domain("orders");
    private final ZContext context = new ZContext();

    @AfterEach
    void stop() {
        context.close();
        engine.close();
    }

    private ZMQ.Socket socket(SocketType type) {
        ZMQ.Socket socket = context.createSocket(type);
        socket.setHandshakeIvl(1000); // see MendedSocket
        socket.setReceiveTimeOut(PATIENCE_MILLIS);
        socket.setSendTimeOut(PATIENCE_MILLIS);
        socket.setLinger(PATIENCE_MILLIS);
        return socket;
    }

    private static int freePort() throws Exception {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private NexusEvent<?> event(int i) {
        return domain.bus()
                .publish("x", Integer.toString(i))
                .accepted()
                .toCompletableFuture()
                .join();
    }

    private static String opened(ZeroMqSource source) {
        while (source.address().isEmpty()) {
            Thread.onSpinWait();
        }
        return source.address().orElseThrow();
    }

    private ZMQ.Socket pullAt(String address) {
        ZMQ.Socket pull = socket(SocketType.PULL);
        while (true) {
            try {
                pull.bind(address);
                return pull;
            } catch (ZMQException stillTaken) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void whoPushesMayEndAndBeginAnew() throws Exception {
        List<String> seen = new ArrayList<>();
        var all = new CountDownLatch(COUNT);
        domain.bus().subscribe("line", (NexusEvent<String> event) -> {
            seen.add(event.payload());
            all.countDown();
        });
        var source = new ZeroMqSource(ZeroMqConfig.bind("tcp://127.0.0.1:*").text("line"), Engine.THREADS);
        domain.source("zmq", source);
        engine.start();
        for (int i = 0, part = 0; part < 4; part++) {
            ZMQ.Socket push = socket(SocketType.PUSH);
            push.connect(opened(source));
            for (; i < (part + 1) * COUNT / 4; i++) {
                assertThat(push.send(Integer.toString(i))).isTrue();
            }
            push.close(); // goes on to send
        }
        assertThat(all.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
        assertThat(seen).hasSize(COUNT).doesNotHaveDuplicates();
        assertThat(source.stats()).isEqualTo(new ZeroMqStats(COUNT, 0, 0, 0, 0, 0));
    }

    /** What one of them had when it ended is lost; what comes later is not, and it is in order. */
    @Test
    void whoPullsMayEndAndBeginAnew() throws Exception {
        engine.start();
        var enough = new AtomicBoolean();
        String address = "tcp://127.0.0.1:" + freePort();
        CompletableFuture<Void> sending;
        try (var sink = new ZeroMqSink(
                ZeroMqConfig.connect(address).text("x").highWaterMark(100).linger(Duration.ZERO), Engine.THREADS)) {
            sending = CompletableFuture.runAsync(() -> {
                for (int i = 0; !enough.get(); i++) {
                    sink.send(event(i)).toCompletableFuture().join();
                }
            });
            int last = -1;
            for (int part = 0; part < 4; part++) {
                ZMQ.Socket pull = pullAt(address);
                int first = Integer.parseInt(pull.recvStr());
                assertThat(first).as("what comes again").isGreaterThan(last);
                for (last = first; last < first + COUNT / 4; last++) {
                    assertThat(pull.recvStr()).isEqualTo(Integer.toString(last + 1));
                }
                pull.close();
            }
            enough.set(true);
            assertThat(sink.stats().refused()).isZero();
        }
        sending.exceptionally(closed -> null).get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Test
    void aSourceEndsAtOnceWhileOthersPush() throws Exception {
        var some = new CountDownLatch(1000);
        domain.bus().subscribe("line", (NexusEvent<String> event) -> some.countDown());
        var source = new ZeroMqSource(ZeroMqConfig.bind("tcp://127.0.0.1:*").text("line"), Engine.THREADS);
        domain.source("zmq", source);
        engine.start();
        ZMQ.Socket push = socket(SocketType.PUSH);
        push.setLinger(0);
        push.setSendTimeOut(5000); // nobody takes it any more; longer than its handshake may take, see SecondLook
        push.connect(opened(source));
        var pushing = CompletableFuture.runAsync(() -> {
            while (push.send("hello")) {
                Thread.onSpinWait();
            }
        });
        assertThat(some.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
        assertThat(pushing).isNotDone();

        long before = System.nanoTime();
        domain.stop(Duration.ofSeconds(20));

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
        pushing.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Test
    void whoClosesItWhenItHasSentDoesNotWaitForItself() throws Exception {
        engine.start();
        var sink = new ZeroMqSink(
                ZeroMqConfig.bind("tcp://127.0.0.1:*").text("x").linger(Duration.ofSeconds(20)), Engine.THREADS);
        CompletionStage<Void> closed = sink.send(event(0)).thenRun(sink::close); // on the thread that owns the socket
        CompletionStage<Void> waited = sink.send(event(1));
        ZMQ.Socket pull = socket(SocketType.PULL);
        pull.connect(sink.address());

        assertThat(pull.recvStr()).isEqualTo("0");
        assertThat(closed.toCompletableFuture()).succeedsWithin(Duration.ofSeconds(5));
        assertThat(pull.recvStr()).isEqualTo("1");
        assertThat(waited.toCompletableFuture()).succeedsWithin(Duration.ofSeconds(5));
    }

    @Test
    void aSinkThatIsClosedWhileOthersSendLeavesNobodyWaiting() throws Exception {
        engine.start();
        NexusEvent<?> event = event(0);
        ZMQ.Socket pull = socket(SocketType.PULL);
        pull.bind("tcp://127.0.0.1:*");
        var sink = new ZeroMqSink(ZeroMqConfig.connect(pull.getLastEndpoint()).linger(Duration.ZERO), Engine.THREADS);
        List<CompletionStage<Void>> sent = new ArrayList<>();
        var many = new CountDownLatch(5000);
        var sending = CompletableFuture.runAsync(() -> {
            CompletionStage<Void> last;
            do {
                last = sink.send(event);
                sent.add(last);
                many.countDown();
            } while (!last.toCompletableFuture().isCompletedExceptionally() || many.getCount() > 0);
        });
        assertThat(many.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();

        sink.close();

        sending.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        assertThat(sent).allMatch(stage -> stage.toCompletableFuture().isDone());
        ZeroMqStats stats = sink.stats();
        assertThat(stats.messages() + stats.refused()).isEqualTo(sent.size());
    }
}
