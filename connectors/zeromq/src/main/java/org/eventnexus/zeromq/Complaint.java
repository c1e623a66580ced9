package org.eventnexus.zeromq;

import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** Something that may be wrong as often as a stranger likes: counted each time, and logged once in ten seconds. */
final class Complaint {
    private static final System.Logger LOG = System.getLogger("org.eventnexus.zeromq");
    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(10);

    private final String what;
    private final String place;
    private final LongSupplier clock;
    private final LongAdder count = new LongAdder();
    private final AtomicLong next;

    Complaint(String what, String place, LongSupplier clock) {
        this.what = what;
        this.place = place;
        this.clock = clock;
        this.next = new AtomicLong(clock.getAsLong());
    }

    /** @param why null if there is nothing to add */
    void make(String why) {
        count.increment();
        long now = clock.getAsLong();
        long due = next.get();
        if (now - due >= 0 && next.compareAndSet(due, now + INTERVAL)) {
            LOG.log(Level.WARNING, text(why));
        }
    }

    private String text(String why) {
        return what + ": " + place + (why == null ? "" : ": " + why) + "; " + count.sum()
                + " so far, further ones are only counted for ten seconds";
    }

    long count() {
        return count.sum();
    }
}
