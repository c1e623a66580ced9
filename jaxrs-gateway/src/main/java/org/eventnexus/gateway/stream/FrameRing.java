package org.eventnexus.gateway.stream;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.eventnexus.EventLog;
import org.eventnexus.NexusEvent;

/**
 * A log's events as frames, each encoded when the first client needs it and kept for the others, for as long as the log
 * keeps it or until there are too many bytes; then it is encoded again for whoever still asks. Thread-safe; what is kept
 * is read without a lock.
 */
final class FrameRing implements Frames {
    static final int MAX_FRAMES = 1 << 16;
    private static final int STRETCH = 4_096;
    private static final int OVERHEAD = 96;

    /** Makes a frame of an event. */
    interface Encoder {
        byte[] encode(NexusEvent<?> event);
    }

    private final EventLog log;
    private final Encoder encoder;
    private final long maxBytes;
    private final AtomicReferenceArray<Frame> frames;
    private final int mask;

    // guarded by this
    private long bytes;
    private long firstKept;

    FrameRing(EventLog log, Encoder encoder, int retention, long maxBytes) {
        this.log = log;
        this.encoder = encoder;
        this.maxBytes = maxBytes;
        int wanted = Math.max(2, Math.min(retention, MAX_FRAMES));
        this.frames = new AtomicReferenceArray<>(Integer.highestOneBit(wanted - 1) << 1);
        this.mask = frames.length() - 1;
        this.firstKept = log.oldest();
    }

    @Override
    public Object type(long sequence) {
        Frame kept = kept(sequence);
        if (kept != null) {
            return kept.type();
        }
        NexusEvent<?> event = log.read(sequence);
        return event == null ? null : Selection.typeOf(event);
    }

    @Override
    public Frame at(long sequence) {
        Frame kept = kept(sequence);
        return kept == null ? encoded(sequence) : kept;
    }

    @Override
    public int stretch() {
        return STRETCH;
    }

    private Frame kept(long sequence) {
        Frame frame = frames.get(slot(sequence));
        return frame != null && frame.sequence() == sequence ? frame : null;
    }

    /** Under the lock, so that clients who want the same event wait for one encoding instead of doing it again. */
    private synchronized Frame encoded(long sequence) {
        Frame meanwhile = kept(sequence);
        if (meanwhile != null) {
            return meanwhile;
        }
        NexusEvent<?> event = log.read(sequence);
        return event == null ? null : keep(new Frame(sequence, Selection.typeOf(event), encoder.encode(event)));
    }

    /** An old event that somebody reads once more does not push out a newer one, which many will want. */
    private Frame keep(Frame frame) {
        Frame there = frames.get(slot(frame.sequence()));
        if (frame.sequence() >= firstKept && (there == null || there.sequence() < frame.sequence())) {
            put(slot(frame.sequence()), there, frame);
            while (bytes > maxBytes && firstKept < frame.sequence()) {
                drop(firstKept++);
            }
        }
        return frame;
    }

    private void drop(long sequence) {
        Frame frame = kept(sequence);
        if (frame != null) {
            put(slot(sequence), frame, null);
        }
    }

    private void put(int slot, Frame old, Frame frame) {
        frames.set(slot, frame);
        bytes += size(frame) - size(old);
    }

    private static int size(Frame frame) {
        return frame == null ? 0 : frame.block().length + OVERHEAD;
    }

    private int slot(long sequence) {
        return (int) sequence & mask;
    }
}
