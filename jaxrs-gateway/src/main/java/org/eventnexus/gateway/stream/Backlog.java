package org.eventnexus.gateway.stream;

/**
 * Counts what has come for a client since it stopped reading. Nothing is held for it; this is only how much it would be.
 * Guarded by its client's lock.
 */
final class Backlog {
    private final DomainFeed feed;
    private final Frames ring;
    private final Selection selection;
    private long counted;
    private int events;
    private long bytes;

    Backlog(DomainFeed feed, Frames ring, Selection selection) {
        this.feed = feed;
        this.ring = ring;
        this.selection = selection;
    }

    /**
     * The client has stopped reading at a place. What waits is all that it has not been given, if it had caught up with the
     * log; who is still at old events is not slow because of those, and only what comes from now on counts.
     */
    void begin(long place, boolean caughtUp) {
        counted = caughtUp ? place : feed.head() + 1;
        events = 0;
        bytes = 0;
    }

    /** Counts on, but not further than is too much anyway. */
    void count(int maxEvents, long maxBytes) {
        while (counted <= feed.head() && events <= maxEvents && bytes <= maxBytes && countNext()) {
            counted++;
        }
    }

    /** False if it is not there yet. What is not kept any more waits as well: as a gap. */
    private boolean countNext() {
        Object type = ring.type(counted);
        if (type == null) {
            boolean gone = feed.isGone(counted);
            events += gone ? 1 : 0;
            return gone;
        }
        Frame frame = selection.matches(type) ? ring.at(counted) : null;
        events += frame == null ? 0 : 1;
        bytes += frame == null ? 0 : frame.block().length;
        return true;
    }

    int events() {
        return events;
    }

    long bytes() {
        return bytes;
    }
}
