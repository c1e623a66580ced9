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
}
