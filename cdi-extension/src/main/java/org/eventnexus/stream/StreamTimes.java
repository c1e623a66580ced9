package org.eventnexus.stream;

import java.time.Duration;
import org.eventnexus.StreamOptions;

/** A stream's two timeouts. Thread-safe. */
final class StreamTimes {
    private final StreamSubscription<?> stream;
    private final Surroundings domain;
    /** Null for none. */
    private final Duration total;

    private final Duration item;

    private volatile long lastEvent;
    // Guarded by this.
    private Runnable totalExpiry;
    private Runnable itemExpiry;
    private boolean closed;

    StreamTimes(StreamSubscription<?> stream, StreamOptions options) {
        this.stream = stream;
        this.domain = stream.domain;
        this.total = options.timeout().orElse(null);
        this.item = options.itemTimeout().orElse(null);
    }

    void begin() {
        lastEvent = domain.nanoTime();
        try {
            synchronized (this) {
                if (total != null && !closed) {
                    totalExpiry = domain.schedule(() -> stream.expire("has lasted for", total), total);
                }
            }
            if (item != null) {
                await(item);
            }
        } catch (RuntimeException | Error noScheduler) {
            stream.end(noScheduler);
            stream.task.wake();
        }
    }

    void eventCame() {
        if (item != null) {
            lastEvent = domain.nanoTime();
        }
    }

    private synchronized void await(Duration time) {
        if (!closed) {
            itemExpiry = domain.schedule(this::look, time);
        }
    }

    /** An event that has come since the time was set, or one that waits for its subscriber, sets it anew. */
    private void look() {
        Duration left = item.minusNanos(domain.nanoTime() - lastEvent);
        try {
            if (!stream.isBufferEmpty()) {
                await(item);
            } else if (!left.isNegative() && !left.isZero()) {
                await(left);
            } else {
                stream.expire("has got no event for", item);
            }
        } catch (RuntimeException | Error noScheduler) {
            stream.end(noScheduler);
            stream.task.wake();
        }
    }

    synchronized void close() {
        closed = true;
        if (totalExpiry != null) {
            totalExpiry.run();
        }
        if (itemExpiry != null) {
            itemExpiry.run();
        }
    }
}
