package org.eventnexus.bus;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eventnexus.EncodedPayload;
import org.eventnexus.EventSelector;

/**
 * Payload classes, found by a payload that they select: by looking up what its class extends and implements, which is little,
 * however many classes there are. Not thread-safe.
 */
final class PayloadSelectors {
    private final Map<Class<?>, EventSelector> selectors = new HashMap<>();

    void add(EventSelector selector) {
        if (selector instanceof EventSelector.Payload payload) {
            selectors.put(payload.type(), payload);
        }
    }

    void remove(EventSelector selector) {
        if (selector instanceof EventSelector.Payload payload) {
            selectors.remove(payload.type());
        }
    }

    boolean isEmpty() {
        return selectors.isEmpty();
    }

    /** Those that select a payload, which may be null. */
    List<EventSelector> of(Object payload) {
        if (selectors.isEmpty() || payload == null || payload instanceof EncodedPayload) {
            return List.of();
        }
        if (payload.getClass().isArray()) { // what an array is an instance of are also arrays of what its elements are
            return selectors.values().stream()
                    .filter(selector -> selector.matches("", payload))
                    .toList();
        }
        List<EventSelector> found = new ArrayList<>();
        Set<Class<?>> faces = new HashSet<>();
        for (Class<?> type = payload.getClass(); type != null; type = type.getSuperclass()) {
            add(type, found);
            addInterfaces(type, faces, found);
        }
        return found;
    }

    private void add(Class<?> type, List<EventSelector> to) {
        EventSelector selector = selectors.get(type);
        if (selector != null) {
            to.add(selector);
        }
    }

    private void addInterfaces(Class<?> type, Set<Class<?>> seen, List<EventSelector> to) {
        for (Class<?> face : type.getInterfaces()) {
            if (seen.add(face)) {
                add(face, to);
                addInterfaces(face, seen, to);
            }
        }
    }
}
