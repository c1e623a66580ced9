package org.eventnexus.log;

import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.eventnexus.EventLog;
import org.eventnexus.NexusEvent;
import org.eventnexus.Position;

/**
 * The newest events in a ring, indexed by sequence. It forgets everything at a restart, and says so to readers by its
 * epoch.
 *
 * <p>The sequences come from the mailbox, which also knows the newest.
 */
public final class MemoryLog implements EventLog {
    private static final long LONGEST_SLEEP = TimeUnit.SECONDS.toNanos(1);
    private static final int SPINS = 100;
    private static final System.Logger LOG = System.getLogger("org.eventnexus");
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(NexusEvent[].class);

    private final long epoch;
    private final int retention;
    private final NexusEvent<?>[] ring;
    private final int mask;
    private final IdIndex ids = new IdIndex();
    private volatile Registration[] registrations = {};
    private LongSupplier newest = () -> 0;
    private LongSupplier settled = () -> 0;

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

    /**
     * Says who knows the last sequence given, and one up to which everything is appended, late ones excepted; before the
     * first append.
     */
    public void numberedBy(LongSupplier newest, LongSupplier settled) {
        this.newest = newest;
        this.settled = settled;
    }

    /**
     * The one who was given the sequence: keeps an event. Each sequence once; any thread.
     *
     * <p>A thread may sleep between sequence and append until others have filled the ring. It must not overwrite what is
     * newer, or a reader would wait for that until it is out of the retention; and as a compare-and-set costs a quarter
     * of a publication, it is the newer one that waits. Mostly it is known that there is nothing to wait for.
     */
    public void append(long sequence, NexusEvent<?> event) {
        awaitPlace(sequence);
        SLOT.setRelease(ring, (int) sequence & mask, event);
    }

    /** The same for sequences that may be appended after later ones are settled: gives way to what is newer. */
    public void appendLate(long sequence, NexusEvent<?> event) {
        awaitPlace(sequence);
        int place = (int) sequence & mask;
        for (; ; ) {
            var there = (NexusEvent<?>) SLOT.getAcquire(ring, place);
            if (there != null && there.sequence() > sequence || SLOT.compareAndSet(ring, place, there, event)) {
                return;
            }
        }
    }

    private void awaitPlace(long sequence) {
        long before = sequence - ring.length;
        if (before > settled.getAsLong()) {
            awaitAppended(before);
        }
    }

    /** Not for ever: a thread may have died, by an error, where it is believed to sleep. */
    private void awaitAppended(long sequence) {
        long end = System.nanoTime() + LONGEST_SLEEP;
        for (int spins = 0; !isAppended(sequence) && System.nanoTime() - end < 0; spins++) {
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }

    private boolean isAppended(long sequence) {
        var there = (NexusEvent<?>) SLOT.getAcquire(ring, (int) sequence & mask);
        return there != null && there.sequence() >= sequence;
    }

    /** After an append, by the same thread, and after the event is on its way: tells those who want to know. */
    public void signal() {
        Registration[] all = registrations;
        if (all.length != 0) {
            VarHandle.fullFence(); // pairs with a reader that goes to rest and then looks once more
            for (Registration each : all) {
                each.signal();
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
    public Signal onAppend(Runnable signal) {
        var registration = new Registration(signal);
        change(all -> all.add(registration));
        // Appends that are going on may not signal it any more: let them be over, so that who looks now finds them.
        VarHandle.fullFence();
        long upTo = newest();
        for (long sequence = Math.max(oldest(), settled.getAsLong()); sequence <= upTo; sequence++) {
            awaitAppended(sequence);
        }
        return registration;
    }

    private synchronized void change(Consumer<List<Registration>> change) {
        List<Registration> all = new ArrayList<>(List.of(registrations));
        change.accept(all);
        registrations = all.toArray(Registration[]::new);
    }

    private final class Registration implements Signal {
        private final Runnable signal;
        private volatile boolean broken;

        private Registration(Runnable signal) {
            this.signal = signal;
        }

        /** A reader's fault is not the publisher's; logged once, as it may come with each event. */
        private void signal() {
            try {
                signal.run();
            } catch (RuntimeException | Error fault) {
                if (!broken) {
                    broken = true;
                    LOG.log(Level.WARNING, "ENX-0016 a reader of a log cannot be signalled", fault);
                }
            }
        }

        @Override
        public void close() {
            change(all -> all.remove(this));
        }
    }
}
