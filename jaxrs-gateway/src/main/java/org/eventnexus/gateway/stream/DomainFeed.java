package org.eventnexus.gateway.stream;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.eventnexus.EventLog;
import org.eventnexus.Position;
import org.eventnexus.gateway.access.GatewaySettings;
import org.eventnexus.gateway.wire.CloudEventWriter;

/**
 * A domain's log and all who follow it. The frames are there, and the log's publishers are asked for signals, only while
 * somebody does. Thread-safe.
 */
final class DomainFeed {
    private static final int FOLLOWERS_A_PUMP = 256;
    private static final long MAX_FRAME_BYTES = 32L << 20;

    private final EventLog log;
    private final int retention;
    private final CloudEventWriter writer;
    private final GatewaySettings settings;
    private final List<Pump> pumps = new ArrayList<>();
    private final AtomicLong head = new AtomicLong();

    // guarded by this
    private final Map<Selection, Shared> lanes = new HashMap<>();
    private int open;
    private EventLog.Signal signal;

    private volatile FrameRing ring;

    /** A lane and for how many. */
    private static final class Shared {
        final Lane lane;
        int users;

        Shared(Lane lane) {
            this.lane = lane;
        }
    }

    DomainFeed(
            EventLog log,
            int retention,
            CloudEventWriter writer,
            GatewaySettings settings,
            Executor executor,
            LongSupplier clock) {
        this.log = log;
        this.retention = retention;
        this.writer = writer;
        this.settings = settings;
        int threads = Math.min(4, Runtime.getRuntime().availableProcessors());
        for (int i = 0; i < threads; i++) {
            pumps.add(new Pump(executor, clock, this::look));
        }
    }

    /** A place in the log for a new follower, from which nothing can be missed any more. */
    synchronized LaneReader enter(Selection selection, long place) {
        if (open++ == 0) {
            ring = new FrameRing(log, writer, retention, MAX_FRAME_BYTES);
            signal = log.onAppend(this::wake);
        }
        look(); // else who has all of the log still to read would seem to have caught up with it
        Shared shared = lanes.computeIfAbsent(selection, wanted -> new Shared(new Lane(ring, wanted)));
        shared.users++;
        return new LaneReader(this, shared.lane, settings, place);
    }

    synchronized void leave(Lane lane) {
        Shared shared = lanes.get(lane.selection());
        if (--shared.users == 0) {
            lanes.remove(lane.selection());
        }
        if (--open == 0) {
            signal.close();
            ring = null;
        }
    }

    /** Few followers share one pump and so one thread; many are spread. */
    void keepGoing(Follower follower) {
        pumps.get(open() / FOLLOWERS_A_PUMP % pumps.size()).add(follower);
    }

    synchronized int open() {
        return open;
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
        long newest = log.newest();
        head.accumulateAndGet(newest, Math::max);
    }

    /** How far the log goes, as of the last round: all who are visited in one see the same, and so share batches. */
    long head() {
        return head.get();
    }

    /** Null if there is no such event, not yet or not any more. */
    Frame frame(long sequence) {
        FrameRing frames = ring;
        return frames == null ? null : frames.at(sequence);
    }

    /** The oldest sequence that is kept. */
    long oldest() {
        return log.oldest();
    }

    /** What a client is told whose next events are not kept any more; null if it asked for the oldest, whichever it is. */
    byte[] gap(long wanted, long oldest) {
        return wanted == 0
                ? null
                : Start.gap(position(wanted - 1), position(oldest)).getBytes(StandardCharsets.UTF_8);
    }

    private String position(long sequence) {
        return new Position(log.epoch(), sequence).toString();
    }

    /** Whether an event is not kept any more, which a reader sees only when it is not among the frames either. */
    boolean isGone(long sequence) {
        return sequence < log.oldest() && frame(sequence) == null;
    }
}
