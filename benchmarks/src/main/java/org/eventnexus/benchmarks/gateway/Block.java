package org.eventnexus.benchmarks.gateway;

import java.nio.charset.StandardCharsets;

/** An event as it is on the wire, of a given size. */
final class Block {
    /** Before the time at which a probe was sent, by {@link System#nanoTime}, which is the same in all processes. */
    static final String PROBE = "!probe=";

    private Block() {}

    /** @param probe when it was sent; 0 for none */
    static byte[] of(int number, int size, long probe) {
        String head = "id: " + number + "\ndata: " + (probe == 0 ? "" : PROBE + probe + "!");
        int filling = Math.max(0, size - head.length() - 2);
        return (head + "x".repeat(filling) + "\n\n").getBytes(StandardCharsets.US_ASCII);
    }
}
