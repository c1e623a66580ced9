package org.eventnexus.gateway.stream;

import java.nio.charset.StandardCharsets;

/**
 * One event as a block of a stream, encoded once for all clients.
 *
 * @param sequence its number in its domain's log
 * @param type what selectors look at, a {@link String} or a {@link Long}
 * @param block with its lines {@code id} and {@code data} and the empty line at the end
 */
record Frame(long sequence, Object type, byte[] block) {

    /** @param json on one line */
    static Frame of(long sequence, Object type, String position, String json) {
        String block = "id: " + position + "\ndata: " + json + "\n\n";
        return new Frame(sequence, type, block.getBytes(StandardCharsets.UTF_8));
    }

    /** The line that, in front of the block, names the event to the browser. */
    byte[] nameLine() {
        return ("event: " + type + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
