package org.eventnexus.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The subscribers of a benchmark: each counts its events, and looks at each one, as whoever subscribes does. */
final class Audience {
    private static final long PATIENCE_SECONDS = 60;
    /** In the middle of an array, so that no two listeners share a cache line. */
    private static final int AT = 16;

    private final int size;
    private final List<Listener> listeners = new ArrayList<>();
    private volatile CountDownLatch done;

    Audience(int size) {
        this.size = size;
    }

    /** Listeners for a library that calls a subscriber by one thread at a time. */
    List<Listener> inOrder() {
        return fill(Sequential::new);
    }

    /** Listeners for a library that calls a subscriber by several threads at once. */
    List<Listener> concurrent() {
        return fill(Concurrent::new);
    }

    private List<Listener> fill(Supplier<Listener> kind) {
        listeners.addAll(Stream.generate(kind).limit(size).toList());
        return listeners;
    }

    /** Before the first of so many events is published. */
    void expect(long events) {
        for (Listener listener : listeners) {
            if (listener.missing() != 0) {
                throw new IllegalStateException("delivered twice or late: " + -listener.missing());
            }
        }
        done = new CountDownLatch(size);
        listeners.forEach(listener -> listener.expect(events));
    }

    /** Until every listener has heard all that it expects. */
    void await() throws InterruptedException {
        if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(
                    "lost: " + listeners.stream().map(Listener::missing).toList());
        }
    }

    /** A subscriber. */
    abstract static class Listener {
        /** Takes an event; {@code read} is what it has read of it. */
        abstract void hear(int read);

        abstract void expect(long events);

        abstract long missing();
    }

    private final class Sequential extends Listener {
        private final long[] cells = new long[2 * AT];

        @Override
        void hear(int read) {
            cells[AT + 1] += read;
            if (--cells[AT] == 0) {
                done.countDown();
            }
        }

        @Override
        void expect(long events) {
            cells[AT] = events;
        }

        @Override
        long missing() {
            return cells[AT];
        }
    }

    private final class Concurrent extends Listener {
        private final AtomicLongArray cells = new AtomicLongArray(2 * AT);

        @Override
        void hear(int read) {
            if (cells.addAndGet(AT, read - 1L) == 0) { // read is 0
                done.countDown();
            }
        }

        @Override
        void expect(long events) {
            cells.set(AT, events);
        }

        @Override
        long missing() {
            return cells.get(AT);
        }
    }
}
