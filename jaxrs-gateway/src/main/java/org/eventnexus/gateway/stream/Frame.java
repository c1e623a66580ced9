package org.eventnexus.gateway.stream;

import java.nio.charset.StandardCharsets;
import org.eventnexus.NexusEvent;
import org.eventnexus.gateway.wire.CloudEventWriter;

/**
 * One event as a block of a stream, encoded once for all clients.
 *
 * @param sequence its number in its domain's log
 * @param type what selectors look at, a {@link String} or a {@link Long}
 * @param block up to and with the empty line at its end
 */
record Frame(long sequence, Object type, byte[] block) {

    /** For streams of one domain: with the line {@code id}. */
    static FrameRing.Encoder whole(CloudEventWriter writer) {
        return event -> bytes("id: " + position(event) + "\n" + data(writer.write(event)));
    }

    /** For streams of several domains, whose ids are each client's own: without that line, and with the domain's name. */
    static FrameRing.Encoder withoutId(CloudEventWriter writer) {
        return event -> bytes(data(writer.writeNamed(event)));
    }

    private static String position(NexusEvent<?> event) {
        return event.position().orElseThrow().toString();
    }

    private static String data(String json) {
        return "data: " + json + "\n\n";
    }

    /** The line that, in front of the block, names the event to the browser. */
    byte[] nameLine() {
        return bytes("event: " + type + "\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
