package org.eventnexus.gateway.stream;

import java.util.Optional;
import org.eventnexus.EventLog;
import org.eventnexus.Position;

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
        return isOldest(token) ? Optional.of(oldest()) : Position.parse(token).map(position -> after(log, position));
    }

    public static Start after(EventLog log, Position position) {
        EventLog.Resume resume = log.after(position);
        return new Start(resume.sequence(), resume.gap(), position.toString());
    }

    /** Whether a token asks for the oldest that is kept. */
    public static boolean isOldest(String token) {
        return token.equals(OLDEST);
    }

    /** The oldest position that is kept, as a token; empty if there are no events. */
    private static Optional<String> oldestPosition(EventLog log) {
        long oldest = log.oldest();
        return oldest > log.newest() ? Optional.empty() : Optional.of(new Position(log.epoch(), oldest).toString());
    }

    /** The gap to tell of, if there is one. */
    Optional<Gap> toTell(String domain, EventLog log) {
        return gap ? Optional.of(new Gap(domain, requested, oldestPosition(log).orElse(null))) : Optional.empty();
    }
}
