package org.eventnexus.work;

import java.util.Comparator;
import java.util.TreeSet;
import org.eventnexus.QueueOrder;

/** Items that wait, in a queue's order; an item is in one line at most. Without a lock of its own. */
abstract class Line {

    static Line of(QueueOrder order) {
        return switch (order) {
            case FIFO -> new Chain(false);
            case LIFO -> new Chain(true);
            case PRIORITY -> new ByPriority();
        };
    }

    /** One comes. */
    abstract void add(Item item);

    /** One comes back, and is the next of its equals. */
    abstract void addAgain(Item item);

    /** Takes the next one; null if there is none. */
    abstract Item poll();

    abstract void remove(Item item);

    abstract boolean isEmpty();

    /** First in, first out, or last in, first out; the next one is the first of the chain. */
    private static final class Chain extends Line {
        private final boolean newestFirst;
        private Item first;
        private Item last;

        private Chain(boolean newestFirst) {
            this.newestFirst = newestFirst;
        }

        @Override
        void add(Item item) {
            if (newestFirst) {
                addAgain(item);
                return;
            }
            item.older = last;
            if (last == null) {
                first = item;
            } else {
                last.newer = item;
            }
            last = item;
        }

        @Override
        void addAgain(Item item) {
            item.newer = first;
            if (first == null) {
                last = item;
            } else {
                first.older = item;
            }
            first = item;
        }

        @Override
        Item poll() {
            Item next = first;
            if (next != null) {
                remove(next);
            }
            return next;
        }

        @Override
        void remove(Item item) {
            if (item.older == null) {
                first = item.newer;
            } else {
                item.older.newer = item.newer;
            }
            if (item.newer == null) {
                last = item.older;
            } else {
                item.newer.older = item.older;
            }
            item.older = null;
            item.newer = null;
        }

        @Override
        boolean isEmpty() {
            return first == null;
        }
    }

    /** The lowest number first, equal ones in the order in which they came first. */
    private static final class ByPriority extends Line {
        private static final Comparator<Item> ORDER =
                Comparator.<Item>comparingInt(item -> item.priority).thenComparingLong(item -> item.turn);

        private final TreeSet<Item> items = new TreeSet<>(ORDER);

        @Override
        void add(Item item) {
            items.add(item);
        }

        @Override
        void addAgain(Item item) {
            items.add(item);
        }

        @Override
        Item poll() {
            return items.pollFirst();
        }

        @Override
        void remove(Item item) {
            items.remove(item);
        }

        @Override
        boolean isEmpty() {
            return items.isEmpty();
        }
    }
}
