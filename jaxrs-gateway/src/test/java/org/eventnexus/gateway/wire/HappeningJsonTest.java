package org.eventnexus.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.time.Duration;
import java.util.Map;
import org.eventnexus.Happening;
import org.eventnexus.Happening.Cause;
import org.eventnexus.Happening.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What happens in the engine, as a client sees it. */
@Tag("EC-10")
class HappeningJsonTest {
    private static final Event EVENT = new Event("i", "order.placed", "p-1");
    private static final Cause OFF = new Cause("java.lang.IllegalStateException", "off");

    private final JsonBinding binding = new JsonBinding();

    @AfterEach
    void close() {
        binding.close();
    }

    private void assertWritten(Happening happening, String json) {
        assertThat(object(binding.encode(happening))).isEqualTo(object(json));
    }

    /** The order of members is JSON-B's affair. */
    private static JsonObject object(String json) {
        try (JsonReader reader = Json.createReader(new StringReader(json))) {
            return reader.readObject();
        }
    }

    @Test
    void eachIsAnObjectOfNamesAndTexts() {
        assertWritten(new Happening.DomainStopped("d", Map.of("a", 2L)), "{\"domain\":\"d\",\"left\":{\"a\":2}}");
        assertWritten(new Happening.QueueFull("d", 4), "{\"domain\":\"d\",\"capacity\":4}");
        assertWritten(
                new Happening.ReceiverFailed("d", "mail", 2, EVENT, OFF),
                "{\"domain\":\"d\",\"receiver\":\"mail\",\"attempts\":2,"
                        + "\"event\":{\"id\":\"i\",\"type\":\"order.placed\",\"position\":\"p-1\"},"
                        + "\"error\":{\"type\":\"java.lang.IllegalStateException\",\"message\":\"off\"}}");
        assertWritten(
                new Happening.SourceFailed("d", "feed", Duration.ofMillis(1500), OFF),
                "{\"domain\":\"d\",\"source\":\"feed\",\"delay\":\"PT1.5S\","
                        + "\"error\":{\"type\":\"java.lang.IllegalStateException\",\"message\":\"off\"}}");
    }
}
