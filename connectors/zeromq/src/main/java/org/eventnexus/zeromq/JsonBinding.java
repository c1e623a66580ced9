package org.eventnexus.zeromq;

import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.spi.JsonProvider;
import org.eventnexus.EncodedPayload;
import org.eventnexus.PayloadException;

/**
 * Between JSON and the application's classes: JSON-B, made when it is needed, as plain Java need not have it. The gateway has
 * the like, which this cannot use: no leaf needs another one, and the extension that both need knows nothing of JSON.
 * Thread-safe.
 */
final class JsonBinding {
    private final JsonProvider json = JsonProvider.provider(); // finding it takes time
    private volatile Jsonb jsonb;

    private Jsonb jsonb() {
        Jsonb made = jsonb;
        if (made == null) {
            synchronized (this) {
                made = jsonb == null ? JsonbBuilder.create() : jsonb;
                jsonb = made;
            }
        }
        return made;
    }

    /** A payload as JSON on one line. */
    String encode(Object payload) {
        try {
            return json(plain(payload));
        } catch (RuntimeException | LinkageError | StackOverflowError unencodable) {
            throw new PayloadException(
                    "ENX-0325 a payload of " + payload.getClass().getName() + " cannot be sent as JSON", unencodable);
        }
    }

    /** One that came as JSON, over REST, say, as the JSON that it was. */
    private static Object plain(Object payload) {
        return payload instanceof EncodedPayload encoded ? encoded.decode(JsonValue.class) : payload;
    }

    private String json(Object value) {
        if (value == null
                || value instanceof JsonValue
                || value instanceof Boolean
                || value instanceof Integer
                || value instanceof Long) {
            return String.valueOf(value);
        }
        return value instanceof CharSequence text ? quoted(text.toString()) : jsonb().toJson(value);
    }

    /** A string as JSON; halves of surrogate pairs stay as they are. */
    String quoted(String text) {
        return json.createValue(text).toString();
    }

    /** A payload as a text: itself if it is one, else as JSON. */
    String text(Object payload) {
        if (payload instanceof CharSequence text) {
            return text.toString();
        }
        String json = encode(payload);
        return plain(payload) instanceof JsonString string ? string.getString() : json;
    }

    Object decode(JsonValue json, Class<?> type) {
        try {
            return jsonb().fromJson(json.toString(), type);
        } catch (RuntimeException | LinkageError | StackOverflowError failure) {
            throw new PayloadException("ENX-0326 a payload cannot be read as " + type.getName(), failure);
        }
    }
}
