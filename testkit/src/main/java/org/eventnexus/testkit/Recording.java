package org.eventnexus.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.eventnexus.EventLog;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.Publication;

/** What a domain has admitted since its start, as its log has it, but kept for longer. Thread-safe. */
final class Recording {
    private static final int MOST = 100_000;

    private final Nexus nexus;
    private final EventLog log;
    private final LongSupplier numbers;
    private final List<Entry> entries = new ArrayList<>();
    private long next = 1;
    private long lost;

    /**
     * An admitted event.
     *
     * @param number its place among the events of all domains, from 1
     */
    record Entry(long number, NexusEvent<?> event, Publication publication) {
        boolean isOf(NexusEvent<?> other) {
            return event.sequence() == other.sequence() && event.domain().equals(other.domain());
        }

        boolean isUnhandled() {
            return publication.status() == Publication.Status.UNHANDLED;
        }
    }

    /** @param numbers gives each event its place among those of all domains */
    Recording(Nexus nexus, LongSupplier numbers) {
        this.nexus = nexus;
        this.log = nexus.log().orElse(null);
        this.numbers = numbers;
    }

    Nexus nexus() {
        return nexus;
    }

    boolean hasLog() {
        return log != null;
    }

    /** Has what is to come read at once. */
    void begin(Runnable signal) {
        if (log != null) {
            log.onAppend(signal);
        }
    }

    /** Takes over what has come since the last time. */
    synchronized void read() {
        if (log == null) {
            return;
        }
        for (; ; next++) {
            long gap = log.oldest() - next;
            if (gap > 0) {
                lost += gap;
                next += gap;
            }
            NexusEvent<?> event = log.read(next);
            if (event == null) {
                return;
            }
            add(event);
        }
    }

    private void add(NexusEvent<?> event) {
        if (entries.size() == MOST) {
            lost++;
            return;
        }
        nexus.find(event.id(), event.source())
                .ifPresent(publication -> entries.add(new Entry(numbers.getAsLong(), event, publication)));
    }

    /** What has been recorded, whether that is all or not. */
    synchronized List<Entry> some() {
        return List.copyOf(entries);
    }

    /** @throws IllegalStateException if that is not everything */
    synchronized List<Entry> all() {
        if (log == null) {
            throw new IllegalStateException("ENX-0062 the domain '" + nexus.name()
                    + "' keeps no log, so that its events" + " are not known; set eventnexus.domain." + nexus.name()
                    + ".retention above 0 for the test");
        }
        if (lost > 0) {
            throw new IllegalStateException("ENX-0062 the domain '" + nexus.name() + "' has admitted too many events: "
                    + lost + " of them are not known; raise eventnexus.domain." + nexus.name()
                    + ".retention for the test, or publish fewer than " + MOST);
        }
        return List.copyOf(entries);
    }
}
