package org.eventnexus.benchmarks;

import static org.eventnexus.benchmarks.Contestant.EVENTNEXUS;
import static org.eventnexus.benchmarks.Contestant.EVENTNEXUS_10;
import static org.eventnexus.benchmarks.Contestant.EVENTNEXUS_10_000;
import static org.eventnexus.benchmarks.Contestant.EVENTNEXUS_LOG;

import java.util.EnumSet;
import java.util.Set;

/** The goals that {@link FanOut} can tell about. */
enum Goal {
    P1("one publisher, one subscriber", 1, 1, EVENTNEXUS, Contestant.BOUNDED_AND_ORDERED, 1.0),
    P2("one publisher, four subscribers", 1, 4, EVENTNEXUS, Contestant.PEERS, 2.0),
    P3("four publishers, one subscriber", 4, 1, EVENTNEXUS, Contestant.PEERS, 1.0),
    P7(
            "10,000 subscriptions of which one matches, against 10 (at most 1.3 times as long)",
            1,
            1,
            EVENTNEXUS_10_000,
            EnumSet.of(EVENTNEXUS_10),
            1 / 1.3),
    L3("the memory log, 4,096 events kept, against none", 1, 1, EVENTNEXUS_LOG, EnumSet.of(EVENTNEXUS), 0.8);

    final String title;
    final int publishers;
    final int subscribers;
    final Contestant subject;
    final Set<Contestant> rivals;
    final double atLeast;

    Goal(String title, int publishers, int subscribers, Contestant subject, Set<Contestant> rivals, double atLeast) {
        this.title = title;
        this.publishers = publishers;
        this.subscribers = subscribers;
        this.subject = subject;
        this.rivals = rivals;
        this.atLeast = atLeast;
    }

    Set<Contestant> contestants() {
        Set<Contestant> all = EnumSet.copyOf(rivals);
        all.add(subject);
        return all;
    }
}
