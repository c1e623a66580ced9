package org.eventnexus.work;

import org.eventnexus.NexusEvent;
import org.eventnexus.Publication.Work;

/** One event's work for one collector. Ends exactly once. */
public abstract class Item {
    enum State {
        /** Not offered. */
        NEW,
        /** Waits for a worker. */
        READY,
        /** Waits for another item of its key. */
        BEHIND,
        /** Waits for its next attempt. */
        DELAYED,
        /** In a call, or its stage is open. */
        BUSY,
        /** Has ended; a call may go on. */
        OVER
    }

    final NexusEvent<?> event;
    final int priority;
    /** Items with the same key are worked on one after the other; null if there is none. */
    final String key;

    // Guarded by the backlog.
    State state = State.NEW;
    long turn;
    Item older;
    Item newer;
    /** When it expires, by the domain's clock. */
    long due;
    /** Cancels what brings its next attempt; null if there is none. */
    Runnable timer;

    /** When it was offered, by the domain's clock. */
    long takenAt;
    /** Since when it waits for the next call. */
    long waitsSince;
    /** When the last call began. */
    long calledAt;

    // Who has ended it reads these without the lock, as nobody writes them any more.
    /** Calls so far. */
    int attempts;
    /** When the first of them began. */
    long startedAt;
    /** What the last of them came to, if that was not well. */
    Throwable failure;

    /** @param key null if it is not to wait for others */
    protected Item(NexusEvent<?> event, int priority, String key) {
        this.event = event;
        this.priority = priority;
        this.key = key;
    }

    /** What it has taken until now. */
    final Work work(long now) {
        return new Work(attempts, now - takenAt, attempts == 0 ? 0 : now - startedAt);
    }

    /**
     * It has ended; on whatever thread, without a lock.
     *
     * @param error null if it was worked on well
     */
    protected abstract void ended(Object value, Throwable error, Work work);
}
