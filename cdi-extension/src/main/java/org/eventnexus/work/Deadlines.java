package org.eventnexus.work;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The items of a collector that have a deadline, by when it is: as all of them have the same time, that is the order in which
 * they came. One timer is enough for all. Guarded by the backlog.
 */
final class Deadlines {
    private final Set<Item> items = new LinkedHashSet<>(0);
    /** Whether somebody looks when the first of them is due. */
    private boolean armed;

    void add(Item item) {
        items.add(item);
    }

    void remove(Item item) {
        items.remove(item);
    }

    /** Nanoseconds until the first one is due, for who looks then; less than 0 if nobody needs to. */
    long arm(long now) {
        if (armed || items.isEmpty()) {
            return -1;
        }
        armed = true;
        return Math.max(0, items.iterator().next().due - now);
    }

    /** Nobody looks. */
    void disarm() {
        armed = false;
    }

    boolean isDue(long now) {
        return !items.isEmpty() && items.iterator().next().due - now <= 0;
    }

    List<Item> due(long now) {
        List<Item> due = new ArrayList<>();
        for (Item item : items) {
            if (item.due - now > 0) {
                break;
            }
            due.add(item);
        }
        return due;
    }
}
