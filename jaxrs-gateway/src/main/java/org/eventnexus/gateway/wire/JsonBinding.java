package org.eventnexus.gateway.wire;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eventnexus.EncodedPayload;

/** Between JSON and the application's classes: JSON-B with its defaults, and short ways for what needs none. Thread-safe. */
public final class JsonBinding implements AutoCloseable {
    private static final Set<Class<?>> WRITE_THEMSELVES = Set.of(
            Boolean.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            java.math.BigInteger.class,
            BigDecimal.class);

    private static final Logger LOG = Logger.getLogger(JsonBinding.class.getName());

    private final Jsonb jsonb = JsonbBuilder.create();

    /**
     * A value as JSON on one line.
     *
     * @throws UnencodableException if it has no form in JSON
     */
    String encode(Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof JsonPayload payload) {
            return payload.json();
        }
        if (value instanceof String string) {
            StringBuilder out = new StringBuilder(string.length() + 16);
            JsonStrings.quote(out, string);
            return out.toString();
        }
        if (value instanceof byte[] bytes) {
            return '"' + Base64.getEncoder().encodeToString(bytes) + '"';
        }
        if (value instanceof JsonValue || WRITE_THEMSELVES.contains(value.getClass())) {
            return value.toString();
        }
        return value instanceof EncodedPayload encoded ? encoded(encoded) : bind(value);
    }

    /** Another one's, a connector's, say: as the JSON that it is, and not as a bean of the connector's class. */
    private static String encoded(EncodedPayload payload) {
        try {
            JsonValue json = payload.decode(JsonValue.class);
            return json == null ? "null" : JsonText.parse(json.toString()).text();
        } catch (RuntimeException | StackOverflowError unencodable) {
            throw new UnencodableException(payload, unencodable);
        }
    }

    /** The application's own code runs in here; what it throws must not reach a stream or a response. */
    private String bind(Object value) {
        try {
            return JsonText.parse(jsonb.toJson(value)).text();
        } catch (RuntimeException | StackOverflowError unencodable) {
            throw new UnencodableException(value, unencodable);
        }
    }

    /** Well-formed JSON as an instance of a class; fails with whatever JSON-P, JSON-B or the class throws. */
    <C> C decode(String json, Class<C> type) {
        if (JsonValue.class.isAssignableFrom(type)) {
            try (JsonReader reader = Json.createReader(new StringReader(json))) {
                return type.cast(reader.readValue());
            }
        }
        return jsonb.fromJson(json, type);
    }

    @Override
    public void close() {
        try {
            jsonb.close();
        } catch (Exception failed) {
            LOG.log(Level.FINE, "JSON-B does not close", failed);
        }
    }
}
