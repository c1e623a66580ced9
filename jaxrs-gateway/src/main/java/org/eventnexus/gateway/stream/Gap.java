package org.eventnexus.gateway.stream;

import java.nio.charset.StandardCharsets;
import org.eventnexus.gateway.wire.JsonOut;

/**
 * That a client asked for events which are not kept any more.
 *
 * @param domain only on streams of several domains, else null
 * @param requested what it asked for
 * @param oldest where it goes on; null if there are no events
 */
record Gap(String domain, String requested, String oldest) {

    /** The block that tells of it. It has no id: who loses the connection now asks for the same again. */
    byte[] block() {
        JsonOut data = new JsonOut()
                .optional("domain", domain)
                .text("requested", requested)
                .text("oldest", oldest);
        return ("event: gap\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
    }
}
