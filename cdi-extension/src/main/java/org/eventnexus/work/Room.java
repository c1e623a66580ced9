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

    Room(int capacity) {
        this.capacity = capacity;
    }

    boolean isFull(int waiting) {
        return waiting >= capacity;
    }

    /** Whether it has become full, for the first time since it was half empty. */
    boolean isNewlyFull(int waiting) {
        boolean newly = !full && isFull(waiting);
        full |= newly;
        awaited |= newly;
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
