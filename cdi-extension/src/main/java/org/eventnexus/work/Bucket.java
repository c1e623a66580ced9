package org.eventnexus.work;

import java.util.concurrent.atomic.LongAdder;

/**
 * The counts of one interval. Whoever works adds to the newest one; a thread that is late adds to the one that it found,
 * where it counts as well. {@code offset} makes the time in use computable without anybody visiting those at work: an item
 * that begins takes away what the interval is old then, one that ends brings it.
 */
final class Bucket {
    final long start;

    /** Set by the monitor, which has decided just after the interval began. */
    volatile int permits;

    final LongAdder arrived = new LongAdder();
    final LongAdder began = new LongAdder();
    final LongAdder ended = new LongAdder();
    final LongAdder waited = new LongAdder();
    final LongAdder service = new LongAdder();
    final LongAdder offset = new LongAdder();
    /** Null if there is none or it is too old. */
    volatile Bucket previous;

    Bucket(long start, int permits, Bucket previous) {
        this.start = start;
        this.permits = permits;
        this.previous = previous;
    }

    void begin(long now, long waitNanos) {
        began.increment();
        waited.add(waitNanos);
        offset.add(start - now);
    }

    void end(long now, long serviceNanos) {
        ended.increment();
        service.add(serviceNanos);
        offset.add(now - start);
    }

    /** The time in use up to an end, at which so many are busy; below 0 if what counts here came after it. */
    long busyNanos(long end, long busyAtEnd) {
        return busyAtEnd * (end - start) + offset.sum();
    }

    long busyAtStart(long busyAtEnd) {
        return busyAtEnd - began.sum() + ended.sum();
    }

    /** Forgets what is older than so many intervals. */
    void keep(int intervals) {
        Bucket oldest = this;
        for (int i = 1; i < intervals && oldest != null; i++) {
            oldest = oldest.previous;
        }
        if (oldest != null) {
            oldest.previous = null;
        }
    }
}
