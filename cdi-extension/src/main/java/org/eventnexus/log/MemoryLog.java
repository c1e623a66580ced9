package org.eventnexus.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.eventnexus.EventLog;
import org.eventnexus.NexusEvent;
import org.eventnexus.Position;

/**
 * The newest events in a ring, indexed by sequence. It forgets everything at a restart, and says so to readers by its
 * epoch.
 *
 * <p>Appending is one ordered store; the sequences come from the mailbox, which also knows the newest.
 */
public final class MemoryLog implements EventLog {
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(NexusEvent[].class);

    private final long epoch;
    private final int retention;
    private final NexusEvent<?>[] ring;
    private final int mask;
    private final IdIndex ids = new IdIndex();
    private volatile Runnable[] signals = {};
    private LongSupplier newest = () -> 0;

    /**
     * @param epoch greater than that of any log of this domain before
     * @param retention events to keep, at least 1
     */
    public MemoryLog(long epoch, int retention) {
        this.epoch = epoch;
        this.retention = retention;
        int size = retention == 1 ? 1 : Integer.highestOneBit(retention - 1) << 1;
        this.ring = new NexusEvent<?>[size];
        this.mask = size - 1;
    }

    /** Says who knows the last sequence given; before the first append. */
    public void numberedBy(LongSupplier newest) {
        this.newest = newest;
    }

    /** The one who was given the sequence: keeps an event. Each sequence once; any thread. */
    public void append(long sequence, NexusEvent<?> event) {
        SLOT.setRelease(ring, (int) sequence & mask, event);
    }

    /** After an append, and after the event is on its way: tells those who want to know. */
    public void signal() {
        Runnable[] all = signals;
        if (all.length != 0) {
            VarHandle.fullFence(); // pairs with a reader that goes to rest and then looks once more
            for (Runnable signal : all) {
                signal.run();
            }
        }
    }

    /** Those events whose publishers gave them ids. */
    public IdIndex ids() {
        return ids;
    }

    @Override
    public String kind() {
        return "memory";
    }

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public long oldest() {
        return Math.max(1, newest() - retention + 1);
    }

    @Override
    public long newest() {
        return newest.getAsLong();
    }

    @Override
    public NexusEvent<?> read(long sequence) {
        if (sequence < oldest()) {
            return null;
        }
        var event = (NexusEvent<?>) SLOT.getAcquire(ring, (int) sequence & mask);
        return event != null && event.sequence() == sequence ? event : null;
    }

    @Override
    public Optional<NexusEvent<?>> find(String id, String source) {
        return ids.find(id, source, oldest()).or(() -> findGenerated(id, source));
    }

    private Optional<NexusEvent<?>> findGenerated(String id, String source) {
        return Position.parse(id)
                .filter(position -> position.epoch() == epoch)
                .<NexusEvent<?>>map(position -> read(position.sequence()))
                .filter(event -> event.id().equals(id)
                        && (source == null || event.source().equals(source)));
    }

    @Override
    public synchronized Signal onAppend(Runnable signal) {
        List<Runnable> all = new ArrayList<>(List.of(signals));
        all.add(signal);
        signals = all.toArray(Runnable[]::new);
        return () -> remove(signal);
    }

    private synchronized void remove(Runnable signal) {
        List<Runnable> all = new ArrayList<>(List.of(signals));
        all.remove(signal);
        signals = all.toArray(Runnable[]::new);
    }
}
