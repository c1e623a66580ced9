package org.eventnexus.work;

/** What there is at a collector and what has been, in one moment. Guarded by the backlog; copies are nobody else's. */
final class Count {
    int waiting;
    /** Of those that wait: for another attempt. */
    int delayed;

    int busy;
    int overdue;
    int permits;
    long taken;
    long done;
    long failed;
    long expired;
    long abandoned;
    long retried;

    Count(int permits) {
        this.permits = permits;
    }

    Count copy() {
        var copy = new Count(permits);
        copy.waiting = waiting;
        copy.delayed = delayed;
        copy.busy = busy;
        copy.overdue = overdue;
        copy.taken = taken;
        copy.done = done;
        copy.failed = failed;
        copy.expired = expired;
        copy.abandoned = abandoned;
        copy.retried = retried;
        return copy;
    }

    /** Items for which a call could begin, but for permits and keys. */
    int toBegin() {
        return waiting - delayed;
    }

    /** Permits in use. */
    int inUse() {
        return busy + overdue;
    }
}
