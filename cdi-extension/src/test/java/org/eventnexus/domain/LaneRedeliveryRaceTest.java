package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.eventnexus.DeadLetter;
import org.eventnexus.DeadLetterException;
import org.eventnexus.DeadLetterException.Reason;
import org.eventnexus.DomainConfig;
import org.eventnexus.Handler;
import org.eventnexus.LaneStats;
import org.eventnexus.Nexus;
import org.eventnexus.Publication;
import org.eventnexus.RetryPolicy;
import org.eventnexus.Subscription;
import org.eventnexus.SubscriptionOptions;
import org.eventnexus.race.Chance;
import org.eventnexus.race.Conservation;
import org.eventnexus.race.Crowd;
import org.eventnexus.race.Race;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Lanes that fail, try again, and get their dead letters once more, while others of them are cancelled: each event succeeds
 * once in a lane that stays, every redelivery ends, and no permit is lost.
 */
@Tag("R2")
@Tag("R8")
class LaneRedeliveryRaceTest {
    private static final int PUBLISHERS = 3;
    private static final int EACH = 300;
    private static final int PERMITS = 3;
    private static final int ALL_LETTERS = 1 << 16;
    private static final Duration BOUND = Duration.ofSeconds(60);

    private final AtomicBoolean calm = new AtomicBoolean();
    private final AtomicInteger publishing = new AtomicInteger(PUBLISHERS);
    private final Queue<Publication> redeliveries = new ConcurrentLinkedQueue<>();
    private final Map<Object, AtomicInteger> succeeded = new ConcurrentHashMap<>();

    private static SubscriptionOptions lane(String name) {
        return SubscriptionOptions.defaults()
                .async()
                .named(name)
                .maxConcurrent(2)
                .laneCapacity(1 << 12);
    }

    /** Fails now and then, at once or by a stage. */
    private Handler<Object> failing(PooledEngine pooled, Map<Object, AtomicInteger> counted, int seed) {
        Map<Object, AtomicInteger> calls = new ConcurrentHashMap<>();
        return (event, context) -> {
            Object payload = event.payload();
            int call =
                    calls.computeIfAbsent(payload, any -> new AtomicInteger()).incrementAndGet();
            var choice = new Random(Objects.hash(seed, payload, call));
            boolean fails = choice.nextInt(3) == 0 && !calm.get();
            return choice.nextBoolean()
                    ? answer(fails, payload, counted)
                    : CompletableFuture.supplyAsync(() -> answer(fails, payload, counted), pooled.pool);
        };
    }

    private static Object answer(boolean fails, Object payload, Map<Object, AtomicInteger> counted) {
        if (fails) {
            throw new IllegalStateException("on purpose");
        }
        counted.computeIfAbsent(payload, any -> new AtomicInteger()).incrementAndGet();
        return null;
    }

    private void redeliver(Nexus nexus) {
        for (DeadLetter letter : nexus.deadLetters().list(null, ALL_LETTERS)) {
            try {
                redeliveries.add(nexus.deadLetters().redeliver(letter.id()));
            } catch (DeadLetterException beaten) {
                assertThat(beaten.reason()).isIn(Reason.BUSY, Reason.UNKNOWN, Reason.RECEIVER_GONE);
            }
        }
    }

    @Test
    @Race
    @Tag("AE-07")
    void noneIsLostAndNoneSucceedsTwice(Chance chance) throws Exception {
        try (var pooled = new PooledEngine(2, true)) {
            Nexus nexus = pooled.start(DomainConfig.of("d")
                    .withRetry(new RetryPolicy(2, Duration.ofNanos(1), Duration.ofMillis(1)))
                    .withDeadLetter(true)
                    .withDeadLetters(ALL_LETTERS)
                    .withMaxConcurrent(PERMITS));
            nexus.bus().subscribe("a", lane("stays"), failing(pooled, succeeded, chance.below(Integer.MAX_VALUE)));
            var crowd = new Crowd(chance);
            for (int p = 0; p < PUBLISHERS; p++) {
                int first = p * EACH;
                crowd.add(own -> {
                    for (int i = 0; i < EACH; i++) {
                        nexus.bus().publish("a", first + i);
                        own.delay();
                    }
                    publishing.decrementAndGet();
                });
            }
            crowd.add(2, own -> {
                while (publishing.get() > 0) {
                    redeliver(nexus);
                }
            });
            crowd.add(2, own -> {
                while (publishing.get() > 0) {
                    Map<Object, AtomicInteger> counted = new ConcurrentHashMap<>();
                    Subscription goes = nexus.bus()
                            .subscribe("a", lane("goes"), failing(pooled, counted, own.below(Integer.MAX_VALUE)));
                    own.delay();
                    Thread.yield();
                    goes.cancel();
                    assertThat(counted.values()).allMatch(count -> count.get() == 1);
                }
            });
            crowd.start().await(BOUND);
            Conservation.atRest(nexus);
            calm.set(true);
            Awaitility.await().atMost(BOUND).until(() -> {
                redeliver(nexus);
                return isAtRest(nexus);
            });

            assertThat(nexus.lanes())
                    .singleElement()
                    .extracting(LaneStats::receiver)
                    .isEqualTo("stays");
            assertThat(succeeded).hasSize(PUBLISHERS * EACH);
            assertThat(succeeded.values()).allMatch(count -> count.get() == 1);
            assertThat(nexus.deadLetters().list(null, ALL_LETTERS))
                    .allMatch(letter -> letter.receiver().equals("goes"));
            assertThat(redeliveries)
                    .isNotEmpty()
                    .allMatch(each -> each.outcome().toCompletableFuture().isDone());
            assertAllPermitsAreThere(nexus);
        }
    }

    private boolean isAtRest(Nexus nexus) {
        LaneStats stays = nexus.lanes().stream()
                .filter(lane -> lane.receiver().equals("stays"))
                .findFirst()
                .orElseThrow();
        return stays.depth() + stays.running() == 0
                && nexus.deadLetters().list(null, ALL_LETTERS).stream()
                        .noneMatch(letter -> letter.receiver().equals("stays"))
                && redeliveries.stream()
                        .allMatch(each -> each.outcome().toCompletableFuture().isDone());
    }

    private static void assertAllPermitsAreThere(Nexus nexus) throws InterruptedException {
        var together = new CountDownLatch(PERMITS);
        for (int i = 0; i < PERMITS; i++) {
            nexus.bus().subscribe("b", SubscriptionOptions.defaults().async().named("b" + i), event -> {
                together.countDown();
                together.await(10, TimeUnit.SECONDS);
            });
        }
        nexus.bus().publish("b", null);
        assertThat(together.await(10, TimeUnit.SECONDS)).isTrue();
    }
}
