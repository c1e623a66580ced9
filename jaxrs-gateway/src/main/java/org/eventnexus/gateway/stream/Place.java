package org.eventnexus.gateway.stream;

import java.util.Optional;
import org.eventnexus.Position;

/** Where a client stands in one log. Guarded by its client's lock. */
final class Place {
    private final DomainFeed feed;
    private final Frames ring;
    private long sequence;

    /** @param sequence the first that it reads; 0 for the oldest that is kept when it comes to read */
    Place(DomainFeed feed, Frames ring, long sequence) {
        this.feed = feed;
        this.ring = ring;
        this.sequence = sequence;
    }

    long sequence() {
        return sequence;
    }

    void moveTo(long next) {
        sequence = next;
    }

    /** Whether it is behind all that the log has. */
    boolean isAtEnd() {
        return sequence > feed.head();
    }

    /** After which a resume goes on. */
    Position position() {
        return feed.position(Math.max(0, sequence - 1));
    }

    /** Whether what comes next has fallen out of the log, and is not among the frames either. */
    boolean isLost() {
        return sequence < feed.log().oldest() && ring.type(sequence) == null;
    }

    /**
     * Goes on at the oldest event that is kept: the client reads more slowly than events come, or a full log has moved on
     * since it asked.
     *
     * @param domain named in the gap unless null
     * @return the gap, unless it asked for the oldest, whichever that is
     */
    Optional<Gap> moveToOldest(String domain) {
        long oldest = feed.log().oldest();
        Optional<Gap> gap = sequence == 0
                ? Optional.empty()
                : Optional.of(new Gap(
                        domain, position().toString(), feed.position(oldest).toString()));
        sequence = oldest;
        return gap;
    }
}
