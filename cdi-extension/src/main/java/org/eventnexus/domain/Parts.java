package org.eventnexus.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The {@link Part}s that are open in a domain, in the order in which they were opened; chained, as there may be one for each
 * event. Owned by the loop.
 */
final class Parts {
    private Part first;
    private Part last;

    void add(Part part) {
        part.open = true;
        part.before = last;
        if (last == null) {
            first = part;
        } else {
            last.after = part;
        }
        last = part;
    }

    /** Whether it was open. */
    boolean remove(Part part) {
        if (!part.open) {
            return false;
        }
        if (part.before == null) {
            first = part.after;
        } else {
            part.before.after = part.after;
        }
        if (part.after == null) {
            last = part.before;
        } else {
            part.after.before = part.before;
        }
        part.open = false;
        part.before = null;
        part.after = null;
        return true;
    }

    boolean isEmpty() {
        return first == null;
    }

    /** The events of those that belong to one. */
    void forEachEvent(Consumer<Delivery<?>> action) {
        for (Part part = first; part != null; part = part.after) {
            Delivery<?> delivery = part.delivery;
            if (delivery != null) {
                action.accept(delivery);
            }
        }
    }

    /** Those that were open; now there are none. */
    List<Part> takeAll() {
        List<Part> taken = new ArrayList<>();
        while (first != null) {
            taken.add(first);
            remove(first);
        }
        return taken;
    }
}
