package org.eventnexus;

import java.util.Optional;

/**
 * Where a domain's admitted events are kept, in the order of their positions. Thread-safe.
 *
 * <p>A reader needs no handover from replay to live: it keeps the sequence that it wants next, reads until there is
 * nothing more, and is signalled when there is. A log never skips: while {@link #read} has nothing at a sequence, no
 * reader may go on to a later one, unless {@link #oldest} has moved past it.
 */
public interface EventLog {

    /** {@code memory}, for one. */
    String kind();

    /** What the positions of this log's life start with; see {@link Position#epoch()}. */
    long epoch();

    /** The oldest sequence that is kept, or that will be the first; from 1. */
    long oldest();

    /** The newest sequence that was given to an event; 0 if there was none. The event itself may follow in a moment. */
    long newest();

    /** The event of a sequence; null if it is not there yet, or no longer. */
    NexusEvent<?> read(long sequence);

    /** The newest event with this id, from this source unless that is null. */
    Optional<NexusEvent<?>> find(String id, String source);

    /**
     * Asks to be signalled after each append, on the appending thread, which is a publisher's: the signal must do no more
     * than wake somebody. A signal after {@link Signal#close} is possible.
     */
    Signal onAppend(Runnable signal);

    /** Where to read on after a position: its next sequence if this log has known it, else the oldest. */
    default Resume after(Position position) {
        if (position.epoch() != epoch() || position.sequence() > newest()) {
            return new Resume(oldest(), true);
        }
        long next = position.sequence() + 1;
        return next < oldest() ? new Resume(oldest(), true) : new Resume(next, false);
    }

    /** A registered signal. */
    interface Signal extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Where a reader goes on.
     *
     * @param sequence the next one to read
     * @param gap whether events between were lost to it
     */
    record Resume(long sequence, boolean gap) {}
}
