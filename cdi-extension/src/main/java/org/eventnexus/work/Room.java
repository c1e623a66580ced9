package org.eventnexus.work;

/** Whether there is room for what comes, and who waits for it. Guarded by the backlog, which says how many wait. */
final class Room {
    private final int capacity;
    /** Null unless the domain pauses for it. */
    private Runnable whenHalfEmpty;
    /** Whether it was found full and has not been half empty since. */
    private boolean full;
    /** Whether somebody is to be told when it is half empty. Written with the lock; who has changed something since sees it. */
    private volatile boolean awaited;
    /** Whether it has become full and nobody has been told. Written with the lock; who has changed something since sees it. */
    private volatile boolean untold;

    Room(int capacity) {
        this.capacity = capacity;
    }

    boolean isFull(int waiting) {
        return waiting >= capacity;
    }

    /** One more waits, or would if there were room. */
    void came(int waiting) {
        if (!full && isFull(waiting)) {
            full = true;
            awaited = true;
            untold = true;
        }
    }

    /** Any thread, without the lock. */
    boolean isUntold() {
        return untold;
    }

    /** Whether it has become full since it was half empty, and that was not said before. */
    boolean isNewlyFull() {
        boolean newly = untold;
        untold = false;
        return newly;
    }

    /** Whether the domain is to pause now, and does not yet. */
    boolean isToPause(int waiting) {
        return isFull(waiting) && whenHalfEmpty == null;
    }

    /** Keeps what is to be run when it is half empty; false if it is. */
    boolean awaitHalfEmpty(int waiting, Runnable callback) {
        if (waiting <= capacity / 2) {
            return false;
        }
        whenHalfEmpty = callback;
        awaited = true;
        return true;
    }

    /** Any thread, without the lock. */
    boolean isAwaited() {
        return awaited;
    }

    /** What is to be run as it is half empty now, once; or null. */
    Runnable relieved(int waiting) {
        if (waiting > capacity / 2) {
            return null;
        }
        Runnable callback = whenHalfEmpty;
        full = false;
        awaited = false;
        whenHalfEmpty = null;
        return callback;
    }
}
