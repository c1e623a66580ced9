package org.eventnexus.boundary;

import java.util.concurrent.atomic.LongAdder;
import org.eventnexus.Boundary.Stats;

/** What a boundary counts. Thread-safe. */
final class Tally {
    final LongAdder forwarded = new LongAdder();
    final LongAdder filtered = new LongAdder();
    final LongAdder looped = new LongAdder();
    final LongAdder duplicates = new LongAdder();
    final LongAdder dropped = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder answered = new LongAdder();
    final LongAdder unhandled = new LongAdder();
    // Written by the loop alone.
    volatile int waiting;
    volatile int unanswered;

    Stats stats() {
        return new Stats(
                forwarded.sum(),
                filtered.sum(),
                looped.sum(),
                duplicates.sum(),
                dropped.sum(),
                refused.sum(),
                answered.sum(),
                unhandled.sum(),
                waiting,
                unanswered);
    }
}
