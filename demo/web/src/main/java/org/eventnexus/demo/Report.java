package org.eventnexus.demo;

import java.time.Instant;
import java.util.Comparator;
import org.eventnexus.EventDraft;

/**
 * A quake as the USGS reported it.
 *
 * @param id the USGS id, unique in the week
 * @param type {@code quake.} and the kind of event
 * @param time when the ground shook
 * @param quake what is published of it
 */
record Report(String id, String type, Instant time, Quake quake) {

    /** By time, and by id where two happened in the same millisecond. */
    static final Comparator<Report> IN_ORDER =
            Comparator.comparing(Report::time).thenComparing(Report::id);

    /** The event of a lap. The week comes again and again, so the lap is what makes the id unique. */
    EventDraft<Quake> draft(long lap) {
        return EventDraft.of(type, quake).id(lap + "-" + id).subject(id).time(time);
    }
}
