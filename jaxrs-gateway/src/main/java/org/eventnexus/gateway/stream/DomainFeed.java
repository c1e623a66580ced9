package org.eventnexus.gateway.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.eventnexus.EventLog;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.Position;
import org.eventnexus.gateway.wire.CloudEventWriter;

/**
 * A domain's log and all who follow it. The frames are there, and the log's publishers are asked for signals, only while
 * somebody does. Thread-safe.
 */
final class DomainFeed {
    private static final int FOLLOWERS_A_PUMP = 256;
    private static final long MAX_FRAME_BYTES = 32L << 20;

    private final Nexus domain;
    private final EventLog log;
    private final CloudEventWriter writer;
    private final List<Pump> pumps = new ArrayList<>();
    private final AtomicLong head = new AtomicLong();

    // guarded by this
    private final Map<Selection, Shared> lanes = new HashMap<>();
    private int followers;
    private int streams;
    private EventLog.Signal signal;
    private FrameRing frames;
    private FrameRing framesWithoutId;

    /** A lane and for how many. */
    private static final class Shared {
        final Lane lane;
        int users;

        Shared(Lane lane) {
            this.lane = lane;
        }
    }

    DomainFeed(Nexus domain, EventLog log, CloudEventWriter writer, Executor executor, LongSupplier clock) {
        this.domain = domain;
        this.log = log;
        this.writer = writer;
        int threads = Math.min(4, Runtime.getRuntime().availableProcessors());
        for (int i = 0; i < threads; i++) {
            pumps.add(new Pump(executor, clock, this::look));
        }
    }

    String domain() {
        return domain.name();
    }

    EventLog log() {
        return log;
    }

    /** A stream begins to follow. */
    synchronized void enterStream() {
        enter();
        streams++;
    }

    synchronized void leaveStream() {
        streams--;
        leave();
    }

    synchronized int streams() {
        return streams;
    }

    /** Somebody begins to follow. */
    synchronized void enter() {
        if (followers++ == 0) {
            signal = log.onAppend(this::wake);
        }
        look(); // else who has all of the log still to read would seem to have caught up with it
    }

    synchronized void leave() {
        if (--followers == 0) {
            signal.close();
            frames = null;
            framesWithoutId = null;
        }
    }

    /**
     * The lane of those who want the same; only between entering and leaving.
     *
     * @param readable null if they may read everything; else the lane is for one
     */
    synchronized Lane lane(Selection selection, Predicate<NexusEvent<?>> readable) {
        if (frames == null) {
            frames = ring(Frame.whole(writer));
        }
        if (readable != null) {
            return Lane.ofOne(new ReadableFrames(frames, log, selection, readable), selection);
        }
        Shared shared = lanes.computeIfAbsent(selection, wanted -> new Shared(Lane.shared(frames, wanted)));
        shared.users++;
        return shared.lane;
    }

    synchronized void release(Lane lane) {
        Shared shared = lanes.get(lane.selection());
        if (shared != null && shared.lane == lane && --shared.users == 0) {
            lanes.remove(lane.selection());
        }
    }

    /** The frames for streams of several domains; only between entering and leaving. */
    synchronized Frames framesWithoutId(Selection selection, Predicate<NexusEvent<?>> readable) {
        if (framesWithoutId == null) {
            framesWithoutId = ring(Frame.withoutId(writer));
        }
        return readable == null ? framesWithoutId : new ReadableFrames(framesWithoutId, log, selection, readable);
    }

    private FrameRing ring(FrameRing.Encoder encoder) {
        return new FrameRing(log, encoder, domain.config().retention(), MAX_FRAME_BYTES);
    }

    /** Few followers share one pump and so one thread; many are spread. */
    void keepGoing(Follower follower) {
        pumps.get(followers() / FOLLOWERS_A_PUMP % pumps.size()).add(follower);
    }

    private synchronized int followers() {
        return followers;
    }

    void wake() {
        for (Pump pump : pumps) {
            pump.wake();
        }
    }

    void tick() {
        for (Pump pump : pumps) {
            pump.tick();
        }
    }

    /** Several pumps look at about the same time: the head must not go back. */
    private void look() {
        head.accumulateAndGet(log.newest(), Math::max);
    }

    /** How far the log goes, as of the last round: all who are visited in one see the same, and so share batches. */
    long head() {
        return head.get();
    }

    /** Null if there is no such event, not yet or not any more. */
    NexusEvent<?> read(long sequence) {
        return log.read(sequence);
    }

    Position position(long sequence) {
        return new Position(log.epoch(), sequence);
    }

    /** Whether an event is not kept any more. */
    boolean isGone(long sequence) {
        return sequence < log.oldest();
    }
}
