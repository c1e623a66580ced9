package org.eventnexus;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Counts. */
final class CountingFactory implements EventFactory {
    private final AtomicLong next;

    CountingFactory(long first) {
        this.next = new AtomicLong(first);
    }

    @Override
    public long nextId() {
        return next.getAndIncrement();
    }

    @Override
    public long randomId() {
        return ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
    }
}
