package org.eventnexus.work;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eventnexus.QueueOrder;

/** Which items wait for another one of their key. Guarded by the backlog. */
final class Keys {
    private final QueueOrder order;
    /** Stands for the lines of keys of which nobody waits. */
    private final Line nobody;
    /** A line for each key that is taken. */
    private final Map<String, Line> lines = new HashMap<>();

    Keys(QueueOrder order) {
        this.order = order;
        this.nobody = Line.of(order);
    }

    /** An item comes: whether it has to wait, as its key is taken; if not, it has taken the key. */
    boolean holdBack(Item item) {
        if (item.key == null) {
            return false;
        }
        Line line = lines.putIfAbsent(item.key, nobody);
        if (line == null) {
            return false;
        }
        if (line == nobody) {
            line = Line.of(order);
            lines.put(item.key, line);
        }
        line.add(item);
        return true;
    }

    /** One that waits goes. */
    void remove(Item item) {
        lines.get(item.key).remove(item);
    }

    /** Who has taken a key gives it back: the next one, which has it from now on; null if nobody waits. */
    Item release(Item item) {
        if (item.key == null) {
            return null;
        }
        Item next = lines.get(item.key).poll();
        if (next == null) {
            lines.remove(item.key);
        }
        return next;
    }

    /** Gives away all that wait, and forgets the keys. */
    void drainTo(List<Item> left) {
        for (Line line : lines.values()) {
            for (Item item = line.poll(); item != null; item = line.poll()) {
                left.add(item);
            }
        }
        lines.clear();
    }
}
