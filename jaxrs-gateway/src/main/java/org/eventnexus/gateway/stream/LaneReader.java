package org.eventnexus.gateway.stream;

import java.util.function.Predicate;
import org.eventnexus.NexusEvent;
import org.eventnexus.gateway.access.GatewaySettings;

/** A place in one domain's log, with batches that all share who stand there. */
final class LaneReader implements Reader {
    private final DomainFeed feed;
    private final Lane lane;
    private final GatewaySettings settings;
    private final Backlog backlog;
    private final Place place;
    private byte[] bytes;
    private long afterBytes;
    private boolean caughtUp;

    private LaneReader(DomainFeed feed, Lane lane, GatewaySettings settings, long sequence) {
        this.feed = feed;
        this.lane = lane;
        this.settings = settings;
        this.place = new Place(feed, lane.ring(), sequence);
        this.backlog = new Backlog(feed, lane.ring(), lane.selection());
    }

    /** Enters a feed; from now on nothing can be missed from this sequence on. */
    static LaneReader open(
            DomainFeed feed,
            Selection selection,
            Predicate<NexusEvent<?>> readable,
            GatewaySettings settings,
            long sequence) {
        feed.enterStream();
        return new LaneReader(feed, feed.lane(selection, readable), settings, sequence);
    }

    @Override
    public byte[] next() {
        if (bytes == null && place.isLost()) {
            place.moveToOldest(null).ifPresent(gap -> give(gap.block(), place.sequence()));
        }
        return bytes != null ? bytes : look();
    }

    private byte[] look() {
        if (place.isAtEnd()) {
            caughtUp = true;
            return null;
        }
        Batch batch = lane.batch(place.sequence(), feed.head());
        if (batch.bytes().length > 0) {
            give(batch.bytes(), batch.next());
            return bytes;
        }
        place.moveTo(batch.next());
        return batch.goesOn() ? GO_ON : null;
    }

    private void give(byte[] block, long next) {
        bytes = block;
        afterBytes = next;
    }

    @Override
    public void taken() {
        place.moveTo(afterBytes);
        bytes = null;
    }

    @Override
    public void stalled() {
        backlog.begin(place.sequence(), caughtUp);
    }

    @Override
    public boolean overdue() {
        backlog.count(settings.maxWaitingEvents(), settings.maxWaitingBytes());
        return backlog.events() > settings.maxWaitingEvents() || backlog.bytes() > settings.maxWaitingBytes();
    }

    @Override
    public boolean lost() {
        return bytes == null && place.isLost();
    }

    @Override
    public void close() {
        feed.release(lane);
        feed.leaveStream();
    }
}
