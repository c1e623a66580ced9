package org.eventnexus.domain;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.eventnexus.Publication.Status;

/** What the loop counts. One writer at a time; read by anybody, a little late. Padded away from what publishers read. */
final class Counters {
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int PAD = 8;

    private final long[] cells = new long[PAD + Status.values().length + PAD];

    void add(Status status, int by) {
        int index = PAD + status.ordinal();
        CELL.setOpaque(cells, index, cells[index] + by);
    }

    long get(Status status) {
        return (long) CELL.getOpaque(cells, PAD + status.ordinal());
    }
}
