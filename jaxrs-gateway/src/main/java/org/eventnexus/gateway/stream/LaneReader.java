package org.eventnexus.gateway.stream;

import org.eventnexus.gateway.access.GatewaySettings;

/**
 * A place in one domain's log.
 *
 * <p>What waits for a client that has stopped reading is all that it has not been given, once it has caught up with the
 * log; while it still reads old events, only what has come since it stopped counts. Whoever resumes far back is not
 * slow because of that.
 */
final class LaneReader implements Reader {
    private final DomainFeed feed;
    private final Lane lane;
    private final GatewaySettings settings;
    private long place;
    private Batch batch;
    private boolean caughtUp;

    // what waits, while the client does not read
    private long counted;
    private int waitingEvents;
    private long waitingBytes;

    LaneReader(DomainFeed feed, Lane lane, GatewaySettings settings, long place) {
        this.feed = feed;
        this.lane = lane;
        this.settings = settings;
        this.place = place;
    }

    @Override
    public byte[] next() {
        if (lost()) {
            goOnAtOldest();
        }
        while (batch == null && place <= feed.head()) {
            Batch found = lane.batch(place, feed.head());
            if (found.bytes().length > 0) {
                batch = found;
            } else if (found.goesOn()) {
                place = found.next();
            } else {
                return null;
            }
        }
        if (batch == null) {
            caughtUp = true;
            return null;
        }
        return batch.bytes();
    }

    /** It reads more slowly than events come, or a full log has moved on since it was opened. */
    private void goOnAtOldest() {
        long oldest = feed.oldest();
        byte[] gap = feed.gap(place, oldest);
        if (gap != null) {
            batch = new Batch(place, oldest, oldest, true, gap);
        }
        place = oldest;
    }

    @Override
    public void taken() {
        place = batch.next();
        batch = null;
    }

    @Override
    public void stalled() {
        counted = caughtUp ? place : feed.head() + 1;
        waitingEvents = 0;
        waitingBytes = 0;
    }

    @Override
    public boolean overdue() {
        while (counted <= feed.head() && !tooMuch() && count(feed.frame(counted))) {
            counted++;
        }
        return tooMuch();
    }

    /** False if it is not there yet. What is not kept any more waits as well: as a gap. */
    private boolean count(Frame frame) {
        if (frame == null) {
            boolean gone = feed.isGone(counted);
            waitingEvents += gone ? 1 : 0;
            return gone;
        }
        int weight = lane.weight(frame);
        waitingEvents += weight > 0 ? 1 : 0;
        waitingBytes += weight;
        return true;
    }

    private boolean tooMuch() {
        return waitingEvents > settings.maxWaitingEvents() || waitingBytes > settings.maxWaitingBytes();
    }

    @Override
    public boolean lost() {
        return batch == null && feed.isGone(place);
    }

    @Override
    public void close() {
        feed.leave(lane);
    }
}
