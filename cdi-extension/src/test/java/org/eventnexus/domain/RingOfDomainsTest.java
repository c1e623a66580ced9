package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.Nexus;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.eventnexus.QueueOrder;
import org.eventnexus.race.Conservation;
import org.eventnexus.race.Race;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Domains whose handlers publish into the next one, in a circle, all of them full. */
@Race
@Tag("R5")
@Tag("AN-23")
class RingOfDomainsTest {
    private static final int EVENTS = 20_000;
    private static final int HOPS = 20;
    private static final Duration BOUND = Duration.ofSeconds(60);

    private static List<Nexus> ring(
            PooledEngine pooled, int size, int capacity, AtomicLong arrived, AtomicLong refused) {
        return ring(pooled, size, capacity, QueueOrder.FIFO, arrived, refused);
    }

    private static List<Nexus> ring(
            PooledEngine pooled, int size, int capacity, QueueOrder order, AtomicLong arrived, AtomicLong refused) {
        var ring = new ArrayList<Nexus>();
        for (int i = 0; i < size; i++) {
            ring.add(pooled.create(DomainConfig.of("ring" + i)
                    .withCapacity(capacity)
                    .withOrder(order)
                    .withRetention(0)
                    .withAwaitTimeout(BOUND)));
        }
        for (int i = 0; i < size; i++) {
            Nexus next = ring.get((i + 1) % size);
            ring.get(i).handle("hop", (event, context) -> {
                int left = (Integer) event.payload();
                if (left == 0) {
                    arrived.incrementAndGet();
                } else if (next.bus().publish("hop", left - 1).status() == Status.REFUSED) {
                    refused.incrementAndGet();
                }
                return null;
            });
        }
        pooled.engine.start();
        return ring;
    }

    @ParameterizedTest
    @CsvSource({"2,FIFO", "3,FIFO", "5,FIFO", "16,FIFO", "2,PRIORITY", "5,LIFO"})
    @Tag("AN-12")
    void nothingIsRefusedAndEverythingArrives(int size, QueueOrder order) throws Exception {
        try (var pooled = new PooledEngine(2)) {
            var arrived = new AtomicLong();
            var refused = new AtomicLong();
            List<Nexus> ring = ring(pooled, size, 4, order, arrived, refused);

            var publishing = List.of(
                    pooled.publisher(() -> publish(ring, 0, refused)),
                    pooled.publisher(() -> publish(ring, 1, refused)));
            for (var each : publishing) {
                each.get(BOUND.toSeconds(), TimeUnit.SECONDS);
            }
            Awaitility.await().atMost(BOUND).until(() -> arrived.get() + refused.get() == EVENTS);

            assertThat(refused).hasValue(0);
            Conservation.atRest(ring);
            assertThat(ring.stream()
                            .mapToLong(nexus -> nexus.stats().delivered())
                            .sum())
                    .isEqualTo((long) EVENTS * (HOPS + 1));
            assertThat(ring).allMatch(nexus -> nexus.stats().refused() == 0);
            assertOpenToOutside(ring);
        }
    }

    private static void publish(List<Nexus> ring, int publisher, AtomicLong refused) {
        for (int i = publisher; i < EVENTS; i += 2) {
            if (ring.get(i % ring.size()).bus().publish("hop", HOPS).status() == Status.REFUSED) {
                refused.incrementAndGet();
            }
        }
    }

    /** No domain was left closed when the cycle had been relieved. */
    private static void assertOpenToOutside(List<Nexus> ring) throws Exception {
        for (Nexus nexus : ring) {
            Publication publication = nexus.bus().publish("hop", 0);
            assertThat(publication.await(BOUND).status()).isEqualTo(Status.COMPLETED);
        }
    }

    @Test
    void publishedWithoutHoldingTheLoopsThreads() throws Exception {
        try (var pooled = new PooledEngine(1)) {
            var arrived = new AtomicLong();
            var refused = new AtomicLong();
            List<Nexus> ring = ring(pooled, 3, 4, arrived, refused);
            int events = 2_000;
            pooled.publisher(() -> {
                        for (int i = 0; i < events; ) {
                            Publication publication = ring.get(i % 3).bus().publishAsync(EventDraft.of("hop", HOPS));
                            if (publication.status() != Status.REFUSED) {
                                i++;
                            } else {
                                Thread.onSpinWait();
                            }
                        }
                    })
                    .get(BOUND.toSeconds(), TimeUnit.SECONDS);
            Awaitility.await().atMost(BOUND).until(() -> arrived.get() + refused.get() == events);
            assertThat(refused).hasValue(0);
            Conservation.atRest(ring);
        }
    }

    @Test
    void aTangleOfDomainsThatPublishIntoSeveralOthersGoesOn() throws Exception {
        try (var pooled = new PooledEngine(2)) {
            int size = 7;
            var arrived = new AtomicLong();
            var refused = new AtomicLong();
            // All there are at a time fit into one domain's overdraft: beyond it R5 allows a refusal, and a domain
            // whose thread the machine has put aside does get what the others pass on.
            var leaves = new Semaphore(16 * 64);
            var all = new ArrayList<Nexus>();
            for (int i = 0; i < size; i++) {
                all.add(pooled.create(DomainConfig.of("tangle" + i)
                        .withCapacity(64)
                        .withRetention(0)
                        .withAwaitTimeout(BOUND)));
            }
            // Each event goes on to one of the others at random, and sometimes splits in two.
            for (Nexus nexus : all) {
                nexus.handle("hop", (event, context) -> {
                    int left = (Integer) event.payload();
                    arrived.incrementAndGet();
                    leaves.release(left == 0 ? 1 : 0);
                    var random = ThreadLocalRandom.current();
                    for (int n = left == 0 ? 0 : left % 8 == 0 ? 2 : 1; n > 0; n--) {
                        Publication publication =
                                all.get(random.nextInt(size)).bus().publish("hop", left - 1);
                        if (publication.status() == Status.REFUSED) {
                            refused.incrementAndGet();
                        }
                    }
                    return null;
                });
            }
            pooled.engine.start();
            int events = 5_000;
            for (int i = 0; i < events; i++) {
                assertThat(leaves.tryAcquire(4, BOUND.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
                assertThat(all.get(i % size).bus().publish("hop", 16).status()).isNotEqualTo(Status.REFUSED);
            }
            // 16, 15 to 8 in two, 7 to 0 in four: 1 + 2 * 8 + 4 * 8 handled for each.
            Conservation.atRest(all);
            assertThat(refused).hasValue(0);
            assertThat(arrived).hasValue(events * 49L);
        }
    }

    @Test
    @Tag("R12")
    void aRingThatIsStoppedInTheMiddleOfCongestionDrainsOrAbandonsAndLeavesNothingPending() throws Exception {
        for (int round = 0; round < 5; round++) {
            try (var pooled = new PooledEngine(2)) {
                var arrived = new AtomicLong();
                var refused = new AtomicLong();
                List<Nexus> ring = ring(pooled, 3, 4, arrived, refused);
                var publications = new ArrayList<Publication>();
                for (int i = 0; i < 300; i++) {
                    publications.add(ring.get(i % 3).bus().publish("hop", 1_000));
                }
                for (Nexus nexus : ring) {
                    long start = System.nanoTime();
                    nexus.stop(Duration.ofSeconds(20));
                    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
                }
                assertThat(publications).allMatch(Publication::isDone);
                Conservation.atRest(ring);
            }
        }
    }
}
