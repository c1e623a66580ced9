package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.DoubleSupplier;
import org.eventnexus.CollectorStats;
import org.eventnexus.DomainConfig;
import org.eventnexus.Nexus;
import org.eventnexus.WorkQueue;
import org.eventnexus.WorkQueueConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the law of scaling promises, kept by a work queue with all that there is around it, on a virtual clock. */
@Tag("EC-07")
class WorkLoadTest {
    private static final Duration SERVICE = Duration.ofMillis(251);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final HandEngine hand = new HandEngine();
    private final Nexus nexus = hand.start(DomainConfig.of("d").withRetention(0));
    private final WorkQueue queue =
            nexus.workQueue("q", WorkQueueConfig.defaults().withConcurrency(1, 500));

    /** Consumers after each look. */
    private final List<Integer> consumers = new ArrayList<>();

    WorkLoadTest() {
        queue.work("w", (event, context) -> {
            var stage = new CompletableFuture<Object>();
            hand.time.schedule(
                    () -> {
                        stage.complete(null);
                        hand.run();
                    },
                    SERVICE);
            return stage;
        });
    }

    /** Events come, each so many seconds after the one before. */
    private void run(int seconds, DoubleSupplier gap) {
        long end = hand.time.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        for (long next = next(gap); next < end; next = next(gap)) {
            passTo(next);
            queue.send("item");
            hand.run();
        }
        passTo(end);
    }

    private long next(DoubleSupplier gap) {
        return hand.time.nanoTime() + Math.round(gap.getAsDouble() * 1e9);
    }

    private void passTo(long time) {
        long look = LOOK.toNanos();
        for (long now = hand.time.nanoTime(); now < time; now = hand.time.nanoTime()) {
            long step = Math.min(time, (now / look + 1) * look);
            hand.time.advance(Duration.ofNanos(step - now));
            hand.run();
            if (step % look == 0) {
                consumers.add(stats().consumers());
            }
        }
    }

    private CollectorStats stats() {
        return queue.stats().collectors().get(0);
    }

    private List<Integer> takeConsumers() {
        List<Integer> taken = List.copyOf(consumers);
        consumers.clear();
        return taken;
    }

    @Test
    void ninetyFiveASecondAtAQuarterOfASecondSettleAt28() {
        run(20, () -> 1 / 95.0);
        takeConsumers();
        for (int i = 0; i < 10; i++) {
            run(10, () -> 1 / 95.0);
            assertThat(stats().meanLoad()).isBetween(0.85, 0.89);
        }
        assertThat(takeConsumers()).containsOnly(28);
    }

    @Test
    void arrivalsAtRandomSettleAt27To28() {
        var random = new Random(42);
        run(300, () -> -Math.log(1 - random.nextDouble()) / 95);
        takeConsumers();
        double load = 0;
        for (int i = 0; i < 30; i++) {
            run(10, () -> -Math.log(1 - random.nextDouble()) / 95);
            load += stats().meanLoad() / 30;
        }
        assertThat(takeConsumers()).allMatch(number -> number == 27 || number == 28);
        assertThat(load).isBetween(0.83, 0.89); // 300 s of chance: a standard deviation of 0.005
    }

    @Test
    void aStepUpAndBackIsFollowedWithinTenLooks() {
        run(30, () -> 1 / 10.0);
        assertThat(takeConsumers()).endsWith(3);
        run(10, () -> 1 / 500.0);
        assertThat(takeConsumers()).isSorted().endsWith(145);
        assertThat(stats().waiting()).isZero();
        run(30, () -> 1 / 500.0);
        assertThat(takeConsumers()).containsOnly(145);
        run(10, () -> 1 / 10.0);
        assertThat(takeConsumers())
                .isSortedAccordingTo(Comparator.reverseOrder())
                .endsWith(3);
        run(30, () -> 1 / 10.0);
        assertThat(takeConsumers()).containsOnly(3);
    }

    /** From fewer, from more, and from none. */
    @Test
    void itSettlesAt28WhereverItComesFrom() {
        for (int before : List.of(10, 500)) {
            run(30, () -> 1.0 / before);
            run(10, () -> 1 / 95.0);
            assertThat(stats().consumers()).as("after %d/s", before).isEqualTo(28);
            takeConsumers();
            run(60, () -> 1 / 95.0);
            assertThat(takeConsumers()).as("after %d/s", before).containsOnly(28);
            assertThat(stats().meanLoad()).isBetween(0.85, 0.89);
        }
        passTo(hand.time.nanoTime() + Duration.ofSeconds(60).toNanos());
        takeConsumers();
        run(10, () -> 1 / 95.0);
        assertThat(takeConsumers()).isSorted().endsWith(28);
    }

    /** As many as Little's law and the margin say, and not one look otherwise. */
    @ParameterizedTest
    @ValueSource(ints = {2, 10, 40, 333})
    void itIsSteadyOnASteadyLoad(int rate) {
        run(30, () -> 1.0 / rate);
        takeConsumers();
        run(120, () -> 1.0 / rate);
        assertThat(takeConsumers()).hasSize(120).containsOnly((int) Math.ceil(rate * 0.251 * 1.15));
    }

    @Test
    void idleItFallsBackToTheLeastAfterTheIdleTimeAndNotBefore() {
        run(30, () -> 1 / 95.0);
        takeConsumers();
        passTo(hand.time.nanoTime() + Duration.ofSeconds(40).toNanos());
        List<Integer> idle = takeConsumers();
        int fewer = idle.indexOf(1);
        assertThat(fewer).as("looks: %s", idle).isBetween(29, 31);
        assertThat(idle.subList(0, fewer)).containsOnly(28);
        assertThat(idle.subList(fewer, idle.size())).containsOnly(1);
    }
}
