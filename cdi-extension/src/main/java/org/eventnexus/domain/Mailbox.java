package org.eventnexus.domain;

import java.util.function.Consumer;
import org.eventnexus.DomainConfig;
import org.eventnexus.Overflow;
import org.eventnexus.QueueOrder;
import org.eventnexus.log.MemoryLog;

/**
 * A domain's bounded queue, with many producers and one consumer, that gives each event its sequence: what it takes is
 * numbered and logged in the order in which it is admitted.
 *
 * <p>It is closed in two steps, so that domains that publish into each other can be drained together: after
 * {@link #beginClose} nothing is admitted from outside any more, after {@link #close} nothing at all.
 *
 * <p>A class and not an interface, and without a field: the layout of {@link RingMailbox} begins here.
 */
abstract class Mailbox {
    /** What became of an offer. */
    enum Answer {
        ADMITTED,
        FULL,
        CLOSED
    }

    /**
     * The mailbox of a domain.
     *
     * @param log null for none
     * @param dropped told of each event that has lost its place to another one, on that one's publisher's thread, after
     *     the other one is in the mailbox
     */
    static Mailbox of(DomainConfig config, MemoryLog log, Consumer<Delivery<?>> dropped) {
        Overflow overflow = config.overflow();
        return overflow.displaces() || config.order() != QueueOrder.FIFO
                ? new LockedMailbox(config.capacity(), config.order(), overflow, log, dropped)
                : new RingMailbox(config.capacity(), log);
    }

    /** Any thread: claims a place and a sequence, logs the event and makes it visible to the loop. */
    abstract Answer offer(Delivery<?> delivery);

    /** Any loop's thread: admits an event however full the mailbox is, within a bound, and until it is closed for good. */
    abstract Answer offerOverdraft(Delivery<?> delivery);

    /**
     * Any thread: the same as {@link #offer} for several events, all or none of them, in order and with sequences that
     * follow each other. The loop sees none of them before all are there.
     *
     * @param reserved whether they may take the places that are {@linkplain #reserve reserved}
     */
    abstract Answer offerAll(Delivery<?>[] events, boolean reserved);

    /** The same as {@link #offerOverdraft} for several, all or none of them. */
    abstract Answer overdrawAll(Delivery<?>[] events);

    /** Gives secondary events their sequences, one after the other, and logs them; they take no places, and may come after the close. */
    abstract void numberSecondary(Delivery<?>... events);

    /**
     * Keeps places for who needs many at once: other offers find it full as if it were smaller by so many.
     *
     * @param places instead of those before; 0 for none
     */
    abstract void reserve(int places);

    /**
     * From now on events are appended to this as well, after the log. What gets its sequence after this has returned is:
     * a sequence is given, then this is looked at, while who begins to follow sets this, then looks at the sequence.
     *
     * @param tail null for none
     */
    abstract void follow(MemoryLog tail);

    /**
     * The loop: the next event in the queue's order, or null if there is none or if its publisher is between claim and publication; then
     * {@link #isEmpty} is false.
     */
    abstract Delivery<?> poll();

    /** The loop: lets publishers see all places that are free. */
    abstract void publishHead();

    /**
     * The loop, or one that has just left it: whether nothing is claimed. Claims count, not finished publications: a
     * publisher that has claimed relies on the loop to come back.
     */
    abstract boolean isEmpty();

    /** Any thread: events that wait, at most a few too many. */
    abstract int size();

    abstract int capacity();

    /** The last sequence given. */
    abstract long sequence();

    /** A sequence up to which every event but secondary ones has been published in full. */
    abstract long settled();

    /** Events that have lost their places. */
    abstract long dropped();

    /** Whether events from outside are admitted at all. */
    abstract void admit(boolean yes);

    /** Nothing is offered with success any more once this has returned, but for the overdraft. */
    abstract void beginClose();

    /** Nothing is admitted any more once this has returned. */
    abstract void close();

    /** Whether it is closed for good. */
    abstract boolean isClosed();

    /** Whether a close has at least begun. */
    abstract boolean isClosing();

    /** Any thread, for a report when the loop does not come back: what seems to wait. The mailbox is closed. */
    abstract void peek(Consumer<Delivery<?>> to);
}
