package org.eventnexus.log;

import org.eventnexus.EncodedPayload;
import org.eventnexus.NexusEvent;

/**
 * What an event weighs, in bytes: as much as its payload where that is encoded, and so perhaps a stranger's, whose events
 * must not fill the memory. Others weigh nothing, for nobody knows what is behind a reference.
 */
public final class Weight {
    private Weight() {}

    public static long of(NexusEvent<?> event) {
        Object payload = event.payload();
        if (payload instanceof EncodedPayload encoded) {
            return encoded.bytes();
        }
        return payload instanceof byte[] bytes ? bytes.length : 0;
    }
}
