package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.eventnexus.DomainConfig;
import org.eventnexus.LaneFull;
import org.eventnexus.Nexus;
import org.eventnexus.Subscription;
import org.eventnexus.SubscriptionOptions;
import org.eventnexus.race.Chance;
import org.eventnexus.race.Conservation;
import org.eventnexus.race.Crowd;
import org.eventnexus.race.Race;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Subscriptions come and go while events are published. */
class SubscriptionRaceTest {
    private static final Duration BOUND = Duration.ofSeconds(120);
    private static final int CANCELLERS = 2;
    private static final long MEGABYTE = 1 << 20;

    private final AtomicBoolean going = new AtomicBoolean(true);

    @Test
    @Race
    @Tag("AE-03")
    void timesAreExact(Chance chance) throws Exception {
        try (var pooled = new PooledEngine(2, true)) {
            Nexus nexus = pooled.start(DomainConfig.of("d").withRetention(0));
            var calls = new ArrayList<AtomicInteger>();
            var wanted = new ArrayList<Integer>();
            for (int i = 0; i < 200; i++) {
                var called = new AtomicInteger();
                int times = 1 + chance.below(50);
                SubscriptionOptions options = SubscriptionOptions.defaults().times(times);
                nexus.bus().subscribe("a", i % 2 == 0 ? options : options.async(), event -> called.incrementAndGet());
                calls.add(called);
                wanted.add(times);
            }
            new Crowd(chance)
                    .add(4, own -> {
                        for (int i = 0; i < 500; i++) {
                            nexus.bus().publish("a", null);
                        }
                    })
                    .start()
                    .await(BOUND);
            Conservation.atRest(nexus);
            Awaitility.await().atMost(BOUND).until(() -> nexus.lanes().isEmpty());
            assertThat(calls.stream().map(AtomicInteger::get)).containsExactlyElementsOf(wanted);
            assertThat(nexus.stats().subscribers()).isZero();
        }
    }

    @Test
    @Race
    @Tag("AE-07")
    void aHundredThousandSubscriptionsAndCancellations(Chance chance) throws Exception {
        storm(100_000, chance);
    }

    /** Every tenth has a lane. Nothing comes late, those who stay miss nothing, and nothing is left behind. */
    private void storm(int pairs, Chance chance) throws Exception {
        try (var pooled = new PooledEngine(2, true)) {
            Nexus nexus = pooled.start(
                    DomainConfig.of("d").withCapacity(256).withRetention(0).withAwaitTimeout(BOUND));
            var stay = List.of(new AtomicLong(), new AtomicLong(), new AtomicLong());
            nexus.bus().subscribe("a", event -> stay.get(0).incrementAndGet());
            nexus.bus().subscribe("*", event -> stay.get(1).incrementAndGet());
            nexus.bus()
                    .subscribe(
                            "a",
                            SubscriptionOptions.defaults().async().whenLaneFull(LaneFull.PAUSE),
                            event -> stay.get(2).incrementAndGet());
            churn(nexus, pairs / 10, chance, new AtomicLong()); // until everything is compiled and has its size
            long before = usedHeap();
            var late = new AtomicLong();
            long published = churn(nexus, pairs, chance, late);
            Conservation.atRest(nexus);
            Awaitility.await()
                    .atMost(BOUND)
                    .until(() ->
                            nexus.lanes().get(0).delivered() == nexus.stats().published());

            assertThat(late).as("deliveries after cancel had returned").hasValue(0);
            assertThat(published).isPositive();
            assertThat(stay)
                    .extracting(AtomicLong::get)
                    .containsOnly(nexus.stats().published());
            assertThat(nexus.stats().subscribers()).isEqualTo(3);
            assertThat(nexus.lanes()).hasSize(1);
            assertThat(nexus.lanes().get(0).dropped()).isZero();
            assertThat(usedHeap() - before).as("bytes that are left behind").isLessThan(8 * MEGABYTE);
        }
    }

    /** How many events were published meanwhile. */
    private long churn(Nexus nexus, int pairs, Chance chance, AtomicLong late) throws Exception {
        going.set(true);
        var left = new AtomicInteger(CANCELLERS);
        var published = new AtomicLong();
        new Crowd(chance)
                .add(CANCELLERS, own -> {
                    for (int i = 0; i < pairs / CANCELLERS; i++) {
                        subscribeAndCancel(nexus, own, late);
                    }
                    if (left.decrementAndGet() == 0) {
                        going.set(false);
                    }
                })
                .add(own -> {
                    while (going.get()) {
                        nexus.bus().publish("a", null);
                        published.incrementAndGet();
                    }
                })
                .start()
                .await(BOUND);
        return published.get();
    }

    private static void subscribeAndCancel(Nexus nexus, Chance own, AtomicLong late) {
        var cancelled = new AtomicBoolean();
        SubscriptionOptions options = SubscriptionOptions.defaults();
        Subscription subscription = nexus.bus()
                .subscribe(
                        own.oneOf("a", "a", "*", "**", "other"),
                        own.below(10) == 0 ? options.async() : options,
                        event -> late.addAndGet(cancelled.get() ? 1 : 0));
        subscription.cancel();
        cancelled.set(true);
    }

    private static long usedHeap() {
        var runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
