package org.eventnexus.gateway.rest;

import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.eventnexus.EventLog;
import org.eventnexus.NexusEvent;
import org.eventnexus.Position;
import org.eventnexus.gateway.stream.Selection;
import org.eventnexus.gateway.stream.Start;
import org.eventnexus.gateway.wire.CloudEventWriter;
import org.eventnexus.gateway.wire.JsonOut;

/**
 * A page of a domain's history.
 *
 * @param next the position to go on after
 * @param more whether there may be more at once
 */
record HistoryPage(List<String> events, boolean gap, String next, boolean more) {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;
    private static final int MAX_LIMIT_DIGITS = 4;

    /** Payloads may be a mebibyte each: a page ends when it is this large, however few events it has; many may be under way. */
    static final long MAX_CHARACTERS = 2L << 20;

    /**
     * An empty one is none, as {@code ?after=&limit=} says it.
     *
     * @throws ProblemException 400 if it is not a number from 1
     */
    static int limit(String text) {
        if (text == null || text.isEmpty()) {
            return DEFAULT_LIMIT;
        }
        if (!text.matches("0*[1-9]\\d*")) {
            throw ProblemException.badRequest("limit is not a whole number from 1");
        }
        String digits = text.replaceFirst("^0+", "");
        return digits.length() > MAX_LIMIT_DIGITS ? MAX_LIMIT : Math.min(MAX_LIMIT, Integer.parseInt(digits));
    }

    /** @param readable which events the caller may read; null if all */
    static HistoryPage read(
            EventLog log,
            Selection selection,
            Predicate<NexusEvent<?>> readable,
            Start start,
            int limit,
            CloudEventWriter writer) {
        List<String> events = new ArrayList<>();
        long newest = log.newest();
        long size = 0;
        boolean gap = start.gap();
        long sequence = start.sequence();
        while (sequence <= newest && events.size() < limit && size < MAX_CHARACTERS) {
            NexusEvent<?> event = log.read(sequence);
            if (event == null && sequence >= log.oldest()) {
                break;
            }
            if (event == null) {
                gap |= start.requested() != null;
                sequence = log.oldest();
            } else {
                if (selection.matches(event) && (readable == null || readable.test(event))) {
                    String json = writer.writePlaced(event);
                    events.add(json);
                    size += json.length();
                }
                sequence++;
            }
        }
        String next = new Position(log.epoch(), sequence - 1).toString();
        return new HistoryPage(events, gap, next, sequence <= newest && !events.isEmpty());
    }

    /** A page as an answer, with a link to the next one if there is more. */
    static Reply reply(String json, boolean more, String next, UriInfo uri) {
        Reply reply = Reply.foundJson(json);
        if (!more) {
            return reply;
        }
        URI following =
                uri.getRequestUriBuilder().replaceQueryParam("after", next).build();
        return reply.with("Link", "<" + following + ">; rel=\"next\"");
    }

    String json() {
        JsonOut out = new JsonOut().array("events", events).text("next", next);
        return (gap ? out.flag("gap", true) : out).toString();
    }
}
