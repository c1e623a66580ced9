package org.eventnexus;

import java.util.Iterator;
import java.util.stream.Stream;

/** Takes events from a stream, and closes it; never while an element is being fetched, which most streams cannot bear. */
final class StreamSource implements PullSource {
    private final Stream<? extends EventDraft<?>> stream;
    /** Of whoever obtains; null before the first time. */
    private Iterator<? extends EventDraft<?>> events;
    // Under the lock.
    private boolean fetching;
    private boolean closed;

    StreamSource(Stream<? extends EventDraft<?>> stream) {
        this.stream = stream.sequential();
    }

    @Override
    public EventDraft<?> obtain() {
        if (!beginFetch()) {
            throw new NoMoreEventsException();
        }
        try {
            if (events == null) {
                events = stream.iterator();
            }
            if (!events.hasNext()) {
                throw new NoMoreEventsException();
            }
            return events.next();
        } finally {
            endFetch();
        }
    }

    private synchronized boolean beginFetch() {
        fetching = !closed;
        return fetching;
    }

    private void endFetch() {
        boolean close;
        synchronized (this) {
            fetching = false;
            close = closed;
        }
        if (close) {
            stream.close();
        }
    }

    @Override
    public void close() {
        boolean close;
        synchronized (this) {
            close = !closed && !fetching;
            closed = true;
        }
        if (close) {
            stream.close();
        }
    }
}
