package org.eventnexus.log;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eventnexus.NexusEvent;

/**
 * The events of a log whose publishers gave them ids, by source and id: finds duplicates, and events by id. Generated ids
 * need no index. Thread-safe by one lock, which only those pay who give ids.
 */
public final class IdIndex {
    private record Key(String source, String id) {}

    /** What a single addition may do at most. */
    private static final int MAX_PUT_LAST = 4;

    private final Map<Key, NexusEvent<?>> byKey = new LinkedHashMap<>();
    private final Map<String, NexusEvent<?>> newestById = new HashMap<>();

    /**
     * Adds an event that is about to be admitted.
     *
     * @param oldest the oldest sequence that the log keeps: older events are forgotten here as well
     * @return the event that is there under the same source and id; null if there was none, and this one now is
     */
    public synchronized NexusEvent<?> putIfAbsent(NexusEvent<?> event, long oldest) {
        forgetBefore(oldest);
        var key = new Key(event.source(), event.id());
        NexusEvent<?> first = byKey.get(key);
        if (first != null && isKept(first, oldest)) {
            return first;
        }
        byKey.remove(key); // so that the new one is last in the order of insertion
        byKey.put(key, event);
        newestById.put(event.id(), event);
        return null;
    }

    /** Takes back an event that was not admitted after all. */
    public synchronized void remove(NexusEvent<?> event) {
        byKey.remove(new Key(event.source(), event.id()), event);
        newestById.remove(event.id(), event);
    }

    synchronized Optional<NexusEvent<?>> find(String id, String source, long oldest) {
        NexusEvent<?> found = source == null ? newestById.get(id) : byKey.get(new Key(source, id));
        return found != null && found.sequence() > 0 && isKept(found, oldest) ? Optional.of(found) : Optional.empty();
    }

    /** An event without a sequence is on its way into the log. */
    private static boolean isKept(NexusEvent<?> event, long oldest) {
        return event.sequence() == 0 || event.sequence() >= oldest;
    }

    /** One that is still on its way must not keep those behind it: it is put last, and looked at again later. */
    private void forgetBefore(long oldest) {
        for (int onTheirWay = 0; onTheirWay < MAX_PUT_LAST && !byKey.isEmpty(); ) {
            var eldest = byKey.entrySet().iterator().next();
            Key key = eldest.getKey();
            NexusEvent<?> event = eldest.getValue();
            if (event.sequence() >= oldest) {
                return;
            }
            byKey.remove(key);
            if (event.sequence() == 0) {
                byKey.put(key, event);
                onTheirWay++;
            } else {
                newestById.remove(event.id(), event);
            }
        }
    }

    synchronized int size() {
        return Math.max(byKey.size(), newestById.size());
    }
}
