package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.eventnexus.DomainConfig;
import org.eventnexus.Nexus;
import org.eventnexus.race.Chance;
import org.eventnexus.race.Conservation;
import org.eventnexus.race.Race;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two of 10,000 domains on two threads are flooded: the others wait for no more than what a drain may handle at once. */
@Race
@Tag("R11")
class FairnessRaceTest {
    private static final int QUIET = 9_998;
    /** Two floods, 256 events a drain; a second drain of each may begin before a quiet domain's turn. */
    private static final long FAIR = 2 * 2 * 256;

    private final AtomicBoolean flooding = new AtomicBoolean(true);
    private final AtomicLong flood = new AtomicLong();
    /** Of each quiet domain: the flood's events that were handled while its one event waited, and the nanoseconds. */
    private final long[] passed = new long[QUIET];

    private final long[] waited = new long[QUIET];

    @Test
    void quietDomainsAreServedInTurn(Chance chance) throws Exception {
        try (var pooled = new PooledEngine(2)) {
            List<Nexus> floods = floods(pooled);
            var left = new CountDownLatch(QUIET);
            List<Nexus> quiet = quiet(pooled, left);
            chance.shuffle(quiet);
            pooled.engine.start();
            for (int i = 0; i < 200; i++) {
                flood(floods.get(i % 2));
            }
            for (Nexus nexus : quiet) {
                int number = Integer.parseInt(nexus.name());
                passed[number] = -flood.get();
                waited[number] = -System.nanoTime();
                nexus.bus().publish("a", null);
                chance.delay();
            }
            assertThat(left.await(60, TimeUnit.SECONDS)).as("all are served").isTrue();
            flooding.set(false);

            long p90 = percentile(passed, 90);
            assertThat(p90).as("events of the flood before a quiet one, p90").isLessThanOrEqualTo(FAIR);
            Duration p99 = Duration.ofNanos(percentile(waited, 99));
            assertThat(p99).as("p99 of the waiting").isLessThan(Duration.ofMillis(500));
            assertThat(floods)
                    .as("the flooded ones go on")
                    .allMatch(nexus -> nexus.stats().delivered() >= 64);
            Conservation.atRest(pooled.engine.all());
        }
    }

    private List<Nexus> floods(PooledEngine pooled) {
        var floods = new ArrayList<Nexus>();
        for (int i = 0; i < 2; i++) {
            Nexus nexus = pooled.create(DomainConfig.of("flooded" + i).withRetention(0));
            nexus.handleRest((event, context) -> flood.incrementAndGet());
            floods.add(nexus);
        }
        return floods;
    }

    private List<Nexus> quiet(PooledEngine pooled, CountDownLatch left) {
        var quiet = new ArrayList<Nexus>();
        for (int i = 0; i < QUIET; i++) {
            int number = i;
            Nexus nexus =
                    pooled.create(DomainConfig.of("" + number).withCapacity(2).withRetention(0));
            nexus.handleRest((event, context) -> {
                passed[number] += flood.get();
                waited[number] += System.nanoTime();
                left.countDown();
                return null;
            });
            quiet.add(nexus);
        }
        return quiet;
    }

    /** Each event's end publishes the next one: the queue is never empty. */
    private void flood(Nexus nexus) {
        if (flooding.get()) {
            nexus.bus().publish("flood", null).outcome().thenRun(() -> flood(nexus));
        }
    }

    private static long percentile(long[] values, int percent) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length * percent / 100];
    }
}
