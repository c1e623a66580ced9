package org.eventnexus.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.eventnexus.EncodedPayload;
import org.eventnexus.EventDraft;
import org.eventnexus.NexusEvent;
import org.eventnexus.PayloadException;
import org.eventnexus.gateway.Domain;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CloudEventWriterTest {
    private final JsonBinding binding = new JsonBinding();
    private final CloudEventWriter writer = new CloudEventWriter(binding);
    private final CloudEventReader reader = new CloudEventReader(binding);
    private final Domain domain = new Domain("d", 10);

    public record Point(double x, double y) {}

    @AfterEach
    void close() {
        domain.close();
    }

    private NexusEvent<?> published(EventDraft<?> draft) {
        return domain.publish(draft.time(Instant.EPOCH));
    }

    @Test
    void writesWhatThereIs() {
        NexusEvent<?> event = published(EventDraft.of("a.b", new Point(1, 2))
                .id("i\"")
                .source("/s")
                .subject("u")
                .key("k")
                .priority(3)
                .header("ext", "x"));
        assertThat(writer.write(event))
                .isEqualTo(
                        "{\"specversion\":\"1.0\",\"id\":\"i\\\"\",\"source\":\"/s\",\"type\":\"a.b\",\"subject\":\"u\","
                                + "\"time\":\"1970-01-01T00:00:00Z\",\"priority\":3,\"partitionkey\":\"k\",\"ext\":\"x\","
                                + "\"data\":{\"x\":1.0,\"y\":2.0}}");
    }

    @Test
    void extensionsKeepTheirTypeBesideJsonData() {
        EventDraft<?> draft = reader.structured("""
                {"specversion":"1.0","id":"i","source":"/s","type":"t","flag":true,"count":-7,"text":"7","data":1}
                """.getBytes(StandardCharsets.UTF_8));
        assertThat(writer.write(published(draft))).contains("\"flag\":true", "\"count\":-7", "\"text\":\"7\"");
        EventDraft<?> changed = draft.copy().id("j").header("flag", "\"}");
        assertThat(members(writer.write(published(changed))).get("flag").text()).isEqualTo("\"\\\"}\"");
    }

    @Test
    void writesNoMoreThanThereIs() {
        NexusEvent<?> event = published(EventDraft.of("a", null));
        assertThat(members(writer.write(event)).keySet())
                .containsExactly("specversion", "id", "source", "type", "time");
    }

    @Test
    void addsPositionAndDomain() {
        NexusEvent<?> event =
                published(EventDraft.of("a", null).header("position", "theirs").header("domain", "theirs"));
        String position = event.position().orElseThrow().toString();
        assertThat(members(writer.writePlaced(event)).get("position").text()).isEqualTo('"' + position + '"');
        assertThat(members(writer.writeNamed(event)).get("domain").text()).isEqualTo("\"d\"");
    }

    @Test
    void noHeaderWritesOverAnAttribute() {
        NexusEvent<?> event = published(EventDraft.of("a", 1)
                .header("id", "x")
                .header("data", "x")
                .header("type", "x")
                .header("specversion", "9")
                .header("priority", "x"));
        assertThat(members(writer.write(event)))
                .contains(Map.entry("type", new JsonText("\"a\"", false)), Map.entry("data", new JsonText("1", false)))
                .doesNotContainKey("priority");
    }

    @Test
    void bytesAreBase64() {
        NexusEvent<?> event = published(EventDraft.of("a", "hi".getBytes(StandardCharsets.UTF_8)));
        assertThat(members(writer.write(event)).get("data_base64").text()).isEqualTo("\"aGk=\"");
    }

    @Test
    void aPayloadWithoutAFormInJsonIsNamed() {
        NexusEvent<?> event = published(EventDraft.of("a", new Object() {
            public Object getSelf() {
                return this;
            }
        }));
        assertThat(members(writer.write(event))).containsKey("dataerror").doesNotContainKey("data");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "\"a\\u000ab\"",
                "1e999999999",
                "0.10",
                "{\"b\":1,\"a\":1,\"a\":2}",
                "[]",
                "\"\u2028€𝄞\\ud834\""
            })
    void whatCameAsJsonGoesOutAsTheSame(String json) {
        NexusEvent<?> event = published(reader.plain("a", json.getBytes(StandardCharsets.UTF_8)));
        String written = writer.write(event);
        assertThat(members(written).get("data").text()).isEqualTo(json);
        assertThat(written).doesNotContain("\n", "\r");
    }

    /** As a connector's is. */
    private record Received(JsonValue json) implements EncodedPayload {
        @Override
        public <C> C decode(Class<C> type) {
            if (!type.isInstance(json)) {
                throw new PayloadException("it is no " + type.getName(), null);
            }
            return type.cast(json);
        }

        public String getInside() {
            return "not for others";
        }
    }

    @Test
    @Tag("AN-24")
    void whatAConnectorHasReceivedIsTheJsonThatItWas() {
        JsonValue json = Json.createObjectBuilder()
                .add("x", 1.50)
                .add("at", Json.createArrayBuilder().addNull().add("é"))
                .build();
        NexusEvent<?> object = published(EventDraft.of("a", new Received(json)));
        assertThat(members(writer.write(object)).get("data").text()).isEqualTo("{\"x\":1.5,\"at\":[null,\"é\"]}");
        NexusEvent<?> number = published(EventDraft.of("a", new Received(Json.createValue(7))));
        assertThat(members(writer.write(number)).get("data").text()).isEqualTo("7");
        NexusEvent<?> nothing = published(EventDraft.of("a", new Received(null)));
        assertThat(members(writer.write(nothing))).containsKey("dataerror").doesNotContainKey("data");
    }

    @Test
    void whatIsWrittenCanBeReadAgain() {
        String written = writer.write(published(
                EventDraft.of("a.b", "x").id("1").source("/s").subject("é").priority(2)));
        EventDraft<?> draft = reader.structured(written.getBytes(StandardCharsets.UTF_8));
        assertThat(writer.write(published(draft.source("/t")))).isEqualTo(written.replace("/s", "/t"));
    }

    private static Map<String, JsonText> members(String json) {
        return JsonMembers.of(JsonText.parse(json), "it");
    }
}
