package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.Nexus;
import org.eventnexus.Overflow;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.eventnexus.race.Conservation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several publishers into a full queue whose policy drops events, while the loop takes them. */
@Tag("R3")
@Tag("R7")
@Tag("AN-11")
class OverflowRaceTest {
    private static final int PUBLISHERS = 4;
    private static final int EACH = 20_000;
    private static final int KEYS = 8;
    private static final Duration BOUND = Duration.ofSeconds(60);

    /** Which publisher, its how manieth event of this key. */
    private record Value(String key, int number) {}

    private final Map<String, Integer> lastHandled = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Value> outOfOrder = new ConcurrentLinkedQueue<>();
    private final AtomicLong droppedEnds = new AtomicLong();

    /** Under both policies; keys are a publisher's own, so that the order of a key is known. */
    @ParameterizedTest
    @CsvSource({"DROP_OLDEST,1", "DROP_OLDEST,16", "KEEP_LATEST,32", "KEEP_LATEST,40"})
    void whatIsHandledIsInOrderAndEverythingIsCounted(Overflow overflow, int capacity) throws Exception {
        try (var pooled = new PooledEngine(2)) {
            Nexus nexus =
                    pooled.start(DomainConfig.of("d").withCapacity(capacity).withOverflow(overflow));
            nexus.bus().<Value>subscribe("**", event -> handled(event.payload()));
            var start = new CountDownLatch(1);
            var publishing = new ArrayList<Future<?>>();
            for (int p = 0; p < PUBLISHERS; p++) {
                String publisher = "p" + p;
                publishing.add(pooled.publisher(() -> {
                    start.await();
                    publish(nexus, publisher, overflow == Overflow.KEEP_LATEST ? KEYS : 1);
                }));
            }
            start.countDown();
            for (Future<?> each : publishing) {
                each.get(BOUND.toSeconds(), TimeUnit.SECONDS);
            }
            Nexus.Stats stats = Conservation.atRest(nexus);
            assertThat(stats.published()).isEqualTo((long) PUBLISHERS * EACH);
            assertThat(stats.delivered() + stats.dropped()).isEqualTo(stats.published());
            assertThat(stats.dropped()).isPositive().isEqualTo(droppedEnds.get());
            assertThat(stats.refused()).isZero();
            assertThat(nexus.log().orElseThrow().newest()).isEqualTo(stats.published());
            assertThat(outOfOrder).isEmpty();
            if (overflow == Overflow.KEEP_LATEST) {
                assertThat(lastHandled).as("the last value of each key").hasSize(PUBLISHERS * KEYS);
                assertThat(lastHandled.values()).containsOnly(EACH / KEYS - 1);
            }
        }
    }

    private void handled(Value value) {
        Integer before = lastHandled.put(value.key(), value.number());
        if (before != null && before >= value.number()) {
            outOfOrder.add(value);
        }
    }

    private void publish(Nexus nexus, String publisher, int keys) {
        for (int i = 0; i < EACH; i++) {
            String key = publisher + "." + i % keys;
            EventDraft<Value> draft =
                    EventDraft.of("a", new Value(key, i / keys)).key(key);
            boolean async = ThreadLocalRandom.current().nextBoolean();
            Publication publication =
                    async ? nexus.bus().publishAsync(draft) : nexus.bus().publish(draft);
            publication.outcome().thenAccept(outcome -> {
                if (outcome.status() == Status.DROPPED) {
                    droppedEnds.incrementAndGet();
                }
            });
        }
    }

    /** Publishers and a stop: whoever comes too late is refused, everybody else's events are handled or dropped. */
    @ParameterizedTest
    @CsvSource({"DROP_OLDEST,2", "KEEP_LATEST,4"})
    @Tag("R12")
    void aStopWhileOffersGoOnLeavesNothingPending(Overflow overflow, int capacity) throws Exception {
        try (var pooled = new PooledEngine(2)) {
            for (int round = 0; round < 300; round++) {
                Nexus nexus = pooled.start(DomainConfig.of("d" + round)
                        .withCapacity(capacity)
                        .withOverflow(overflow)
                        .withRetention(8));
                nexus.handleRest((event, context) -> null);
                var publications = new ConcurrentLinkedQueue<Publication>();
                var start = new CountDownLatch(1);
                var tasks = new ArrayList<Future<?>>();
                for (int p = 0; p < 2; p++) {
                    tasks.add(pooled.publisher(() -> {
                        start.await();
                        for (int i = 0; i < 50; i++) {
                            publications.add(
                                    nexus.bus().publish(EventDraft.of("a", i).key("k" + i % 3)));
                        }
                    }));
                }
                tasks.add(pooled.publisher(() -> {
                    start.await();
                    assertThat(nexus.stop(BOUND)).isEmpty();
                }));
                start.countDown();
                for (Future<?> each : tasks) {
                    each.get(BOUND.toSeconds(), TimeUnit.SECONDS);
                }
                assertThat(publications).hasSize(100).allMatch(Publication::isDone);
                Nexus.Stats stats = nexus.stats();
                assertThat(List.of(stats.waiting(), stats.published() + stats.refused()))
                        .containsExactly(0L, 100L);
            }
        }
    }
}
