package org.eventnexus.zeromq;

import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import org.eventnexus.EncodedPayload;
import org.eventnexus.PayloadException;

/** Between JSON and the application's classes: JSON-B, made when it is needed, as plain Java need not have it. Thread-safe. */
final class JsonBinding {
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
        if (payload == null) {
            return "null";
        }
        if (payload instanceof JsonValue
                || payload instanceof Boolean
                || payload instanceof Integer
                || payload instanceof Long) {
            return payload.toString();
        }
        if (payload instanceof CharSequence text) {
            return JsonStrings.quoted(text);
        }
        if (payload instanceof EncodedPayload encoded) {
            return encoded.decode(JsonValue.class).toString();
        }
        try {
            return jsonb().toJson(payload);
        } catch (RuntimeException | LinkageError | StackOverflowError unencodable) {
            throw new PayloadException(
                    "ENX-0325 a payload of " + payload.getClass().getName() + " cannot be sent as JSON", unencodable);
        }
    }

    /** A payload as a text: itself if it is one, else as JSON. */
    String text(Object payload) {
        if (payload instanceof CharSequence text) {
            return text.toString();
        }
        String json = encode(payload);
        return payload instanceof JsonString string ? string.getString() : json;
    }

    Object decode(JsonValue json, Class<?> type) {
        try {
            return jsonb().fromJson(json.toString(), type);
        } catch (RuntimeException | LinkageError | StackOverflowError failure) {
            throw new PayloadException("ENX-0326 a payload cannot be read as " + type.getName(), failure);
        }
    }
}
