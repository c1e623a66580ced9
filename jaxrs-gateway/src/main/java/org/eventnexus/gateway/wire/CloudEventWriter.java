package org.eventnexus.gateway.wire;

import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eventnexus.NexusEvent;

/**
 * Events as CloudEvents 1.0 in JSON, on one line. A payload that has no form in JSON is left out, and the extension
 * {@code dataerror} names its class: an event that cannot be shown in full is still shown. Thread-safe.
 */
public final class CloudEventWriter {
    private static final Logger LOG = Logger.getLogger(CloudEventWriter.class.getName());
    private static final Set<String> OWN = Set.of(
            "specversion", "id", "source", "type", "subject", "time", "priority", "partitionkey", "data", "dataerror");

    private final JsonBinding binding;

    public CloudEventWriter(JsonBinding binding) {
        this.binding = binding;
    }

    /** The event as it was published. */
    public String write(NexusEvent<?> event) {
        return write(event, Map.of());
    }

    /** The event with the extension {@code position}. */
    public String writePlaced(NexusEvent<?> event) {
        String position = event.position().map(Object::toString).orElse(null);
        return write(event, position == null ? Map.of() : Map.of("position", position));
    }

    /** The event with the extension {@code domain}. */
    public String writeNamed(NexusEvent<?> event) {
        return write(event, Map.of("domain", event.domain()));
    }

    private String write(NexusEvent<?> event, Map<String, String> added) {
        JsonOut out = new JsonOut()
                .text("specversion", "1.0")
                .text("id", event.id())
                .text("source", event.source())
                .text("type", event.type())
                .optional("subject", event.subject().orElse(null))
                .text("time", event.time().toString());
        if (event.priority() != 0) {
            out.number("priority", event.priority());
        }
        out.optional("partitionkey", event.key().orElse(null));
        added.forEach(out::text);
        event.headers().forEach((name, value) -> header(out, event.payload(), added, name, value));
        data(out, event);
        return out.toString();
    }

    /** A header that is named like something said already would make a key come twice. */
    private static void header(JsonOut out, Object payload, Map<String, String> added, String name, String value) {
        if (OWN.contains(name) || added.containsKey(name)) {
            return;
        }
        if (payload instanceof JsonPayload json && json.wasLiteral(name) && Extensions.isLiteral(value)) {
            out.json(name, value);
        } else {
            out.text(name, value);
        }
    }

    private void data(JsonOut out, NexusEvent<?> event) {
        Object payload = event.payload();
        if (payload instanceof byte[] bytes) {
            out.text("data_base64", Base64.getEncoder().encodeToString(bytes));
        } else if (payload != null) {
            encoded(out, event, payload);
        }
    }

    private void encoded(JsonOut out, NexusEvent<?> event, Object payload) {
        try {
            out.json("data", binding.encode(payload));
        } catch (UnencodableException unencodable) {
            LOG.log(Level.FINE, unencodable, () -> "event " + event.id() + ": " + unencodable.getMessage());
            out.text("dataerror", unencodable.type());
        }
    }
}
