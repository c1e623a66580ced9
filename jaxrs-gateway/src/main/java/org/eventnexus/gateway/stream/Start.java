package org.eventnexus.gateway.stream;

import java.util.Optional;
import org.eventnexus.EventLog;
import org.eventnexus.Position;
import org.eventnexus.gateway.wire.JsonOut;

/**
 * Where a reader of a log begins.
 *
 * @param sequence the first that it reads; 0 for the oldest that is kept when it comes to read, as a full log moves on
 * @param gap whether events before it, which it asked for, are not kept any more
 * @param requested what it asked for; null if nothing
 */
public record Start(long sequence, boolean gap, String requested) {
    private static final String OLDEST = "0";

    /** With what comes from now on. */
    public static Start live(EventLog log) {
        return new Start(log.newest() + 1, false, null);
    }

    /** With the oldest that is kept. */
    public static Start oldest() {
        return new Start(0, false, null);
    }

    /** After a position, {@code 0} meaning the oldest that is kept; empty if the token is no position. */
    public static Optional<Start> after(EventLog log, String token) {
        if (token.equals(OLDEST)) {
            return Optional.of(oldest());
        }
        return Position.parse(token).map(log::after).map(resume -> new Start(resume.sequence(), resume.gap(), token));
    }

    /** The oldest position that is kept, as a token; empty if there are no events. */
    static Optional<String> oldestPosition(EventLog log) {
        long oldest = log.oldest();
        return oldest > log.newest() ? Optional.empty() : Optional.of(new Position(log.epoch(), oldest).toString());
    }

    /** The block that tells a client of events which it asked for and which are not kept any more. */
    static String gap(String requested, String oldest) {
        JsonOut data = new JsonOut().text("requested", requested).text("oldest", oldest);
        return "event: gap\ndata: " + data + "\n\n";
    }
}
