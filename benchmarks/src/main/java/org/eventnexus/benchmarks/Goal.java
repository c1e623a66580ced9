package org.eventnexus.benchmarks;

import static org.eventnexus.benchmarks.Contestant.EVENTNEXUS;
import static org.eventnexus.benchmarks.Contestant.EVENTNEXUS_10;
import static org.eventnexus.benchmarks.Contestant.EVENTNEXUS_10_000;
import static org.eventnexus.benchmarks.Contestant.EVENTNEXUS_IDLE;
import static org.eventnexus.benchmarks.Contestant.EVENTNEXUS_LAMBDA;
import static org.eventnexus.benchmarks.Contestant.EVENTNEXUS_LOG;
import static org.eventnexus.benchmarks.Contestant.EVENTNEXUS_MANY;
import static org.eventnexus.benchmarks.Contestant.EVENTNEXUS_METHOD;
import static org.eventnexus.benchmarks.Contestant.EVENTNEXUS_ONE;
import static org.eventnexus.benchmarks.Contestant.FIRE;
import static org.eventnexus.benchmarks.Contestant.FIRE_ASYNC;
import static org.eventnexus.benchmarks.Contestant.FIRE_ASYNC_ONE;
import static org.eventnexus.benchmarks.Contestant.POOL;
import static org.eventnexus.benchmarks.Contestant.VERTX_MANY;
import static org.eventnexus.benchmarks.Contestant.VERTX_ONE;
import static org.eventnexus.benchmarks.Contestant.WORK_QUEUE;

import java.util.EnumSet;
import java.util.Set;

/** The goals that {@link FanOut} can tell about. */
enum Goal {
    P1("one publisher, one subscriber", 1, 1, EVENTNEXUS, Contestant.BOUNDED_AND_ORDERED, 1.0),
    P2("one publisher, four subscribers", 1, 4, EVENTNEXUS, Contestant.PEERS, 2.0),
    P3("four publishers, one subscriber", 4, 1, EVENTNEXUS, Contestant.PEERS, 1.0),
    P4("a @Subscribes method under Weld SE, against fireAsync", 1, 1, EVENTNEXUS_METHOD, EnumSet.of(FIRE_ASYNC), 500),
    P4_LAMBDA(
            "a @Subscribes method, against a lambda in the same container (at most 1.5 times as long)",
            1,
            1,
            EVENTNEXUS_METHOD,
            EnumSet.of(EVENTNEXUS_LAMBDA),
            1 / 1.5),
    P4_FIRE(
            "a @Subscribes method, against Event.fire, which has no queue; no goal",
            1,
            1,
            EVENTNEXUS_METHOD,
            EnumSet.of(FIRE),
            0),
    P5(
            "publish and wait for the result, one at a time",
            1,
            1,
            EVENTNEXUS_ONE,
            EnumSet.of(VERTX_ONE, FIRE_ASYNC_ONE),
            2.0),
    P5_MANY("publish and wait for the result, 1,000 in flight", 1, 1, EVENTNEXUS_MANY, EnumSet.of(VERTX_MANY), 10.0),
    W1("empty work with results, 1,000 in flight", 1, 1, WORK_QUEUE, EnumSet.of(POOL), 1.0),
    P8(
            "stages that were built and taken away, against never built (at most 1.05 times as long)",
            1,
            1,
            EVENTNEXUS_IDLE,
            EnumSet.of(EVENTNEXUS),
            1 / 1.05),
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
