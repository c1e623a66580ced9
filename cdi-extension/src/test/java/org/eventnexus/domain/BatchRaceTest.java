package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.Middleware.Decision;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.Overflow;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.eventnexus.QueueOrder;
import org.eventnexus.race.Chance;
import org.eventnexus.race.Conservation;
import org.eventnexus.race.Crowd;
import org.eventnexus.race.Race;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Batches and single events of several publishers, while the loop takes them and the domain stops. */
@Tag("R3")
@Tag("R7")
class BatchRaceTest {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final int CAPACITY = 16;
    private static final int EACH = 400;

    /** An event of a batch: the how manieth of how many; a single one is one of one. */
    private record Part(Object batch, int at, int of) {}

    /** Those that may be refused, as more than the capacity would wait by themselves. */
    private final Queue<List<Publication>> batches = new ConcurrentLinkedQueue<>();

    private final Queue<List<Publication>> awaited = new ConcurrentLinkedQueue<>();
    private final AtomicLong published = new AtomicLong();
    private final List<String> torn = new ArrayList<>();
    /** The loop's. */
    private Part before;

    private void handled(NexusEvent<Part> event) {
        Part part = event.payload();
        boolean goesOn = before != null && before.at() + 1 < before.of();
        boolean fits = goesOn ? part.batch() == before.batch() && part.at() == before.at() + 1 : part.at() == 0;
        if (!fits) {
            torn.add(before + " then " + part);
        }
        before = part;
    }

    private static List<EventDraft<Part>> drafts(int size) {
        List<EventDraft<Part>> drafts = new ArrayList<>();
        var batch = new Object();
        for (int at = 0; at < size; at++) {
            drafts.add(EventDraft.of("a", new Part(batch, at, size)));
        }
        return drafts;
    }

    private void publish(Nexus nexus, Chance chance, int largest) {
        for (int i = 0; i < EACH; i++) {
            int size = 1 + chance.below(largest);
            List<EventDraft<Part>> drafts = drafts(size);
            published.addAndGet(size);
            if (size == 1 && chance.below(2) == 0) {
                awaited.add(List.of(nexus.bus().publish(drafts.get(0))));
            } else if (chance.below(3) > 0) {
                awaited.add(nexus.bus().publishAll(drafts));
            } else {
                List<Publication> waiting = nexus.bus().publishAllAsync(drafts);
                batches.add(waiting);
                waiting.get(size - 1)
                        .accepted()
                        .toCompletableFuture()
                        .exceptionally(e -> null)
                        .join();
            }
            chance.delay();
        }
    }

    private static void assertWholeAndInPlace(Iterable<List<Publication>> all, boolean mayBeRefused) {
        for (List<Publication> batch : all) {
            assertThat(batch).allMatch(Publication::isDone);
            long admitted = batch.stream()
                    .filter(each -> each.status() != Status.REFUSED)
                    .count();
            assertThat(admitted).isIn(mayBeRefused ? List.of(0L, (long) batch.size()) : List.of((long) batch.size()));
            for (int i = 1; i < batch.size() && admitted > 0; i++) {
                assertThat(batch.get(i).event().sequence())
                        .isEqualTo(batch.get(0).event().sequence() + i);
            }
        }
    }

    private void all(Nexus nexus, Chance chance) throws Exception {
        nexus.bus().subscribe("**", this::handled);
        new Crowd(chance)
                .add(own -> publish(nexus, own, CAPACITY))
                .add(own -> publish(nexus, own, 4))
                .add(own -> publish(nexus, own, 4))
                .add(own -> publish(nexus, own, 1))
                .start()
                .await(BOUND);
        Nexus.Stats stats = Conservation.atRest(nexus);
        assertThat(stats.published() + stats.refused()).isEqualTo(published.get());
        assertThat(stats.delivered()).isEqualTo(stats.published());
        assertWholeAndInPlace(awaited, false);
        assertWholeAndInPlace(batches, true);
        assertThat(torn).isEmpty();
    }

    @Test
    @Race
    void inARingNothingComesInBetween(Chance chance) throws Exception {
        try (var pooled = new PooledEngine(2)) {
            all(pooled.start(DomainConfig.of("d").withCapacity(CAPACITY)), chance);
        }
    }

    @Test
    @Race
    void behindALockNothingComesInBetween(Chance chance) throws Exception {
        try (var pooled = new PooledEngine(2)) {
            all(pooled.start(DomainConfig.of("d").withCapacity(CAPACITY).withOrder(QueueOrder.PRIORITY)), chance);
        }
    }

    @Test
    @Race
    @Tag("AU-03")
    void throughAnAsynchronousMiddlewareNothingComesInBetween(Chance chance) throws Exception {
        try (var pooled = new PooledEngine(2)) {
            Nexus nexus = pooled.start(DomainConfig.of("d").withCapacity(CAPACITY));
            nexus.useAsync("m", draft -> CompletableFuture.supplyAsync(() -> Decision.pass(draft), pooled.pool));
            all(nexus, chance);
        }
    }

    /** A batch as large as the queue gets its turn though others always want the next place. */
    @Test
    @Race
    void whoWantsASinglePlaceDoesNotKeepALargeBatchWaiting(Chance chance) throws Exception {
        try (var pooled = new PooledEngine(2)) {
            Nexus nexus =
                    pooled.start(DomainConfig.of("d").withCapacity(CAPACITY).withAwaitTimeout(BOUND));
            nexus.bus().subscribe("**", event -> Thread.onSpinWait());
            var through = new AtomicBoolean();
            new Crowd(chance)
                    .add(3, own -> {
                        while (!through.get()) {
                            nexus.bus().publish("single", 1);
                        }
                    })
                    .add(own -> {
                        for (int i = 0; i < 50; i++) {
                            List<EventDraft<Integer>> drafts = new ArrayList<>();
                            for (int at = 0; at < CAPACITY; at++) {
                                drafts.add(EventDraft.of("a", at));
                            }
                            List<Publication> batch = i % 2 == 0
                                    ? nexus.bus().publishAll(drafts)
                                    : nexus.bus().publishAllAsync(drafts);
                            batch.get(0).accepted().toCompletableFuture().join();
                        }
                        through.set(true);
                    })
                    .start()
                    .await(BOUND);
            assertThat(Conservation.atRest(nexus).refused()).isZero();
        }
    }

    @Test
    @Race
    @Tag("R12")
    void aStopLeavesNoBatchInHalves(Chance chance) throws Exception {
        try (var pooled = new PooledEngine(2)) {
            for (int round = 0; round < 25; round++) {
                batches.clear();
                before = null;
                Nexus nexus = pooled.start(DomainConfig.of("d" + round)
                        .withCapacity(CAPACITY)
                        .withRetention(8)
                        .withOverflow(chance.oneOf(Overflow.AWAIT, Overflow.FAIL)));
                nexus.bus().subscribe("**", this::handled);
                var some = new CountDownLatch(10);
                new Crowd(chance)
                        .add(2, own -> {
                            for (int i = 0; i < 20; i++) {
                                some.countDown();
                                publishOne(nexus, own);
                            }
                        })
                        .add(own -> {
                            some.await();
                            assertThat(nexus.stop(BOUND)).isEmpty();
                        })
                        .start()
                        .await(BOUND);
                Conservation.atRest(nexus);
                assertWholeAndInPlace(batches, true);
                assertThat(torn).isEmpty();
            }
        }
    }

    private void publishOne(Nexus nexus, Chance chance) {
        List<EventDraft<Part>> drafts = drafts(1 + chance.below(CAPACITY));
        batches.add(
                chance.below(2) == 0
                        ? nexus.bus().publishAll(drafts)
                        : nexus.bus().publishAllAsync(drafts));
    }
}
