package org.eventnexus.zeromq;

import jakarta.json.Json;
import jakarta.json.JsonConfig;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eventnexus.EventDraft;

/** Makes an event of a frame. Thread-safe. */
final class EventReader {
    private final ZeroMqConfig config;
    private final JsonBinding binding = new JsonBinding();
    private final JsonReaderFactory readers;

    EventReader(ZeroMqConfig config) {
        this.config = config;
        // Of two members of one name somebody else may take the other one: neither is safe to go by.
        this.readers = Json.createReaderFactory(Map.of(JsonConfig.KEY_STRATEGY, JsonConfig.KeyStrategy.NONE));
    }

    EventDraft<?> read(byte[] frame) throws MalformedMessageException {
        String text = decode(frame);
        if (config.mode() == ZeroMqConfig.Mode.TEXT) {
            return draft(config.type(), text).source(config.eventSource());
        }
        JsonObject json = object(text);
        int priority = priority(member(json, "priority"));
        Object payload = JsonPayload.of(member(json, "payload"), binding, text.length());
        try {
            EventDraft<?> draft = draft(nameOrNumber(json, "type"), payload)
                    .source(config.eventSource())
                    .priority(priority);
            Object id = nameOrNumber(json, "id");
            return id instanceof Long number ? draft.id(number) : draft.id((String) id);
        } catch (IllegalArgumentException malformed) { // what it says names no more than a place in it
            throw new MalformedMessageException(malformed.getMessage());
        }
    }

    private static EventDraft<?> draft(Object type, Object payload) {
        return type instanceof Long number ? EventDraft.of(number, payload) : EventDraft.of((String) type, payload);
    }

    private static String decode(byte[] frame) throws MalformedMessageException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(frame))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new MalformedMessageException("it is not UTF-8");
        }
    }

    private JsonObject object(String text) throws MalformedMessageException {
        JsonLimits.check(text);
        try (JsonReader reader = readers.createReader(new StringReader(text))) {
            if (reader.readValue() instanceof JsonObject object) {
                return object;
            }
        } catch (JsonException | IllegalStateException malformed) {
            throw new MalformedMessageException("it is not JSON, or has two members of one name");
        }
        throw new MalformedMessageException("it is not a JSON object");
    }

    private static JsonValue member(JsonObject json, String name) throws MalformedMessageException {
        JsonValue value = json.get(name);
        if (value == null) {
            throw new MalformedMessageException("it has no " + name);
        }
        return value;
    }

    private static int priority(JsonValue value) throws MalformedMessageException {
        try {
            return Math.toIntExact(whole(value));
        } catch (ArithmeticException malformed) {
            throw new MalformedMessageException("its priority is not a whole number of 32 bits");
        }
    }

    /** A string, or a number of 64 bits that is written as a whole one. */
    private static Object nameOrNumber(JsonObject json, String name) throws MalformedMessageException {
        JsonValue value = member(json, name);
        if (value instanceof JsonString string) {
            return string.getString();
        }
        try {
            return whole(value);
        } catch (ArithmeticException malformed) {
            throw new MalformedMessageException("its " + name + " is neither a string nor a whole number of 64 bits");
        }
    }

    /** @throws ArithmeticException if it is not written as a whole number, or is too large */
    private static long whole(JsonValue value) {
        if (value instanceof JsonNumber number && number.isIntegral()) {
            return number.longValueExact();
        }
        throw new ArithmeticException("no whole number");
    }
}
