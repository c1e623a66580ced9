package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eventnexus.CollectorOptions;
import org.eventnexus.CollectorStats;
import org.eventnexus.DomainConfig;
import org.eventnexus.Nexus;
import org.eventnexus.WorkQueue;
import org.eventnexus.WorkQueueConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A work queue's figures, and how its concurrency follows them, on a virtual clock. */
class WorkFiguresTest {
    private static final Duration SERVICE = Duration.ofMillis(251);

    private final HandEngine hand = new HandEngine();
    private final Nexus nexus = hand.start(DomainConfig.of("d"));
    private final WorkQueue queue = nexus.workQueue("q", WorkQueueConfig.defaults());
    private final List<Integer> consumers = new ArrayList<>();

    /** Works for a quarter of a second of virtual time, and holds no thread. */
    private void work(int min, int max) {
        queue.work(CollectorOptions.named("w").concurrency(min, max), (event, context) -> {
            var stage = new CompletableFuture<Object>();
            hand.time.schedule(() -> stage.complete(null), SERVICE);
            return stage;
        });
    }

    private CollectorStats stats() {
        return queue.stats().collectors().get(0);
    }

    /** So many events a second for so long, evenly. */
    private void run(int rate, int seconds) {
        for (int i = 1; i <= rate * seconds; i++) {
            queue.send(i);
            hand.run();
            pass(Duration.ofNanos(1_000_000_000L * i / rate - 1_000_000_000L * (i - 1) / rate));
            if (i % rate == 0) {
                consumers.add(stats().consumers());
            }
        }
    }

    /** Step by step, as workers go on by the executor. */
    private void pass(Duration time) {
        long left = time.toNanos();
        while (left > 0) {
            long step = Math.min(left, Duration.ofMillis(5).toNanos());
            hand.time.advance(Duration.ofNanos(step));
            hand.run();
            left -= step;
        }
    }

    @Test
    @Tag("EC-07")
    @Tag("EC-09")
    void consumersFollowTheLoadAndAreSteadyWhileItIs() {
        work(1, 200);
        run(95, 20);
        consumers.clear();
        run(95, 30);
        assertThat(consumers).allMatch(count -> count == 27 || count == 28);
        CollectorStats stats = stats();
        assertThat(stats.meanLoad()).isBetween(0.84, 0.90);
        assertThat(stats.arrivalRate()).isCloseTo(95, within(2.0));
        assertThat(stats.departureRate()).isCloseTo(95, within(2.0));
        assertThat(stats.serviceTime()).isBetween(SERVICE, SERVICE.plusMillis(6));
        assertThat(stats.waitTime()).isLessThan(Duration.ofMillis(50));
        assertThat(stats.workInProgress()).isBetween(22, 30);
        assertThat(stats.load()).isBetween(0.7, 1.0);
        assertThat(queue.stats().consumers()).isEqualTo(stats.consumers());
    }

    @Test
    @Tag("EC-07")
    void whoHasNothingToDoGoesBackToTheLeastAndLooksNoMore() {
        work(2, 200);
        run(95, 10);
        assertThat(stats().consumers()).isGreaterThan(20);
        hand.time.advance(Duration.ofSeconds(60));
        hand.rest();
        assertThat(stats().consumers()).isEqualTo(2);
        assertThat(stats().arrivalRate()).isZero();
        assertThat(hand.time.scheduled()).as("no timer of an idle queue").isZero();
        run(95, 5);
        assertThat(stats().consumers()).as("and it wakes up").isGreaterThan(20);
    }

    @Test
    @Tag("EC-09")
    void figuresAreOfTheNewestWindow() {
        work(4, 4);
        run(10, 5);
        assertThat(stats().arrivalRate()).isCloseTo(10, within(1.0));
        assertThat(stats().consumers()).isEqualTo(4);
        run(4, 15);
        assertThat(stats().arrivalRate()).isCloseTo(4, within(0.5));
        assertThat(stats().meanLoad()).isCloseTo(4 * 0.251 / 4, within(0.05));
        assertThat(stats().window()).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(11));
    }

    @Test
    @Tag("EC-09")
    void figuresAfterHoursWithoutAnEventAreNotOfThoseHours() {
        work(4, 4);
        run(1, 1);
        pass(Duration.ofSeconds(20));
        hand.time.advance(Duration.ofHours(3));
        hand.run();
        run(10, 5);
        assertThat(stats().window()).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(11));
        assertThat(stats().arrivalRate()).as("half of the window").isCloseTo(5, within(0.6));
    }
}
