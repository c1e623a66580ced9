package org.eventnexus.domain;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Parcels of which all collectors are done, on their way to the loop: chained, so that only the first of several costs a post.
 * Any number of threads push; the loop takes all. Lock-free.
 */
final class Ends implements Runnable {
    private final Domain domain;
    private final AtomicReference<Parcel> newest = new AtomicReference<>();

    Ends(Domain domain) {
        this.domain = domain;
    }

    /** Any thread: who finds nobody here has the loop come. */
    void push(Parcel parcel) {
        Parcel before;
        do {
            before = newest.get();
            parcel.before = before;
        } while (!newest.compareAndSet(before, parcel));
        if (before == null) {
            domain.loop().post(this);
        }
    }

    /** On the loop: ends them, the oldest first. */
    @Override
    public void run() {
        Parcel next = null;
        for (Parcel parcel = newest.getAndSet(null); parcel != null; ) {
            Parcel before = parcel.before;
            parcel.before = next;
            next = parcel;
            parcel = before;
        }
        end(next);
    }

    private static void end(Parcel oldest) {
        Throwable broken = null;
        for (Parcel parcel = oldest; parcel != null; ) {
            Parcel after = parcel.before;
            parcel.before = null;
            try {
                parcel.end();
            } catch (RuntimeException | Error thrown) { // the others end all the same
                broken = thrown;
            }
            parcel = after;
        }
        if (broken != null) {
            throw new IllegalStateException("a parcel could not be ended", broken);
        }
    }
}
