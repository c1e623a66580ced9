package org.eventnexus.zeromq;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.eventnexus.NexusEvent;

/** Makes a frame of an event. Thread-safe. */
final class EventWriter {
    private final ZeroMqConfig config;
    private final JsonBinding binding = new JsonBinding();

    EventWriter(ZeroMqConfig config) {
        this.config = config;
    }

    /** @throws org.eventnexus.PayloadException if the payload has no form in JSON */
    byte[] write(NexusEvent<?> event) {
        boolean plain = config.mode() == ZeroMqConfig.Mode.TEXT;
        return (plain ? binding.text(event.payload()) : HalfPairs.escaped(json(event)))
                .getBytes(StandardCharsets.UTF_8);
    }

    private String json(NexusEvent<?> event) {
        String payload = binding.encode(event.payload());
        var out = new StringBuilder(payload.length() + 96).append("{\"id\":");
        nameOrNumber(out, event.numericId(), event.numericId().isPresent() ? null : event.id());
        out.append(",\"type\":");
        nameOrNumber(out, event.numericType(), event.type());
        return out.append(",\"priority\":")
                .append(event.priority())
                .append(",\"payload\":")
                .append(payload)
                .append('}')
                .toString();
    }

    /** R13: what is a number stays one. */
    private void nameOrNumber(StringBuilder out, OptionalLong number, String name) {
        if (number.isPresent()) {
            out.append(number.getAsLong());
        } else {
            out.append(binding.quoted(name));
        }
    }

    /** The frame before that of the event; null if there is none. */
    byte[] topic(NexusEvent<?> event) {
        if (config.pattern() != ZeroMqConfig.Pattern.PUB_SUB || config.topic().isEmpty()) {
            return null;
        }
        return config.topic().get().replace("{type}", event.type()).getBytes(StandardCharsets.UTF_8);
    }
}
