package org.eventnexus.gateway.wire;

import jakarta.json.JsonValue;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eventnexus.EncodedPayload;
import org.eventnexus.PayloadException;

/**
 * A payload that came as JSON: kept as text, so that passing it on returns the very value that came in, and bound to each
 * class that a receiver wants once.
 *
 * <p>Decodes to {@link String} if it is a JSON string, to {@code JsonValue} and its kinds, and by JSON-B to anything else;
 * a JSON null to null. Immutable to callers, thread-safe.
 */
public final class JsonPayload implements EncodedPayload {
    private static final Object DECODED_NULL = new Object();

    private final JsonText json;
    private final JsonBinding binding;
    /** The extensions of its event that were not strings. */
    private final Set<String> literals;

    private final Map<Class<?>, Object> decoded = new ConcurrentHashMap<>(2);

    JsonPayload(JsonText json, JsonBinding binding) {
        this(json, binding, Set.of());
    }

    JsonPayload(JsonText json, JsonBinding binding, Set<String> literals) {
        this.json = json;
        this.binding = binding;
        this.literals = literals;
    }

    /** Whether an extension that came with it was an integer or a boolean. Headers are strings and have forgotten it. */
    boolean wasLiteral(String extension) {
        return literals.contains(extension);
    }

    /** The value as JSON on one line. */
    public String json() {
        return json.text();
    }

    /** Two bytes a character, as a string takes that is not all of Latin letters: at most that. */
    @Override
    public long bytes() {
        return 2L * json.text().length();
    }

    @Override
    @SuppressWarnings("unchecked") // Class.cast refuses int.class and its like
    public <C> C decode(Class<C> type) {
        Object value = decoded.computeIfAbsent(type, this::read);
        return value == DECODED_NULL ? null : (C) value;
    }

    private Object read(Class<?> type) {
        try {
            Object value = value(type);
            return value == null ? DECODED_NULL : value;
        } catch (PayloadException known) {
            throw known;
        } catch (RuntimeException | StackOverflowError failure) {
            throw new PayloadException("the JSON payload cannot be read as " + ErrorText.simpleName(type), failure);
        }
    }

    private Object value(Class<?> type) {
        if (json.isNull()) {
            return null;
        }
        if (type == String.class) {
            return string();
        }
        if (json.extreme() && !JsonValue.class.isAssignableFrom(type)) { // JSON-P keeps numbers as they are written
            throw new PayloadException("the JSON payload has a number that is too large to be read", null);
        }
        return binding.decode(json.text(), type);
    }

    private String string() {
        if (!json.isString()) {
            throw new PayloadException("the JSON payload is not a string", null);
        }
        return JsonStrings.unquote(json.text());
    }

    @Override
    public String toString() {
        return json();
    }
}
