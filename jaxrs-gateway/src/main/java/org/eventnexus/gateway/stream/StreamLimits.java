package org.eventnexus.gateway.stream;

import java.util.HashMap;
import java.util.Map;

/** Counts open streams, of the node and of each caller. Thread-safe. */
final class StreamLimits {
    private final int maxStreams;
    private final int maxPerCaller;

    // guarded by this
    private final Map<String, Integer> callers = new HashMap<>();
    private int streams;

    StreamLimits(int maxStreams, int maxPerCaller) {
        this.maxStreams = maxStreams;
        this.maxPerCaller = maxPerCaller;
    }

    /** @throws TooManyStreamsException if there is no room for another one */
    synchronized void enter(String caller) {
        if (streams >= maxStreams) {
            throw new TooManyStreamsException("this node has as many streams as it takes");
        }
        if (callers.getOrDefault(caller, 0) >= maxPerCaller) {
            throw new TooManyStreamsException("this caller has as many streams as one may have");
        }
        streams++;
        callers.merge(caller, 1, Integer::sum);
    }

    synchronized void leave(String caller) {
        streams--;
        callers.computeIfPresent(caller, (name, count) -> count == 1 ? null : count - 1);
    }

    synchronized int streams() {
        return streams;
    }
}
