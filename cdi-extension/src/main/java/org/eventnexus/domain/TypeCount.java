package org.eventnexus.domain;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.LongAdder;
import org.eventnexus.Publication.Status;
import org.eventnexus.TypeStats;

/**
 * What is counted of the events of one type. What the loop counts has one writer at a time; publishers have counters of
 * their own. Read by anybody, a little late. Padded away from what publishers read.
 */
final class TypeCount {
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int PAD = 8;
    private static final int TAKEN = PAD + Status.values().length;

    private final long[] cells = new long[TAKEN + 1 + PAD];
    private final LongAdder dropped = new LongAdder();
    private final LongAdder refused = new LongAdder();

    /** The loop: has taken an event in hand. */
    void taken() {
        add(TAKEN, 1);
    }

    /** The loop: an event has ended. */
    void add(Status status, int by) {
        add(PAD + status.ordinal(), by);
    }

    private void add(int cell, int by) {
        CELL.setOpaque(cells, cell, cells[cell] + by);
    }

    /** Any thread. */
    void dropped() {
        dropped.increment();
    }

    /** Any thread. */
    void refused() {
        refused.increment();
    }

    /** @param left events that a stop has abandoned, which are counted elsewhere */
    TypeStats stats(long left) {
        long delivered = get(Status.COMPLETED);
        long failed = get(Status.FAILED);
        long unhandled = get(Status.UNHANDLED);
        long lost = dropped.sum();
        long ended = delivered + failed + unhandled + lost + left;
        // Only a stop ends what was never taken, and then everything has ended.
        long published = Math.max(read(TAKEN) + lost, ended);
        return new TypeStats(published, delivered, failed, unhandled, lost, left, refused.sum());
    }

    /** Events that have ended so, of those that the loop ends. */
    long get(Status status) {
        return read(PAD + status.ordinal());
    }

    private long read(int cell) {
        return (long) CELL.getOpaque(cells, cell);
    }
}
