package org.eventnexus.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many work follows the load, and stays where it is while the load does. */
@Tag("EC-07")
class ScalingLawTest {
    private static final DoubleSupplier SERVICE = () -> 0.251;
    private static final int SEEDS = 20;

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static DoubleSupplier even(double rate) {
        return () -> 1 / rate;
    }

    private static DoubleSupplier random(Random random, double rate) {
        return () -> -Math.log(1 - random.nextDouble()) / rate;
    }

    private static int changes(List<Integer> permits) {
        int changes = 0;
        for (int i = 1; i < permits.size(); i++) {
            changes += permits.get(i).equals(permits.get(i - 1)) ? 0 : 1;
        }
        return changes;
    }

    @Test
    void ninetyFiveASecondAtAQuarterOfASecondSettleAt28() {
        var queue = new SimulatedQueue(1, 200, SERVICE);
        queue.run(seconds(20), even(95));
        assertThat(queue.takePermits()).containsOnly(28);
        queue.takeLoad();
        queue.run(seconds(300), even(95));
        assertThat(queue.takePermits()).containsOnly(28);
        assertThat(queue.takeLoad()).isBetween(0.85, 0.89);
        assertThat(queue.figures().meanLoad()).isBetween(0.85, 0.89);
        assertThat(queue.law().wanted()).isBetween(27.3, 27.5);
    }

    /** The load is the mean over the seeds: that of one varies by its arrivals. */
    @Test
    void arrivalsAtRandomSettleAt27To28() {
        double load = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            var queue = new SimulatedQueue(1, 200, SERVICE);
            var random = new Random(seed);
            queue.run(seconds(300), random(random, 95));
            queue.takePermits();
            queue.takeLoad();
            queue.run(seconds(600), random(random, 95));
            List<Integer> permits = queue.takePermits();
            assertThat(permits).as("seed %d", seed).allMatch(number -> number == 27 || number == 28);
            assertThat(changes(permits)).as("seed %d", seed).isLessThanOrEqualTo(4);
            load += queue.takeLoad() / SEEDS;
        }
        assertThat(load).isBetween(0.85, 0.89);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 250, 500, 750, 999})
    void aStepUpAndBackIsFollowedWithinTenIntervalsWhereverItFalls(long offsetMillis) {
        var queue = new SimulatedQueue(1, 500, SERVICE);
        queue.run(seconds(30).plusMillis(offsetMillis), even(10));
        assertThat(queue.takePermits()).endsWith(3);

        queue.run(seconds(10), even(500));
        assertThat(queue.takePermits()).isSorted().endsWith(145);
        assertThat(queue.waiting()).isZero();
        queue.run(seconds(60), even(500));
        assertThat(queue.takePermits()).containsOnly(145);

        queue.run(seconds(10), even(10));
        assertThat(queue.takePermits())
                .isSortedAccordingTo(Comparator.reverseOrder())
                .endsWith(3);
        queue.run(seconds(60), even(10));
        assertThat(queue.takePermits()).containsOnly(3);
    }

    @Test
    void aStepOfArrivalsAtRandomIsFollowedWithinTenIntervals() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            var random = new Random(seed);
            var queue = new SimulatedQueue(1, 500, SERVICE);
            queue.run(seconds(30).plusMillis(random.nextInt(1000)), random(random, 10));
            queue.run(seconds(10), random(random, 500));
            queue.takePermits();
            queue.run(seconds(60), random(random, 500));
            List<Integer> high = queue.takePermits();
            assertThat(high).as("seed %d", seed).allMatch(number -> number >= 138 && number <= 152);
            assertThat(changes(high)).as("seed %d", seed).isLessThanOrEqualTo(8);

            queue.run(seconds(10), random(random, 10));
            queue.takePermits();
            queue.run(seconds(60), random(random, 10));
            assertThat(queue.takePermits()).as("seed %d", seed).allMatch(number -> number <= 5);
        }
    }

    @Test
    void whoIsIdleForTheIdleTimeGoes() {
        var queue = new SimulatedQueue(2, 200, SERVICE);
        queue.run(seconds(30), even(95));
        queue.takePermits();
        queue.rest(seconds(29));
        assertThat(queue.takePermits()).containsOnly(28);
        queue.rest(seconds(2));
        assertThat(queue.takePermits()).endsWith(2);
        queue.rest(seconds(10));
        assertThat(queue.takePermits()).containsOnly(2);
        assertThat(queue.law().wanted()).isZero();
        assertThat(queue.figures().arrivalRate()).isZero();
    }

    @Test
    void anIdleQueueAtAnyRateIsIdle() {
        var law = new ScalingLaw(1, 50, 0.15, SimulatedQueue.INTERVAL, seconds(3));
        for (int i = 0; i < 200; i++) {
            law.next(interval(2, 2, seconds(2), 0, 4));
        }
        assertThat(law.permits()).isEqualTo(3);
        law.next(interval(0, 0, seconds(0), 0, 0));
        law.next(interval(0, 0, seconds(0), 0, 0));
        assertThat(law.permits()).isEqualTo(3);
        law.next(interval(2, 2, seconds(2), 0, 4));
        law.next(interval(0, 0, seconds(0), 0, 0));
        law.next(interval(0, 0, seconds(0), 0, 0));
        assertThat(law.permits()).isEqualTo(3);
        law.next(interval(0, 0, seconds(0), 0, 0));
        assertThat(law.permits()).isEqualTo(1);
    }

    @Test
    void thereAreNeverMoreThanMaxNorFewerThanMin() {
        var queue = new SimulatedQueue(4, 20, SERVICE);
        queue.run(seconds(10), even(2));
        assertThat(queue.takePermits()).containsOnly(4);
        queue.run(seconds(30), even(500));
        assertThat(queue.takePermits()).endsWith(20).allMatch(number -> number <= 20);
    }

    /** The margin of ten items of 200 ms a second would take eleven minutes for a thousand. */
    @Test
    void whatTheMarginDoesNotClearInTimeCountsAsArrivals() {
        assertThat(withWaiting(0)).isEqualTo(3); // 10/s x 0.2 s x 1.15
        assertThat(withWaiting(15)).isEqualTo(3); // 10/s x 10 s x 0.15
        assertThat(withWaiting(515)).isEqualTo(14); // 60/s
        assertThat(withWaiting(1_015)).isEqualTo(26); // 110/s x 0.2 s x 1.15
    }

    private static int withWaiting(int waiting) {
        return new ScalingLaw(1, 500, 0.15, SimulatedQueue.INTERVAL, seconds(1)).next(tenOf200Millis(waiting));
    }

    private static Interval tenOf200Millis(int waiting) {
        long second = SimulatedQueue.INTERVAL.toNanos();
        return new Interval(second, 10, 10, 2 * second, 2 * second, waiting, 2);
    }

    @Test
    void aBurstIsArrivals() {
        var queue = new SimulatedQueue(1, 500, SERVICE);
        queue.run(seconds(60), even(10));
        queue.takePermits();
        queue.pile(1_000);
        queue.run(seconds(2), even(10));
        assertThat(queue.waiting()).isZero();
        queue.run(seconds(8), even(10));
        assertThat(queue.takePermits()).startsWith(292).endsWith(3); // 1,010/s
    }

    @Test
    void aLongerServiceTimeWantsMoreAndAShorterOneFewer() {
        double[] service = {0.25};
        var queue = new SimulatedQueue(1, 500, () -> service[0]);
        queue.run(seconds(120), even(100));
        assertThat(queue.takePermits()).endsWith(29);
        service[0] = 0.5;
        queue.run(seconds(10), even(100));
        assertThat(queue.takePermits()).endsWith(58);
        service[0] = 0.1;
        queue.run(seconds(10), even(100));
        assertThat(queue.takePermits()).endsWith(12);
    }

    @Test
    void serviceTimesThatVaryAsMuchAsTheirMeanAreSteadyAsWell() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            var random = new Random(seed);
            var queue = new SimulatedQueue(1, 500, random(random, 1 / 0.251));
            queue.run(seconds(300), random(random, 95));
            queue.takePermits();
            queue.run(seconds(600), random(random, 95));
            List<Integer> permits = queue.takePermits();
            assertThat(permits).as("seed %d", seed).allMatch(number -> number >= 26 && number <= 30);
            assertThat(changes(permits)).as("seed %d", seed).isLessThanOrEqualTo(12);
        }
    }

    @Test
    void fewerAreThereAfterFiveLooksAtWhichFewerWereWanted() {
        var law = new ScalingLaw(1, 500, 0.15, SimulatedQueue.INTERVAL, seconds(60));
        for (int i = 0; i < 30; i++) {
            law.next(interval(200, 200, seconds(200), 0, 200));
        }
        int before = law.permits();
        assertThat(before).isBetween(230, 231);
        for (int look = 1; look < 5; look++) {
            int permits = law.next(interval(20, 20, seconds(20), 0, 20));
            assertThat(permits).as("look %d", look).isEqualTo(before);
        }
        assertThat(law.next(interval(20, 20, seconds(20), 0, 20))).isBetween(23, 24);
    }

    @Test
    void workThatHasNotEndedIsKnownToTakeAtLeastAsLongAsItHas() {
        var law = new ScalingLaw(1, 1_000, 0.15, SimulatedQueue.INTERVAL, seconds(5));
        assertThat(law.next(interval(2, 0, seconds(1), 1, 1))).isEqualTo(3); // 2/s x 1 s
        assertThat(law.next(interval(2, 0, seconds(3), 1, 3))).isEqualTo(3); // 2/s x 4/3 s
        assertThat(law.next(interval(2, 0, seconds(4), 2, 4))).isEqualTo(5); // 2/s x 8/4 s
    }

    private static Interval interval(long arrived, long ended, Duration busy, int waiting, int working) {
        long service = ended * SimulatedQueue.INTERVAL.toNanos();
        return new Interval(
                SimulatedQueue.INTERVAL.toNanos(), arrived, ended, service, busy.toNanos(), waiting, working);
    }
}
