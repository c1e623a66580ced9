package org.eventnexus.gateway.stream;

import java.util.Objects;
import org.eventnexus.EventLog;
import org.eventnexus.Nexus;

/**
 * A stream that somebody wants.
 *
 * @param caller what the limit for each caller counts by
 */
public record StreamRequest(Nexus domain, EventLog log, Selection selection, Start start, String caller) {
    public StreamRequest {
        Objects.requireNonNull(domain, "domain");
        Objects.requireNonNull(log, "log");
        Objects.requireNonNull(selection, "selection");
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(caller, "caller");
    }
}
