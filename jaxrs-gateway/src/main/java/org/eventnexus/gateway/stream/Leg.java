package org.eventnexus.gateway.stream;

import java.util.Optional;
import java.util.function.Predicate;
import org.eventnexus.NexusEvent;
import org.eventnexus.Position;

/** One of the domains that a stream of several follows. Guarded by its client's lock. */
final class Leg {
    private final DomainFeed feed;
    private final Selection selection;
    private final Frames ring;
    private final Backlog backlog;
    private final Place place;
    private boolean caughtUp;

    private Leg(DomainFeed feed, Selection selection, Frames ring, long sequence) {
        this.feed = feed;
        this.selection = selection;
        this.ring = ring;
        this.place = new Place(feed, ring, sequence);
        this.backlog = new Backlog(feed, ring, selection);
    }

    /** Enters a feed; from now on nothing can be missed from this sequence on. */
    static Leg open(DomainFeed feed, Selection selection, Predicate<NexusEvent<?>> readable, long sequence) {
        feed.enterStream();
        return new Leg(feed, selection, feed.framesWithoutId(selection, readable), sequence);
    }

    /** What was lost to it since it was asked last; it goes on behind that. */
    Optional<Gap> gap() {
        return place.isLost() ? place.moveToOldest(domain()) : Optional.empty();
    }

    /** The next frame that is wanted; its place is behind it then. Null if there is none in the next stretch. */
    Frame take() {
        for (long end = place.sequence() + ring.stretch(); place.sequence() < end && !place.isAtEnd(); ) {
            Object type = ring.type(place.sequence());
            if (type == null) {
                return null;
            }
            Frame frame = selection.matches(type) ? ring.at(place.sequence()) : null;
            place.moveTo(place.sequence() + 1);
            if (frame != null) {
                return frame;
            }
        }
        caughtUp |= place.isAtEnd();
        return null;
    }

    /** Whether it makes sense to take on. */
    boolean hasMore() {
        return place.isLost() || !place.isAtEnd() && ring.type(place.sequence()) != null;
    }

    boolean isNamed() {
        return selection.named();
    }

    String domain() {
        return feed.domain();
    }

    Position position() {
        return place.position();
    }

    Backlog backlog() {
        return backlog;
    }

    void stalled() {
        backlog.begin(place.sequence(), caughtUp);
    }

    void close() {
        feed.leaveStream();
    }
}
