package org.eventnexus.gateway.stream;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.eventnexus.EventLog;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;

/**
 * A stream that somebody wants.
 *
 * @param parts one for each domain
 * @param merged whether it is one of several domains, be it of one only: its events name their domain, and its ids are
 *     {@link Places}
 * @param caller what the limit for each caller counts by
 * @param life how long it may last, as its caller's token does not hold for ever; null if for ever
 */
public record StreamRequest(List<Part> parts, boolean merged, String caller, Duration life) {

    /**
     * What is wanted of one domain, and from where on.
     *
     * @param readable which of the events the caller may read; null if all
     */
    public record Part(
            Nexus domain, EventLog log, Selection selection, Start start, Predicate<NexusEvent<?>> readable) {
        public Part {
            Objects.requireNonNull(domain, "domain");
            Objects.requireNonNull(log, "log");
            Objects.requireNonNull(selection, "selection");
            Objects.requireNonNull(start, "start");
        }

        /** For who may read everything. */
        public Part(Nexus domain, EventLog log, Selection selection, Start start) {
            this(domain, log, selection, start, null);
        }
    }

    public StreamRequest {
        Objects.requireNonNull(caller, "caller");
        parts = List.copyOf(parts);
    }

    /** Of one domain. */
    public static StreamRequest of(Part part, String caller) {
        return new StreamRequest(List.of(part), false, caller, null);
    }

    /** Of several domains over one connection. */
    public static StreamRequest ofSeveral(List<Part> parts, String caller) {
        return new StreamRequest(parts, true, caller, null);
    }

    /** The same for so long at most; null for ever. */
    public StreamRequest lasting(Duration longest) {
        return new StreamRequest(parts, merged, caller, longest);
    }
}
