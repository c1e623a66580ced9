package org.eventnexus.zeromq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eventnexus.EncodedPayload;
import org.eventnexus.EventDraft;
import org.eventnexus.EventSelector;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.PayloadException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The form of events on the wire, without a wire. */
@Tag("AN-24")
class WireTest {
    private static final ZeroMqConfig EVENTS = ZeroMqConfig.bind("tcp://127.0.0.1:*");
    private static final String GOOD =
            "{\"id\": 1, \"type\": \"order.placed\", \"priority\": 0, \"payload\": \"lamp\"}";

    public record Order(String sku, int count) {}

    private static EventDraft<?> read(String frame) throws MalformedMessageException {
        return new EventReader(EVENTS).read(frame.getBytes(StandardCharsets.UTF_8));
    }

    private static String written(ZeroMqConfig config, EventDraft<?> draft) throws Exception {
        try (var engine = new Engine()) {
            Nexus domain = engine.domain("orders");
            List<NexusEvent<?>> seen = new CopyOnWriteArrayList<>();
            domain.bus().subscribe(EventSelector.any(), (NexusEvent<Object> event) -> seen.add(event));
            engine.start();
            domain.bus().publish(draft).await(Duration.ofSeconds(10));
            return new String(new EventWriter(config).write(seen.get(0)), StandardCharsets.UTF_8);
        }
    }

    @Test
    @Tag("R13")
    void integersStayIntegersAndTextsTexts() throws Exception {
        assertThat(read("{\"id\":9223372036854775807,\"type\":-4,\"priority\":-1,\"payload\":null}"))
                .satisfies(draft -> {
                    assertThat(draft.id()).isEqualTo(Long.MAX_VALUE);
                    assertThat(draft.type()).isEqualTo(-4L);
                    assertThat(draft.priority()).isEqualTo(-1);
                    assertThat(draft.payload()).isNull();
                    assertThat(draft.source()).isEqualTo("tcp://127.0.0.1:*");
                });
        assertThat(read("{\"id\":\"7\",\"type\":\"8\",\"priority\":0,\"payload\":\"a\"}"))
                .satisfies(draft -> {
                    assertThat(draft.id()).isEqualTo("7");
                    assertThat(draft.type()).isEqualTo("8");
                    assertThat(draft.payload()).isEqualTo("a");
                });
        assertThat(written(EVENTS, EventDraft.of(-4, null).id(Long.MAX_VALUE).priority(-1)))
                .isEqualTo("{\"id\":9223372036854775807,\"type\":-4,\"priority\":-1,\"payload\":null}");
        assertThat(written(
                        EVENTS,
                        EventDraft.of("8", "a\"\\\n\u00e4\uD83D\uDE00\uD800").id("7")))
                .isEqualTo("{\"id\":\"7\",\"type\":\"8\",\"priority\":0,"
                        + "\"payload\":\"a\\\"\\\\\\n\u00e4\uD83D\uDE00\\ud800\"}");
    }

    @Test
    @Tag("R13")
    void zeroHasNoSign() throws Exception {
        EventDraft<?> draft = read("{\"id\":-0,\"type\":-0,\"priority\":-0,\"payload\":-0}");
        assertThat(draft.id()).isEqualTo(0L);
        assertThat(draft.type()).isEqualTo(0L);
        assertThat(draft.priority()).isZero();
    }

    @Test
    void aPayloadIsBoundToTheClassThatIsWanted() throws Exception {
        var order = new Order("lamp", 2);
        String frame = written(EVENTS, EventDraft.of("order.placed", order).id(1));
        assertThat(frame).startsWith("{\"id\":1,\"type\":\"order.placed\",\"priority\":0,\"payload\":{");
        var payload = (EncodedPayload) read(frame).payload();
        assertThat(payload.decode(JsonObject.class).getString("sku")).isEqualTo("lamp");
        assertThat(payload.decode(java.util.Map.class)).containsEntry("sku", "lamp");
        assertThatThrownBy(() -> payload.decode(Integer.class))
                .isInstanceOf(PayloadException.class)
                .hasMessageContaining("ENX-0326");
        assertThat(((EncodedPayload) read(GOOD.replace("\"lamp\"", "12.50")).payload()).decode(JsonNumber.class))
                .hasToString("12.50");
        assertThat(written(EVENTS, read(frame))).isEqualTo(frame);
    }

    @Test
    void whatHasNoFormInJsonIsAFailure() {
        assertThatThrownBy(() -> new JsonBinding().encode(new Unreadable()))
                .isInstanceOf(PayloadException.class)
                .hasMessageContaining("ENX-0325");
    }

    public static final class Unreadable {
        public String getText() {
            throw new IllegalStateException("no");
        }
    }

    @Test
    void aTextIsAPayload() throws Exception {
        EventReader reader = new EventReader(EVENTS.text("line"));
        assertThat(reader.read("{not json \u00e4".getBytes(StandardCharsets.UTF_8)))
                .satisfies(draft -> {
                    assertThat(draft.type()).isEqualTo("line");
                    assertThat(draft.payload()).isEqualTo("{not json \u00e4");
                    assertThat(draft.id()).isNull();
                });
        assertThat(new EventReader(EVENTS.text(5)).read(new byte[0]).type()).isEqualTo(5L);
        assertThat(written(EVENTS.text("line"), EventDraft.of("x", "as it is"))).isEqualTo("as it is");
        assertThat(written(EVENTS.text("line"), EventDraft.of("x", 5))).isEqualTo("5");
        assertThat(written(EVENTS.text("line"), EventDraft.of("x", posted("\"as it is\""))))
                .isEqualTo("as it is");
    }

    /** As it comes over REST. */
    private static EncodedPayload posted(String json) {
        return new EncodedPayload() {
            @Override
            public <C> C decode(Class<C> type) {
                try (var reader = jakarta.json.Json.createReader(new java.io.StringReader(json))) {
                    return type.cast(reader.readValue());
                }
            }
        };
    }

    @Test
    void halvesOfPairsGoThroughWhereverTheyAre() throws Exception {
        String frame = "{\"id\":1,\"type\":\"a\",\"priority\":0,"
                + "\"payload\":{\"\\ud800\":[\"\\udc00x\\ud800\",\"\ud83d\ude00\"]}}";
        assertThat(written(EVENTS, read(frame))).isEqualTo(frame);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "1",
                "null",
                "{\"id\": 1, \"type\": \"order.placed\", \"priority\": 0, \"payload\": \"lamp\"} x",
                "{\"type\": \"order.placed\", \"priority\": 0, \"payload\": \"lamp\"}",
                "{\"id\": 1, \"priority\": 0, \"payload\": \"lamp\"}",
                "{\"id\": 1, \"type\": \"order.placed\", \"payload\": \"lamp\"}",
                "{\"id\": 1, \"type\": \"order.placed\", \"priority\": 0}",
                "{\"id\": null, \"type\": \"order.placed\", \"priority\": 0, \"payload\": \"lamp\"}",
                "{\"id\": [1], \"type\": \"order.placed\", \"priority\": 0, \"payload\": \"lamp\"}",
                "{\"id\": 1.5, \"type\": \"order.placed\", \"priority\": 0, \"payload\": \"lamp\"}",
                "{\"id\": 1.0, \"type\": \"order.placed\", \"priority\": 0, \"payload\": \"lamp\"}",
                "{\"id\": 1e400, \"type\": \"order.placed\", \"priority\": 0, \"payload\": \"lamp\"}",
                "{\"id\": 1, \"type\": 7.0, \"priority\": 0, \"payload\": \"lamp\"}",
                "{\"id\": -9223372036854775809, \"type\": \"a\", \"priority\": 0, \"payload\": \"lamp\"}",
                "{\"id\": 1, \"type\": \"a\", \"priority\": 1.0, \"payload\": \"lamp\"}",
                "{\"id\": 01, \"type\": \"a\", \"priority\": 0, \"payload\": \"lamp\"}",
                "{\"id\": 1e3, \"type\": \"order.placed\", \"priority\": 0, \"payload\": \"lamp\"}",
                "{\"id\": 9223372036854775808, \"type\": \"order.placed\", \"priority\": 0, \"payload\": \"lamp\"}",
                "{\"id\": \"\", \"type\": \"order.placed\", \"priority\": 0, \"payload\": \"lamp\"}",
                "{\"id\": \"a\\nb\", \"type\": \"order.placed\", \"priority\": 0, \"payload\": \"lamp\"}",
                "{\"id\": 1, \"type\": \"order placed\", \"priority\": 0, \"payload\": \"lamp\"}",
                "{\"id\": 1, \"type\": true, \"priority\": 0, \"payload\": \"lamp\"}",
                "{\"id\": 1, \"type\": \"a\", \"priority\": \"0\", \"payload\": \"lamp\"}",
                "{\"id\": 1, \"type\": \"a\", \"priority\": 2147483648, \"payload\": \"lamp\"}",
                "{\"id\": 1, \"id\": 2, \"type\": \"a\", \"priority\": 0, \"payload\": \"lamp\"}",
                "{\"id\": 1, \"type\": \"a\", \"priority\": 0, \"payload\": {\"a\": 1, \"a\": 2}}",
                "{\"id\": 1, \"type\": \"a\", \"priority\": 0, \"payload\": 1e9999}",
                "{\"id\": 1, \"type\": \"a\", \"priority\": 0, \"payload\": \"lamp}",
                "{\"id\": 1, \"type\": \"a\", \"priority\": 0, \"payload\": \"lamp\\",
            })
    void whatIsNoEventIsMalformed(String frame) {
        assertThatThrownBy(() -> read(frame)).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void depthAndNumbersAreBounded() throws Exception {
        String deep = GOOD.replace("\"lamp\"", "[".repeat(200_000) + "]".repeat(200_000));
        assertThatThrownBy(() -> read(deep)).hasMessageContaining("nested");
        String huge = GOOD.replace("\"lamp\"", "1".repeat(1_000_000));
        assertThatThrownBy(() -> read(huge)).hasMessageContaining("number");
        String just = GOOD.replace("\"lamp\"", "[".repeat(60) + "1e99" + "]".repeat(60));
        assertThat(read(just).payload()).isInstanceOf(EncodedPayload.class);
    }

    @Test
    void onlyUtf8IsRead() {
        byte[] frame = GOOD.getBytes(StandardCharsets.UTF_8);
        frame[GOOD.indexOf("lamp")] = (byte) 0xC3;
        for (ZeroMqConfig config : List.of(EVENTS, EVENTS.text("line"))) {
            assertThatThrownBy(() -> new EventReader(config).read(frame)).hasMessage("it is not UTF-8");
        }
    }

    @Test
    void aTopicMayNameTheType() throws Exception {
        ZeroMqConfig publishing = EVENTS.pattern(ZeroMqConfig.Pattern.PUB_SUB);
        try (var engine = new Engine()) {
            Nexus domain = engine.domain("orders");
            NexusEvent<?> event = domain.bus()
                    .publish(EventDraft.of("order.placed", null))
                    .accepted()
                    .toCompletableFuture()
                    .get();
            assertThat(new EventWriter(publishing.topic("shop.{type}")).topic(event))
                    .asString()
                    .isEqualTo("shop.order.placed");
            assertThat(new EventWriter(publishing).topic(event)).isNull();
            assertThat(new EventWriter(EVENTS.topic("shop")).topic(event)).isNull();
        }
    }

    @Test
    void aWrongConfigurationSaysWhatIsWrong() {
        assertThatThrownBy(() -> ZeroMqConfig.bind("127.0.0.1:5555")).hasMessageContaining("tcp://127.0.0.1:5555");
        assertThatThrownBy(() -> ZeroMqConfig.bind("tcp://127.0.0.1:65536"))
                .isInstanceOf(IllegalArgumentException.class);
        for (String nobody : List.of("tcp://127.0.0.1:*", "tcp://*:5555", "tcp://127.0.0.1:0")) {
            assertThatThrownBy(() -> ZeroMqConfig.connect(nobody)).hasMessageContaining("no address to connect to");
        }
        assertThatThrownBy(() -> EVENTS.maxFrame(0)).hasMessageContaining("max-frame is 0");
        assertThatThrownBy(() -> EVENTS.highWaterMark(0)).hasMessageContaining("high-water-mark is 0");
        assertThatThrownBy(() -> EVENTS.linger(Duration.ofHours(1))).hasMessageContaining("linger");
        assertThatThrownBy(() -> EVENTS.text("a b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Curve.server("short", "x")).hasMessage("the secret-key is not 40 characters of Z85");
        assertThatThrownBy(() -> Curve.server("a".repeat(40))).hasMessageContaining("no client may connect");
        assertThat(Curve.server("s".repeat(40), "c".repeat(40)).toString()).doesNotContain("sss");
        assertThat(Curve.client("p".repeat(40), "c".repeat(40), "s".repeat(40)).toString())
                .doesNotContain("sss");
    }
}
