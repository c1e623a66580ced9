package org.eventnexus.stream;

import java.util.ArrayDeque;
import java.util.Iterator;
import org.eventnexus.NexusEvent;

/** Fed events that no stream has got yet. Guarded by the distributor's lock. */
final class FedEvents {
    private static final int MAX = 1_024;

    /** An event, and the sequence after which it came. */
    private record Fed(NexusEvent<?> event, long after) {}

    /** Those whose turn has not come. */
    private final ArrayDeque<Fed> coming = new ArrayDeque<>(0);
    /** Those that nobody wanted. */
    private final ArrayDeque<NexusEvent<?>> kept = new ArrayDeque<>(0);

    /** Whether there was room. */
    boolean add(NexusEvent<?> event, long after) {
        if (coming.size() + kept.size() >= MAX) {
            return false;
        }
        coming.add(new Fed(event, after));
        return true;
    }

    /** The next one, if all that came before it have been distributed; else null. */
    NexusEvent<?> poll(long distributed) {
        Fed first = coming.peek();
        return first == null || first.after() > distributed
                ? null
                : coming.poll().event();
    }

    void keep(NexusEvent<?> event) {
        kept.add(event);
    }

    /** Gives a new stream what was kept for it. */
    void pour(StreamSubscription<?> stream) {
        for (Iterator<NexusEvent<?>> events = kept.iterator(); events.hasNext(); ) {
            NexusEvent<?> event = events.next();
            if (stream.selector.matches(event)) {
                events.remove();
                stream.offerKept(event);
            }
        }
    }

    int kept() {
        return kept.size();
    }

    void clear() {
        coming.clear();
        kept.clear();
    }
}
