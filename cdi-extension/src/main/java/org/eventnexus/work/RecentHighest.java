package org.eventnexus.work;

import java.util.ArrayDeque;
import java.util.Deque;

/** The highest of the numbers of a time that slides. One thread at a time. */
final class RecentHighest {
    private record Entry(long at, int number) {}

    private final long nanos;
    /** Later entries are lower; what a later one reaches no longer matters. */
    private final Deque<Entry> entries = new ArrayDeque<>();

    RecentHighest(long nanos) {
        this.nanos = nanos;
    }

    /** The highest of this one and those that came less than the time before. */
    int with(long now, int number) {
        while (!entries.isEmpty() && entries.peekLast().number <= number) {
            entries.removeLast();
        }
        entries.addLast(new Entry(now, number));
        while (entries.peekFirst().at <= now - nanos && entries.size() > 1) {
            entries.removeFirst();
        }
        return entries.peekFirst().number;
    }

    void forget() {
        entries.clear();
    }
}
