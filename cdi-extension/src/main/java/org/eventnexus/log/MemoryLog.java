package org.eventnexus.log;

import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.eventnexus.EventLog;
import org.eventnexus.NexusEvent;
import org.eventnexus.Position;

/**
 * The newest events, in pages by sequence. It forgets everything at a restart, and says so to readers by its epoch.
 *
 * <p>The sequences come from the mailbox, which also knows the newest. A place in a page is for one sequence only and never
 * used again, so that appending is a plain store, however late its thread comes. A page is made by whoever first needs it,
 * and takes the place of one that is out of the retention. Pages are young objects while they are written: under G1 a store
 * of a young reference into an old array, such as a ring would be, costs a memory fence and work for the collector.
 *
 * <p>Events that have a {@link Weight} are also bound by their bytes: what is too much goes from the oldest on, together
 * with the light ones between. Their bytes are counted before they are in their place, and whoever takes an event out of its
 * place counts them off, so that each is counted off once, however late its thread comes. Light events cost one look at
 * their payload.
 */
public final class MemoryLog implements EventLog {
    private static final int MAX_PAGE_SIZE = 256;
    private static final long LONGEST_SLEEP = TimeUnit.SECONDS.toNanos(1);
    private static final int SPINS = 100;
    private static final System.Logger LOG = System.getLogger("org.eventnexus");
    private static final VarHandle PAGE = MethodHandles.arrayElementVarHandle(Page[].class);
    private static final VarHandle PLACE = MethodHandles.arrayElementVarHandle(NexusEvent[].class);

    private final long epoch;
    private final int retention;
    private final long maxBytes;
    private final AtomicLong bytes = new AtomicLong();
    /** The first sequence that is not given up for its bytes, nor for those of older ones. Written under the lock. */
    private volatile long firstLight;

    private final Object giveUpLock = new Object();
    /** By number, modulo the length: as many as the retention may be spread over. */
    private final Page[] pages;

    private final int pageShift;
    private final int placeMask;
    /** The page that was made last; a shortcut. */
    private volatile Page latest;

    private final IdIndex ids = new IdIndex();
    private volatile Registration[] registrations = {};
    private LongSupplier newest = () -> 0;
    private LongSupplier settled = () -> 0;

    /** The events of as many sequences as it has places, from {@code number} times that on. */
    private static final class Page {
        private final long number;
        private final NexusEvent<?>[] places;

        private Page(long number, int size) {
            this.number = number;
            this.places = new NexusEvent<?>[size];
        }
    }

    /**
     * @param epoch greater than that of any log of this domain before
     * @param retention events to keep, at least 1
     */
    public MemoryLog(long epoch, int retention) {
        this(epoch, retention, Long.MAX_VALUE);
    }

    /** @param maxBytes what the kept events may weigh together; the newest is kept whatever it weighs */
    public MemoryLog(long epoch, int retention, long maxBytes) {
        this.epoch = epoch;
        this.retention = retention;
        this.maxBytes = maxBytes;
        int pageSize = Math.min(MAX_PAGE_SIZE, Integer.highestOneBit(Math.max(1, retention / 4)));
        this.pageShift = Integer.numberOfTrailingZeros(pageSize);
        this.placeMask = pageSize - 1;
        this.pages = new Page[(retention - 1 + placeMask) / pageSize + 1];
        this.latest = new Page(-1, 0);
    }

    /**
     * Says who knows the last sequence given, and one up to which everything is appended, late ones excepted; before the
     * first append.
     */
    public void numberedBy(LongSupplier newest, LongSupplier settled) {
        this.newest = newest;
        this.settled = settled;
    }

    /** The one who was given the sequence: keeps an event, unless newer ones have filled the retention. Any thread. */
    public void append(long sequence, NexusEvent<?> event) {
        long number = sequence >>> pageShift;
        Page page = latest;
        if (page.number != number) {
            page = pageForAppend(number);
            if (page == null) {
                return;
            }
        }
        long weight = maxBytes == Long.MAX_VALUE ? 0 : Weight.of(event);
        if (weight == 0) {
            PLACE.setRelease(page.places, (int) sequence & placeMask, event);
        } else {
            appendHeavy(page, sequence, event, weight);
        }
    }

    /**
     * The place or its page may be given up at the same time. Who gives up moves the bound first and empties the place then;
     * here the place is filled first and the bound looked at then: one of both sees the other.
     */
    private void appendHeavy(Page page, long sequence, NexusEvent<?> event, long weight) {
        bytes.addAndGet(weight);
        PLACE.setVolatile(page.places, (int) sequence & placeMask, event);
        if (sequence < firstLight || PAGE.getVolatile(pages, (int) (page.number % pages.length)) != page) {
            giveUp(page, (int) sequence & placeMask);
        }
        if (bytes.get() > maxBytes) {
            giveUpOldest();
        }
    }

    private void giveUpOldest() {
        synchronized (giveUpLock) {
            long newest = newest();
            long next = oldest();
            while (bytes.get() > maxBytes && next < newest) {
                long sequence = next++;
                firstLight = next;
                Page page = page(sequence);
                if (page != null) {
                    giveUp(page, (int) sequence & placeMask);
                }
            }
        }
    }

    private void giveUp(Page page, int place) {
        var event = (NexusEvent<?>) PLACE.getAndSet(page.places, place, null);
        if (event != null) {
            bytes.addAndGet(-Weight.of(event));
        }
    }

    /** A page that another one has taken the place of. */
    private void giveUp(Page page) {
        if (page != null && bytes.get() != 0) {
            for (int place = 0; place <= placeMask; place++) {
                giveUp(page, place);
            }
        }
    }

    /** What the kept events weigh. */
    long bytes() {
        return bytes.get();
    }

    /** Null if it is out of the retention. */
    private Page pageForAppend(long number) {
        int at = (int) (number % pages.length);
        for (; ; ) {
            var there = (Page) PAGE.getAcquire(pages, at);
            if (there != null && there.number >= number) {
                return there.number == number ? there : null;
            }
            Page made = newPage(number);
            if (made == null || PAGE.compareAndSet(pages, at, there, made)) {
                if (made != null) {
                    latest = made;
                    giveUp(there);
                }
                return made;
            }
        }
    }

    /**
     * Without memory, a hole in the log, at which readers wait until it is out of the retention: the publisher has claimed a
     * place in the queue by now, and must not fail before it has filled it.
     */
    private Page newPage(long number) {
        try {
            return new Page(number, placeMask + 1);
        } catch (OutOfMemoryError full) {
            return null;
        }
    }

    private NexusEvent<?> at(long sequence) {
        Page page = page(sequence);
        return page == null ? null : (NexusEvent<?>) PLACE.getAcquire(page.places, (int) sequence & placeMask);
    }

    /** Null if there is none, not yet or not any more. */
    private Page page(long sequence) {
        long number = sequence >>> pageShift;
        Page page = latest;
        if (page.number != number) {
            page = (Page) PAGE.getAcquire(pages, (int) (number % pages.length));
            if (page == null || page.number != number) {
                return null;
            }
        }
        return page;
    }

    /** Not for ever: a thread may have died, by an error, where it is believed to sleep. */
    private void awaitAppended(long sequence) {
        long end = System.nanoTime() + LONGEST_SLEEP;
        for (int spins = 0; at(sequence) == null && sequence >= oldest() && System.nanoTime() - end < 0; spins++) {
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
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
        return Math.max(Math.max(1, firstLight), newest() - retention + 1);
    }

    @Override
    public long newest() {
        return newest.getAsLong();
    }

    @Override
    public NexusEvent<?> read(long sequence) {
        return sequence < oldest() ? null : at(sequence);
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
