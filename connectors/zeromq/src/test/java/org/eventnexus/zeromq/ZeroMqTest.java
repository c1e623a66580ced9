package org.eventnexus.zeromq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.eventnexus.EventNexusException;
import org.eventnexus.LaneFullException;
import org.eventnexus.LoopStoppedException;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.zeromq.ZeroMqConfig.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** Sources and sinks over the loopback interface, without libzmq. */
@Tag("AN-24")
@Timeout(30)
class ZeroMqTest {
    private static final String ANYWHERE = "tcp://127.0.0.1:*";
    private static final long PATIENCE = 10;

    private final Engine engine = new Engine();
    private final Nexus domain = engine.domain("orders");
    private final BlockingQueue<NexusEvent<?>> seen = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() throws InterruptedException {
        engine.close();
        assertNoThreads();
    }

    /** The last thing that an owner does is to say that it has ended; and without an owner nobody waits for ZeroMQ's. */
    private static void assertNoThreads() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("eventnexus-zeromq")) {
                thread.join(1000);
            }
        }
        assertThat(threads()).isEmpty();
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("eventnexus-zeromq"))
                .toList();
    }

    private ZeroMqSource receive(ZeroMqConfig config) throws InterruptedException {
        domain.bus().subscribe("**", (NexusEvent<Object> event) -> seen.add(event));
        var source = new ZeroMqSource(config, Engine.THREADS);
        domain.source("zmq", source);
        engine.start();
        while (source.address().isEmpty()) {
            Thread.onSpinWait();
        }
        return source;
    }

    private NexusEvent<?> event() throws InterruptedException {
        return seen.poll(PATIENCE, TimeUnit.SECONDS);
    }

    private NexusEvent<?> published(String type, Object payload) throws Exception {
        return domain.bus()
                .publish(type, payload)
                .accepted()
                .toCompletableFuture()
                .get(PATIENCE, TimeUnit.SECONDS);
    }

    @Test
    void whatIsMalformedIsCountedAndPassedOver() throws Exception {
        ZeroMqSource source = receive(ZeroMqConfig.bind(ANYWHERE).maxFrame(1000));
        try (var context = new ZContext()) {
            ZMQ.Socket push = context.createSocket(SocketType.PUSH);
            push.setHandshakeIvl(1000); // see MendedSocket
            push.connect(source.address().orElseThrow());
            push.send("{not json");
            push.send(new byte[] {(byte) 0xFF});
            push.send("");
            push.sendMore("{}");
            push.send("{}"); // two messages here, as none has two frames
            push.send("{\"id\":1,\"type\":\"a\",\"priority\":0,\"payload\":\"" + "x".repeat(1000) + "\"}");
            push.send("{\"id\":1,\"type\":\"good\",\"priority\":0,\"payload\":\"end\"}");

            assertThat(event().payload()).isEqualTo("end");
            assertThat(source.stats()).isEqualTo(new ZeroMqStats(1, 5, 1, 0, 0, 0));
        }
    }

    @Test
    void aCloseWhileItWaitsIsAtOnce() throws Exception {
        ZeroMqSource source = receive(ZeroMqConfig.bind(ANYWHERE));
        assertThat(threads()).hasSize(3);

        long before = System.nanoTime();
        domain.stop(Duration.ofSeconds(20));

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
        assertNoThreads();
        String address = source.address().orElseThrow();
        try (var again = new ZeroMqSink(ZeroMqConfig.bind(address), Engine.THREADS)) {
            assertThat(again.address()).isEqualTo(address); // the port is free
        }
    }

    @Test
    void aSourceThatCannotBeOpenedIsTriedAgain() throws Exception {
        try (var taken = new ZeroMqSink(ZeroMqConfig.bind(ANYWHERE), Engine.THREADS)) {
            ZeroMqConfig same = ZeroMqConfig.bind(taken.address());
            assertThatThrownBy(() -> new ZeroMqSink(same, Engine.THREADS))
                    .isInstanceOf(EventNexusException.class)
                    .hasMessageContaining("ENX-0320")
                    .hasMessageContaining(taken.address());
            domain.bus().subscribe("**", (NexusEvent<Object> event) -> seen.add(event));
            var source = new ZeroMqSource(same.text("line"), Engine.THREADS);
            domain.source("zmq", source);
            engine.start();
            taken.close();
            try (var sink = new ZeroMqSink(ZeroMqConfig.connect(same.address()).text("line"), Engine.THREADS)) {
                sink.send(published("x", "hello"));
                assertThat(event().type()).isEqualTo("x");
                assertThat(event().type()).isEqualTo("line");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void withoutThreadsNothingIsOpenedAndNothingStays(int nth) {
        var made = new AtomicLong();
        ThreadFactory stopped = task -> {
            if (made.incrementAndGet() >= nth) {
                throw new IllegalStateException("the application has stopped");
            }
            return Engine.THREADS.newThread(task);
        };
        assertThatThrownBy(() -> new ZeroMqSink(ZeroMqConfig.bind(ANYWHERE), stopped))
                .isInstanceOf(EventNexusException.class)
                .hasMessageContaining("ENX-0320");
    }

    @Test
    void whatZeroMqHasTakenIsStillSentByAClose() throws Exception {
        int count = 5000; // more than the connection takes at once
        NexusEvent<?> event = published("x", "y".repeat(1000));
        try (var context = new ZContext()) {
            ZMQ.Socket pull = context.createSocket(SocketType.PULL);
            pull.setHandshakeIvl(1000); // see MendedSocket
            pull.setRcvHWM(1);
            int port = pull.bindToRandomPort("tcp://127.0.0.1");
            var sink = new ZeroMqSink(
                    ZeroMqConfig.connect("tcp://127.0.0.1:" + port)
                            .text("x")
                            .highWaterMark(count)
                            .linger(Duration.ofSeconds(PATIENCE)),
                    Engine.THREADS);
            CompletionStage<Void> last = null;
            for (int i = 0; i < count; i++) {
                last = sink.send(event);
            }
            last.toCompletableFuture().get(PATIENCE, TimeUnit.SECONDS);
            var closing = new Thread(sink::close);
            closing.start();
            pull.setReceiveTimeOut((int) TimeUnit.SECONDS.toMillis(PATIENCE));
            for (int i = 0; i < count; i++) {
                assertThat(pull.recv()).as("the %dth", i).isNotNull();
            }
            closing.join();
        }
    }

    @Test
    void aFullDomainLetsThoseWhoPushWait() throws Exception {
        var source = new ZeroMqSource(ZeroMqConfig.bind(ANYWHERE).text("line").highWaterMark(10), Engine.THREADS);
        domain.source("zmq", source); // not started: its queue takes 1024 events, and the source asks for none
        domain.bus().subscribe("line", (NexusEvent<Object> event) -> seen.add(event));
        engine.start();
        while (source.address().isEmpty()) {
            Thread.onSpinWait();
        }
        try (var sink = new ZeroMqSink(
                ZeroMqConfig.connect(source.address().orElseThrow())
                        .text("line")
                        .highWaterMark(20_000),
                Engine.THREADS)) {
            NexusEvent<?> event = published("x", "hello");
            CompletionStage<Void> last = null;
            for (int i = 0; i < 10_000; i++) {
                last = sink.send(event);
            }
            last.toCompletableFuture().get(PATIENCE, TimeUnit.SECONDS);
            for (int i = 0; i < 10_000; i++) {
                assertThat(event()).as("the %dth", i).isNotNull();
            }
        }
    }

    @Test
    void aSinkWithoutAnybodyIsFullAtLastAndLetsGo() throws Exception {
        NexusEvent<?> event = published("x", "hello");
        var sink = new ZeroMqSink(
                ZeroMqConfig.bind(ANYWHERE).highWaterMark(3).linger(Duration.ofMillis(100)), Engine.THREADS);
        List<CompletionStage<Void>> sent =
                Stream.generate(() -> sink.send(event)).limit(4).toList();
        assertThat(sent.get(3).toCompletableFuture())
                .failsWithin(Duration.ofSeconds(PATIENCE))
                .withThrowableOfType(java.util.concurrent.ExecutionException.class)
                .withCauseInstanceOf(LaneFullException.class)
                .withMessageContaining("ENX-0329");

        sink.close();

        assertThat(sent.get(0).toCompletableFuture())
                .failsWithin(Duration.ofSeconds(PATIENCE))
                .withThrowableOfType(java.util.concurrent.ExecutionException.class)
                .withMessageContaining("ENX-0324");
        assertThat(sink.send(event).toCompletableFuture())
                .failsWithin(Duration.ofSeconds(PATIENCE))
                .withThrowableOfType(java.util.concurrent.ExecutionException.class)
                .withCauseInstanceOf(LoopStoppedException.class)
                .withMessageContaining("ENX-0328");
        assertThat(sink.stats()).isEqualTo(new ZeroMqStats(0, 0, 0, 0, 5, 0));
    }

    @Test
    void addressesOfVersion6Do() throws Exception {
        ZeroMqSource source = receive(ZeroMqConfig.bind("tcp://[::1]:*").text("line"));
        String address = source.address().orElseThrow();
        try (var sink = new ZeroMqSink(ZeroMqConfig.connect(address).text("line"), Engine.THREADS)) {
            sink.send(published("x", "hello"));
            assertThat(event().type()).isEqualTo("x");
            assertThat(event()).satisfies(line -> {
                assertThat(line.type()).isEqualTo("line");
                assertThat(line.source()).isEqualTo("tcp://[::1]:*");
            });
        }
    }

    @Test
    void framesThatAreTooManyOrEmptyAreCounted() throws Exception {
        try (var context = new ZContext()) {
            ZMQ.Socket pub = context.createSocket(SocketType.XPUB);
            pub.bind(ANYWHERE);
            ZeroMqSource source =
                    receive(ZeroMqConfig.connect(pub.getLastEndpoint()).pattern(Pattern.PUB_SUB));
            pub.setReceiveTimeOut((int) TimeUnit.SECONDS.toMillis(PATIENCE));
            assertThat(pub.recv()).as("a subscription").isNotNull();
            for (int frames = 1; frames <= 4; frames++) {
                for (int more = 1; more < frames; more++) {
                    pub.sendMore("");
                }
                pub.send("");
            }
            pub.sendMore("");
            pub.send("{\"id\":1,\"type\":\"good\",\"priority\":0,\"payload\":\"end\"}");
            assertThat(event().payload()).isEqualTo("end");
            assertThat(source.stats()).isEqualTo(new ZeroMqStats(1, 4, 0, 0, 0, 0));
        }
    }

    @Test
    void topicsAreChosen() throws Exception {
        try (var sink = new ZeroMqSink(
                ZeroMqConfig.bind(ANYWHERE)
                        .pattern(Pattern.PUB_SUB)
                        .topic("{type}")
                        .text("x"),
                Engine.THREADS)) {
            receive(ZeroMqConfig.connect(sink.address())
                    .pattern(Pattern.PUB_SUB)
                    .topic("order")
                    .text("line"));
            NexusEvent<?> order = published("order.placed", "order");
            NexusEvent<?> other = published("parcel.sent", "parcel");
            seen.clear();
            NexusEvent<?> first = null;
            while (first == null) { // until it has subscribed
                sink.send(other);
                sink.send(order);
                first = seen.poll(20, TimeUnit.MILLISECONDS);
                first = first != null && first.type().equals("line")
                        ? first
                        : null; // not those that were published here
            }
            assertThat((Object) first.payload()).isEqualTo("order");
            assertThat(seen)
                    .filteredOn(event -> event.type().equals("line"))
                    .allSatisfy(event -> assertThat((Object) event.payload()).isEqualTo("order"));
        }
    }

    @Test
    void aStrangersEndlessMessageIsCut() {
        var frames = new Frames(true, new Throttle(0, null));
        int ends = 0;
        for (int i = 0; i < 10_000; i++) {
            var frame = frames.allocate(1);
            frame.setFlags(zmq.Msg.MORE);
            ends += frame.hasMore() ? 0 : 1;
        }
        assertThat(ends).isEqualTo(9);
        var single = new Frames(false, new Throttle(0, null)).allocate(1);
        single.setFlags(zmq.Msg.MORE);
        assertThat(single.hasMore()).isFalse();
    }

    @Test
    void complaintsAreLoggedOnceInTenSeconds() {
        var now = new AtomicLong();
        var complaint = new Complaint("ENX-0310 …", "a test", now::get);
        var logged = new java.util.ArrayList<String>();
        var logger = java.util.logging.Logger.getLogger("org.eventnexus.zeromq");
        var handler = new java.util.logging.Handler() {
            @Override
            public void publish(java.util.logging.LogRecord line) {
                logged.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        try {
            for (int second = 0; second < 20; second++) {
                complaint.make("why");
                now.addAndGet(TimeUnit.SECONDS.toNanos(1));
            }
        } finally {
            logger.removeHandler(handler);
        }
        assertThat(complaint.count()).isEqualTo(20);
        assertThat(logged).hasSize(2).last().asString().contains("why; 11 so far");
    }
}
