package org.eventnexus.gateway.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * All clients of a domain with the same selection. They mostly stand at the same few places, so the batches made last are
 * kept: whoever comes to the same place writes the same array. Thread-safe.
 */
final class Lane {
    static final int JOIN = 16 * 1024;
    private static final int REMEMBERED = 16;

    private final Frames ring;
    private final Selection selection;
    private final AtomicReferenceArray<Batch> recent;

    private Lane(Frames ring, Selection selection, int remembered) {
        this.ring = ring;
        this.selection = selection;
        this.recent = new AtomicReferenceArray<>(remembered);
    }

    /** For all who select the same. */
    static Lane shared(Frames ring, Selection selection) {
        return new Lane(ring, selection, REMEMBERED);
    }

    /** For one client: nobody else comes to the same place, and batches of thousands of clients would be a lot to keep. */
    static Lane ofOne(Frames ring, Selection selection) {
        return new Lane(ring, selection, 0);
    }

    Frames ring() {
        return ring;
    }

    Selection selection() {
        return selection;
    }

    /** What a client gets next who stands at a sequence, with frames up to {@code head}. */
    Batch batch(long from, long head) {
        if (recent.length() == 0) {
            return join(from, head);
        }
        int slot = (int) (from % REMEMBERED);
        Batch known = recent.get(slot);
        if (known != null && known.serves(from, head)) {
            return known;
        }
        Batch joined = join(from, head);
        recent.set(slot, joined);
        return joined;
    }

    private Batch join(long from, long head) {
        long next = from;
        int size = 0;
        List<byte[]> parts = new ArrayList<>();
        for (; next <= head && next - from < ring.stretch(); next++) {
            Object type = ring.type(next);
            if (type == null) {
                return upToHole(from, next, joined(parts, size));
            }
            if (selection.matches(type)) {
                Frame frame = ring.at(next);
                if (frame == null) { // it has fallen out of the log this moment
                    return upToHole(from, next, joined(parts, size));
                }
                int more = add(parts, frame);
                if (size > 0 && size + more > JOIN) {
                    removeLast(parts);
                    return new Batch(from, next, head, true, joined(parts, size));
                }
                size += more;
            }
        }
        return new Batch(from, next, head, next <= head, joined(parts, size));
    }

    /** An event that has a sequence may be there the next moment: what was found before serves nobody who looks then. */
    private static Batch upToHole(long from, long hole, byte[] bytes) {
        return new Batch(from, hole, hole - 1, false, bytes);
    }

    private int add(List<byte[]> parts, Frame frame) {
        byte[] name = selection.named() ? frame.nameLine() : new byte[0];
        parts.add(name);
        parts.add(frame.block());
        return name.length + frame.block().length;
    }

    private static void removeLast(List<byte[]> parts) {
        parts.remove(parts.size() - 1);
        parts.remove(parts.size() - 1);
    }

    private static byte[] joined(List<byte[]> parts, int size) {
        if (parts.size() == 2 && parts.get(0).length == 0) {
            return parts.get(1);
        }
        byte[] all = new byte[size];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
