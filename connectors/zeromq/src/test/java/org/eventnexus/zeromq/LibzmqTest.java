package org.eventnexus.zeromq;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eventnexus.EventDraft;
import org.eventnexus.EventSelector;
import org.eventnexus.LaneFull;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.SubscriptionOptions;
import org.eventnexus.zeromq.ZeroMqConfig.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zeromq.ZMQ;

/** Events to and from a program in another language, on libzmq. */
@Tag("AN-24")
@Timeout(60)
class LibzmqTest {
    private static final int COUNT = 10_000;
    private static final int MARK = 100_000;
    private static final long PATIENCE = 30;

    private final ZMQ.Curve.KeyPair server = ZMQ.Curve.generateKeyPair();
    private final ZMQ.Curve.KeyPair client = ZMQ.Curve.generateKeyPair();
    private final Engine engine = new Engine();
    private final Nexus domain = engine.domain("orders");

    @BeforeAll
    static void python() throws Exception {
        Peer.require();
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private String[] keys(boolean curve) {
        return curve ? new String[] {server.publicKey, client.publicKey, client.secretKey} : new String[0];
    }

    private ZeroMqConfig secured(ZeroMqConfig config, boolean curve) {
        return curve ? config.curve(Curve.server(server.secretKey, client.publicKey)) : config;
    }

    // ---- from there to here

    private final List<NexusEvent<?>> received = new ArrayList<>();
    private final CountDownLatch all = new CountDownLatch(COUNT);

    private ZeroMqSource receive(ZeroMqConfig config) {
        domain.bus().subscribe("**", (NexusEvent<Object> event) -> {
            received.add(event);
            all.countDown();
        });
        domain.bus().subscribe(EventSelector.range(Long.MIN_VALUE, Long.MAX_VALUE), event -> {});
        var source = new ZeroMqSource(config, Engine.THREADS);
        domain.source("zmq", source);
        engine.start();
        return source;
    }

    private static String opened(ZeroMqSource source) throws InterruptedException {
        while (source.address().isEmpty()) {
            Thread.onSpinWait();
        }
        return source.address().orElseThrow();
    }

    private void assertAllReceived(ZeroMqSource source) throws InterruptedException {
        assertThat(all.await(PATIENCE, TimeUnit.SECONDS))
                .as("%s received; %s", received.size(), source.stats())
                .isTrue();
        for (int i = 0; i < COUNT; i++) {
            NexusEvent<?> event = received.get(i);
            assertThat(event.numericId()).hasValue(i + 1L);
            assertThat(event.priority()).isEqualTo((i + 1) % 3);
            assertThat(event.type()).isEqualTo((i + 1) % 2 == 1 ? Integer.toString(i + 1) : "order.placed");
            assertThat(event.numericType().isPresent()).isEqualTo((i + 1) % 2 == 1);
            assertThat(event.payload(JsonObject.class).getInt("n")).isEqualTo(i + 1);
            assertThat(event.payload(JsonObject.class).getString("text")).isEqualTo("\u00e4\u20ac");
        }
        assertThat(source.stats()).isEqualTo(new ZeroMqStats(COUNT, 0, 0, 0, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("R13")
    void nothingThatIsPushedIsLost(boolean curve) throws Exception {
        ZeroMqSource source = receive(secured(ZeroMqConfig.bind(Peer.ANYWHERE), curve));
        try (var peer = Peer.start("push", "connect", opened(source), COUNT, keys(curve))) {
            assertAllReceived(source);
            assertThat(peer.ended()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsPublishedIsReceived(boolean curve) throws Exception {
        ZeroMqSource source = receive(secured(
                ZeroMqConfig.bind(Peer.ANYWHERE)
                        .pattern(Pattern.PUB_SUB)
                        .topic("order")
                        .highWaterMark(MARK),
                curve));
        try (var peer = Peer.start("pub", "connect", opened(source), COUNT, keys(curve))) {
            assertAllReceived(source);
            assertThat(peer.ended()).isZero();
        }
    }

    @Test
    void itMayBeTheOneThatConnects() throws Exception {
        try (var peer = Peer.start("push", "bind", Peer.ANYWHERE, COUNT)) {
            ZeroMqSource source = receive(ZeroMqConfig.connect(peer.address()));
            assertAllReceived(source);
            assertThat(peer.ended()).isZero();
        }
    }

    // ---- from here to there

    private ZeroMqSink send(ZeroMqConfig config) {
        var sink = new ZeroMqSink(config, Engine.THREADS);
        domain.bus()
                .subscribe(
                        List.of(EventSelector.parse("**"), EventSelector.range(Long.MIN_VALUE, Long.MAX_VALUE)),
                        SubscriptionOptions.defaults().named("zmq").async().whenLaneFull(LaneFull.PAUSE),
                        sink);
        engine.start();
        return sink;
    }

    private void publish() {
        for (long i = 1; i <= COUNT; i++) {
            EventDraft<?> draft = i % 2 == 1 ? EventDraft.of(i, "p" + i) : EventDraft.of("order.placed", "p" + i);
            domain.bus().publish(draft.id(i).priority(3));
        }
    }

    private static void assertAllSent(Peer peer) throws Exception {
        assertThat(peer.line())
                .isEqualTo(
                        "{\"inOrder\": true,"
                                + " \"first\": {\"id\": 1, \"type\": 1, \"priority\": 3, \"payload\": \"p1\"},"
                                + " \"second\": {\"id\": 2, \"type\": \"order.placed\", \"priority\": 3, \"payload\": \"p2\"}}");
        assertThat(peer.ended()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("R13")
    void nothingThatIsPushedFromHereIsLost(boolean curve) throws Exception {
        ZeroMqConfig config = secured(ZeroMqConfig.bind(Peer.ANYWHERE), curve);
        try (ZeroMqSink sink = send(config);
                var peer = Peer.start("pull", "connect", sink.address(), COUNT, keys(curve))) {
            publish();
            assertAllSent(peer);
            assertThat(sink.stats()).isEqualTo(new ZeroMqStats(COUNT, 0, 0, 0, 0, 0));
            assertThat(domain.lanes().get(0).failed()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsPublishedHereIsReceivedThere(boolean curve) throws Exception {
        ZeroMqConfig config = secured(ZeroMqConfig.bind(Peer.ANYWHERE), curve)
                .pattern(Pattern.PUB_SUB)
                .topic("order")
                .highWaterMark(MARK);
        try (ZeroMqSink sink = send(config);
                var peer = Peer.start("sub", "connect", sink.address(), COUNT, keys(curve))) {
            assertAllPublished(peer);
        }
    }

    private void assertAllPublished(Peer peer) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(PATIENCE).toNanos();
        while (!peer.hasLine() && System.nanoTime() < end) { // it says so when the first one has come
            domain.bus().publish(EventDraft.of("hello", null).id("hello").source("/" + System.nanoTime()));
            TimeUnit.MILLISECONDS.sleep(5);
        }
        assertThat(peer.line()).isEqualTo("subscribed");
        publish();
        String last;
        while ("subscribed".equals(last = peer.line())) {}
        assertThat(last).startsWith("{\"inOrder\": true");
        assertThat(peer.ended()).isZero();
    }

    @Test
    void itMayBeTheOneThatConnectsAndPublishes() throws Exception {
        try (var peer = Peer.start("sub", "bind", Peer.ANYWHERE, COUNT);
                ZeroMqSink sink = send(ZeroMqConfig.connect(peer.address())
                        .pattern(Pattern.PUB_SUB)
                        .topic("order")
                        .highWaterMark(MARK))) {
            assertAllPublished(peer);
        }
    }

    @Test
    void itMayBeTheOneThatConnectsAndSends() throws Exception {
        try (var peer = Peer.start("pull", "bind", Peer.ANYWHERE, COUNT);
                ZeroMqSink sink = send(ZeroMqConfig.connect(peer.address()))) {
            publish();
            assertAllSent(peer);
        }
    }

    // ---- strangers

    @Test
    void anUnknownKeyGetsNothing() throws Exception {
        ZMQ.Curve.KeyPair stranger = ZMQ.Curve.generateKeyPair();
        try (ZeroMqSink sink = send(secured(ZeroMqConfig.bind(Peer.ANYWHERE), true));
                var unknown = Peer.start(
                        "pull",
                        "connect",
                        sink.address(),
                        1,
                        server.publicKey,
                        stranger.publicKey,
                        stranger.secretKey);
                var plain = Peer.start("pull", "connect", sink.address(), 1)) {
            while (sink.stats().strangers() == 0) {
                Thread.onSpinWait();
            }
            try (var known = Peer.start("pull", "connect", sink.address(), 10, keys(true))) {
                for (long id = 1; id <= 10; id++) { // none of which goes to those who are sent away
                    domain.bus().publish(EventDraft.of("order.placed", "secret").id(id));
                }
                assertThat(known.line()).startsWith("{\"inOrder\": true").contains("secret");
            }
            assertThat(unknown.hasLine()).isFalse();
            assertThat(plain.hasLine()).isFalse();
        }
    }

    @Test
    void whatAnUnknownKeySendsIsNotTaken() throws Exception {
        ZMQ.Curve.KeyPair stranger = ZMQ.Curve.generateKeyPair();
        ZeroMqSource source = receive(secured(ZeroMqConfig.bind(Peer.ANYWHERE), true));
        try (var unknown = Peer.start(
                        "push",
                        "connect",
                        opened(source),
                        COUNT,
                        server.publicKey,
                        stranger.publicKey,
                        stranger.secretKey);
                var plain = Peer.start("push", "connect", opened(source), COUNT)) {
            while (source.stats().strangers() == 0) {
                Thread.onSpinWait();
            }
            try (var known = Peer.start("push", "connect", opened(source), COUNT, keys(true))) {
                assertThat(all.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
                assertThat(known.ended()).isZero();
            }
            assertThat(received).hasSize(COUNT);
            assertThat(source.stats().messages()).isEqualTo(COUNT);
            assertThat(unknown.hasLine() || plain.hasLine()).isFalse();
        }
    }

    // ---- CURVE's server is there

    private ZeroMqConfig client(Peer peer, ZMQ.Curve.KeyPair keys) {
        return ZeroMqConfig.connect(peer.address())
                .curve(Curve.client(server.publicKey, keys.publicKey, keys.secretKey));
    }

    @Test
    void whoPushesThereGivesEventsToKnownKeysOnly() throws Exception {
        try (var peer =
                Peer.start("push", "bind", Peer.ANYWHERE, COUNT, "server", server.secretKey, client.publicKey)) {
            var unknown = new ZeroMqSource(client(peer, ZMQ.Curve.generateKeyPair()), Engine.THREADS);
            CompletionStage<?> nothing = unknown.obtain();
            assertThat(peer.line()).isEqualTo("denied");
            assertAllReceived(receive(client(peer, client)));
            assertThat(peer.ended()).isZero();
            assertThat(nothing.toCompletableFuture()).isNotDone();
            assertThat(unknown.stats().messages()).isZero();
            unknown.close();
        }
    }

    @Test
    void whoPullsThereTakesEventsOfKnownKeysOnly() throws Exception {
        try (var peer = Peer.start("pull", "bind", Peer.ANYWHERE, COUNT, "server", server.secretKey, client.publicKey);
                var unknown = new ZeroMqSink(client(peer, ZMQ.Curve.generateKeyPair()), Engine.THREADS)) {
            CompletionStage<Void> sent = unknown.send(eventOfAnotherDomain());
            assertThat(peer.line()).isEqualTo("denied");
            try (ZeroMqSink known = send(client(peer, client))) {
                publish();
                assertAllSent(peer);
                assertThat(known.stats().messages()).isEqualTo(COUNT);
            }
            assertThat(sent.toCompletableFuture()).isNotDone();
        }
    }

    private static NexusEvent<?> eventOfAnotherDomain() throws Exception {
        try (var elsewhere = new Engine()) {
            Nexus other = elsewhere.domain("elsewhere");
            elsewhere.start();
            return other.bus()
                    .publish("order.placed", "unknown")
                    .accepted()
                    .toCompletableFuture()
                    .get(PATIENCE, TimeUnit.SECONDS);
        }
    }

    // ---- what is not well

    @Test
    void aPublisherThatIsStartedAgainIsHeardAgain() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        domain.bus().subscribe("good", (NexusEvent<String> event) -> seen.add(event.payload()));
        int count = 10;
        String address;
        try (var first = Peer.start("pub", "bind", Peer.ANYWHERE, count)) {
            address = first.address();
            domain.source(
                    "zmq",
                    new ZeroMqSource(
                            ZeroMqConfig.connect(address)
                                    .pattern(Pattern.PUB_SUB)
                                    .topic("order")
                                    .text("good"),
                            Engine.THREADS));
            engine.start();
            assertThat(first.ended()).isZero();
        }
        assertSeen(seen, count);
        try (var second = Peer.start("pub", "bind", address, count)) { // it sends when somebody has subscribed
            assertSeen(seen, count);
            assertThat(second.ended()).isZero();
        }
        assertThat(seen).isEmpty();
    }

    private static void assertSeen(BlockingQueue<String> seen, int count) throws InterruptedException {
        for (int i = 1; i <= count; i++) {
            assertThat(seen.poll(PATIENCE, TimeUnit.SECONDS)).startsWith("{\"id\": " + i + ",");
        }
    }

    @Test
    void aFrameThatIsFarTooLargeIsCountedAndSurvived() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        domain.bus().subscribe("good", (NexusEvent<String> event) -> seen.add(event.payload()));
        var source = new ZeroMqSource(ZeroMqConfig.bind(Peer.ANYWHERE).text("good"), Engine.THREADS);
        domain.source("zmq", source);
        engine.start();
        try (var first = Peer.start("raw", "connect", opened(source), 0);
                var second = Peer.start("raw", "connect", opened(source), 0)) {
            first.tell("61");
            assertThat(seen.poll(PATIENCE, TimeUnit.SECONDS)).isEqualTo("a");
            first.tell("#104857600");
            while (source.stats().tooLarge() == 0) {
                Thread.onSpinWait();
            }
            second.tell("62");
            assertThat(seen.poll(PATIENCE, TimeUnit.SECONDS)).isEqualTo("b");
            first.tell("63"); // it has connected again
            assertThat(seen.poll(PATIENCE, TimeUnit.SECONDS)).isEqualTo("c");
            assertThat(source.stats()).isEqualTo(new ZeroMqStats(3, 0, 1, 0, 0, 0));
        }
    }

    @Test
    void itConnectsAgainToWhoHasSentTooMuch() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        domain.bus().subscribe("good", (NexusEvent<String> event) -> seen.add(event.payload()));
        try (var peer = Peer.start("raw", "bind", Peer.ANYWHERE, 0)) {
            var source = new ZeroMqSource(ZeroMqConfig.connect(peer.address()).text("good"), Engine.THREADS);
            domain.source("zmq", source);
            engine.start();
            peer.tell("61");
            assertThat(seen.poll(PATIENCE, TimeUnit.SECONDS)).isEqualTo("a");
            peer.tell("#104857600");
            String next = null;
            for (int tries = 0; next == null && tries < 50; tries++) {
                peer.tell("62"); // it loses what it sends before it knows that it was cut off
                next = seen.poll(200, TimeUnit.MILLISECONDS);
            }
            assertThat(next).as(source.stats().toString()).isEqualTo("b");
            assertThat(source.stats().tooLarge()).isEqualTo(1);
        }
    }
}
