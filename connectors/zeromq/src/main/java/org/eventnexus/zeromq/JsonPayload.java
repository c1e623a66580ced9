package org.eventnexus.zeromq;

import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eventnexus.EncodedPayload;

/** A payload that came as JSON and is no string: read as each class that a receiver wants once. Thread-safe. */
final class JsonPayload implements EncodedPayload {
    private final JsonValue json;
    private final JsonBinding binding;
    private final Map<Class<?>, Object> decoded = new ConcurrentHashMap<>(2);

    private final long bytes;

    JsonPayload(JsonValue json, JsonBinding binding, long bytes) {
        this.json = json;
        this.bytes = bytes;
        this.binding = binding;
    }

    /**
     * What an event has as its payload: null and strings are themselves.
     *
     * @param characters of the message that it came in
     */
    static Object of(JsonValue json, JsonBinding binding, int characters) {
        if (json == JsonValue.NULL) {
            return null;
        }
        return json instanceof JsonString string ? string.getString() : new JsonPayload(json, binding, 2L * characters);
    }

    /** Two for each character of the message: without it, what a stranger sends would not count in what a log keeps. */
    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    @SuppressWarnings("unchecked") // Class.cast refuses int.class and its like
    public <C> C decode(Class<C> type) {
        if (JsonValue.class.isAssignableFrom(type)
                && type.isInstance(json)) { // and not as the Map or List that it also is
            return type.cast(json);
        }
        return (C) decoded.computeIfAbsent(type, wanted -> binding.decode(json, wanted));
    }

    @Override
    public String toString() {
        return json.toString();
    }
}
