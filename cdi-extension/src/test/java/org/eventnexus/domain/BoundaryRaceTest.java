package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.eventnexus.Boundary;
import org.eventnexus.BoundaryConfig;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.Nexus;
import org.eventnexus.Overflow;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Outcome;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Status;
import org.eventnexus.race.Chance;
import org.eventnexus.race.Conservation;
import org.eventnexus.race.Crowd;
import org.eventnexus.race.Race;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Boundaries under load: round trips, rings, full queues, and stops in the middle of all that. */
@Race
@Tag("AN-21")
@Tag("AN-22")
class BoundaryRaceTest {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final int PUBLISHERS = 3;
    private static final int EACH = 2_000;

    private static DomainConfig narrow(String name, Chance chance) {
        return DomainConfig.of(name).withCapacity(1 + chance.below(8)).withAwaitTimeout(BOUND);
    }

    private static List<Nexus> domains(PooledEngine pooled, Chance chance, String... names) {
        List<Nexus> all = new ArrayList<>();
        for (String name : names) {
            all.add(pooled.create(narrow(name, chance)));
        }
        return all;
    }

    /** A to B to C, with a reply from each to the one before: every publication has exactly the results of its own event. */
    @Test
    @Tag("R7")
    void everyRoundTripHasItsOwnResultsAndThoseOnce(Chance chance) throws Exception {
        try (var pooled = new PooledEngine(2)) {
            List<Nexus> all = domains(pooled, chance, "a", "b", "c");
            List<Boundary> boundaries = List.of(
                    all.get(0)
                            .boundary(
                                    "a-b",
                                    BoundaryConfig.to(all.get(1)).select("x").capacity(1 + chance.below(4))),
                    all.get(1)
                            .boundary(
                                    "b-c",
                                    BoundaryConfig.to(all.get(2)).select("x").capacity(1 + chance.below(4))));
            for (Nexus nexus : all) {
                nexus.handle("x", (event, context) -> {
                    if (nexus != all.get(0)) {
                        context.reply("reply", nexus.name() + event.payload());
                    }
                    return nexus.name() + event.payload();
                });
                nexus.handle("reply", (event, context) -> nexus.name() + "<" + event.payload());
            }
            pooled.engine.start();
            var publications = new ConcurrentHashMap<Integer, Publication>();
            var next = new AtomicLong();
            new Crowd(chance)
                    .add(PUBLISHERS, own -> {
                        for (int i = 0; i < EACH; i++) {
                            int number = (int) next.incrementAndGet();
                            publications.put(number, all.get(0).bus().publish("x", number));
                        }
                    })
                    .start()
                    .await(BOUND);
            Conservation.atRest(all);

            assertThat(publications).hasSize(PUBLISHERS * EACH);
            publications.forEach((number, publication) -> {
                Outcome outcome = publication.poll().orElseThrow();
                assertThat(outcome.status()).isEqualTo(Status.COMPLETED);
                assertThat(outcome.results())
                        .extracting(Result::value)
                        .containsExactlyInAnyOrder(
                                "a" + number, "b" + number, "c" + number, "a<b" + number, "b<c" + number);
            });
            assertThat(boundaries)
                    .extracting(Boundary::stats)
                    .allMatch(stats ->
                            stats.forwarded() == PUBLISHERS * EACH && stats.refused() == 0 && stats.unanswered() == 0);
        }
    }

    /** Each domain forwards everything into the next one; all queues and all boundaries are full most of the time. */
    @Test
    @Tag("R5")
    void aRingOfBoundariesStopsEachEventWhereItBeganAndIsNeverStuck(Chance chance) throws Exception {
        try (var pooled = new PooledEngine(2)) {
            List<Nexus> ring = domains(pooled, chance, "a", "b", "c");
            // Where three overdrafts are not enough R5 allows a refusal; here they are.
            List<Boundary> boundaries = ring(ring, 200);
            var handled = new AtomicLong();
            ring.forEach(nexus -> nexus.handleRest((event, context) -> handled.incrementAndGet()));
            pooled.engine.start();
            var publications = new ConcurrentLinkedQueue<Publication>();
            new Crowd(chance)
                    .add(PUBLISHERS, own -> {
                        for (int i = 0; i < EACH; i++) {
                            publications.add(ring.get(own.below(3)).bus().publish("x", i));
                        }
                    })
                    .start()
                    .await(BOUND);
            Conservation.atRest(ring);

            long events = PUBLISHERS * EACH;
            assertThat(publications).allMatch(publication -> publication.status() == Status.COMPLETED);
            assertThat(publications)
                    .allMatch(publication ->
                            publication.poll().orElseThrow().results().size() == 3);
            assertThat(handled).as("once in each domain").hasValue(3 * events);
            assertThat(boundaries.stream()
                            .mapToLong(each -> each.stats().forwarded())
                            .sum())
                    .isEqualTo(2 * events);
            assertThat(boundaries.stream()
                            .mapToLong(each -> each.stats().looped())
                            .sum())
                    .as("stopped before the third hop")
                    .isEqualTo(events);
            assertOpen(ring);
        }
    }

    private static List<Boundary> ring(List<Nexus> ring, int capacity) {
        return IntStream.range(0, ring.size())
                .mapToObj(i -> ring.get(i)
                        .boundary(
                                "ring" + i,
                                BoundaryConfig.to(ring.get((i + 1) % ring.size()))
                                        .capacity(capacity)))
                .toList();
    }

    /** No domain was left closed when a circle had been relieved. */
    private static void assertOpen(List<Nexus> all) throws Exception {
        for (Nexus nexus : all) {
            assertThat(nexus.bus().publish("x", 0).await(BOUND).status()).isEqualTo(Status.COMPLETED);
        }
    }

    /** The same with the least room there can be: what is not forwarded then says so, and everything ends. */
    @Test
    @Tag("R5")
    void aRingWithTheLeastRoomGoesOnOrSaysThatItCannot(Chance chance) throws Exception {
        try (var pooled = new PooledEngine(2)) {
            List<Nexus> ring = new ArrayList<>();
            for (String name : List.of("a", "b", "c", "d")) {
                ring.add(pooled.create(DomainConfig.of(name).withCapacity(1).withAwaitTimeout(BOUND)));
            }
            List<Boundary> boundaries = ring(ring, 1);
            ring.forEach(nexus -> nexus.handleRest((event, context) -> nexus.name()));
            pooled.engine.start();
            var publications = new ConcurrentLinkedQueue<Publication>();
            new Crowd(chance)
                    .add(PUBLISHERS, own -> {
                        for (int i = 0; i < EACH; i++) {
                            publications.add(ring.get(own.below(4)).bus().publish("x", i));
                        }
                    })
                    .start()
                    .await(BOUND);
            Conservation.atRest(ring);
            assertThat(publications.stream().map(Publication::status).distinct())
                    .isSubsetOf(Status.COMPLETED, Status.FAILED);
            long refused = boundaries.stream()
                    .mapToLong(each -> each.stats().refused())
                    .sum();
            long told = publications.stream()
                    .flatMap(each -> each.poll().orElseThrow().results().stream())
                    .filter(result -> !result.ok())
                    .peek(result -> assertThat(result.error()).hasMessageContaining("ENX-0045"))
                    .count();
            assertThat(told).as("each refusal is told, once").isEqualTo(refused);
            assertThat(boundaries)
                    .allMatch(each ->
                            each.stats().unanswered() == 0 && each.stats().waiting() == 0);
            assertOpen(ring);
        }
    }

    @Test
    void orderIsKeptThroughANarrowBoundaryWhileOthersPublishThereAsWell(Chance chance) throws Exception {
        try (var pooled = new PooledEngine(2)) {
            List<Nexus> all = domains(pooled, chance, "a", "b");
            all.get(0)
                    .boundary(
                            "a-b",
                            BoundaryConfig.to(all.get(1))
                                    .select("x")
                                    .capacity(2)
                                    .replies(chance.below(2) == 0));
            var last = new AtomicLong();
            var outOfOrder = new ConcurrentLinkedQueue<Object>();
            all.get(1).bus().<Integer>subscribe("x", event -> {
                if (last.getAndSet(event.payload()) != event.payload() - 1) {
                    outOfOrder.add(event.payload());
                }
            });
            pooled.engine.start();
            var waiting = new ConcurrentLinkedQueue<Publication>();
            new Crowd(chance)
                    .add(own -> {
                        for (int i = 1; i <= EACH; i++) {
                            all.get(0).bus().publish("x", i);
                        }
                    })
                    .add(2, own -> {
                        for (int i = 0; i < EACH; i++) {
                            all.get(1).bus().publish("other", i);
                        }
                    })
                    .add(own -> {
                        for (int i = 0; i < EACH; i++) {
                            waiting.add(all.get(1).bus().publishAsync(EventDraft.of("other", i)));
                            own.delay();
                        }
                    })
                    .start()
                    .await(BOUND);
            Conservation.atRest(all);
            assertThat(outOfOrder).isEmpty();
            assertThat(last).hasValue(EACH);
        }
    }

    /** However fast others bring events that wait by themselves, a boundary gets its share of the room. */
    @Test
    void aBoundaryIsNotKeptOutByEventsThatWaitByThemselves(Chance chance) throws Exception {
        try (var pooled = new PooledEngine(2)) {
            Nexus a = pooled.create(DomainConfig.of("a"));
            Nexus b = pooled.create(
                    DomainConfig.of("b").withCapacity(8).withRetention(0).withAwaitTimeout(BOUND));
            a.boundary("a-b", BoundaryConfig.to(b));
            b.handleRest((event, context) -> 1);
            pooled.engine.start();
            var over = new AtomicLong();
            var crowd = new Crowd(chance)
                    .add(2, own -> {
                        while (over.get() == 0) {
                            b.bus().publishAsync(EventDraft.of("flood", 0));
                        }
                    })
                    .start();
            try {
                for (int i = 0; i < 200; i++) {
                    assertThat(a.bus().publish("x", i).await(BOUND).status()).isEqualTo(Status.COMPLETED);
                }
            } finally {
                over.set(1);
            }
            crowd.await(BOUND);
            Conservation.atRest(List.of(a, b));
        }
    }

    @Test
    @Tag("R12")
    void aCloseOfTheEngineBringsOverWhatWaitsAndLosesNothing(Chance chance) throws Exception {
        for (int round = 0; round < 40; round++) {
            try (var pooled = new PooledEngine(2)) {
                List<Nexus> all = domains(pooled, chance, "a", "b", "c");
                boolean replies = chance.below(2) == 0;
                all.get(0)
                        .boundary(
                                "a-b",
                                BoundaryConfig.to(all.get(1))
                                        .capacity(1 + chance.below(50))
                                        .replies(replies));
                all.get(1)
                        .boundary(
                                "b-c",
                                BoundaryConfig.to(all.get(2))
                                        .capacity(1 + chance.below(50))
                                        .replies(replies));
                var arrived = new AtomicLong();
                all.get(2).handleRest((event, context) -> arrived.incrementAndGet());
                pooled.engine.start();
                var publications = new ConcurrentLinkedQueue<Publication>();
                Crowd crowd = new Crowd(chance)
                        .add(2, own -> {
                            for (int i = 0; i < 100; i++) {
                                publications.add(all.get(0).bus().publish("x", i));
                            }
                        })
                        .add(own -> {
                            own.delay();
                            pooled.engine.close();
                        })
                        .start();
                crowd.await(BOUND);
                assertThat(publications).hasSize(200).allMatch(Publication::isDone);
                long admitted = publications.stream()
                        .filter(publication -> publication.status() != Status.REFUSED)
                        .count();
                assertThat(publications)
                        .extracting(Publication::status)
                        .containsOnlyElementsOf(
                                admitted == 200
                                        ? List.of(Status.COMPLETED)
                                        : admitted == 0
                                                ? List.of(Status.REFUSED)
                                                : List.of(Status.COMPLETED, Status.REFUSED));
                assertThat(arrived).hasValue(admitted);
                Conservation.atRest(all);
            }
        }
    }

    /** Domains and boundaries go away in any order, while events are everywhere: each publication ends, once. */
    @Test
    @Tag("R12")
    void stopsAndClosesInAnyOrderLeaveNothingPending(Chance chance) throws Exception {
        for (int round = 0; round < 40; round++) {
            try (var pooled = new PooledEngine(2)) {
                List<Nexus> ring = domains(pooled, chance, "a", "b", "c");
                List<Boundary> boundaries = ring(ring, 1 + chance.below(3));
                ring.forEach(nexus -> nexus.handleRest((event, context) -> {
                    context.reply("reply", 1);
                    return nexus.name();
                }));
                pooled.engine.start();
                var publications = new ConcurrentLinkedQueue<Publication>();
                var ends = new AtomicLong();
                List<Runnable> goings = new ArrayList<>();
                ring.forEach(nexus -> goings.add(() -> nexus.stop(Duration.ofMillis(chance.below(20)))));
                goings.add(() -> boundaries.get(0).close(Duration.ofMillis(5)));
                chance.shuffle(goings);
                new Crowd(chance)
                        .add(2, own -> {
                            for (int i = 0; i < 100; i++) {
                                Publication publication =
                                        ring.get(own.below(3)).bus().publish("x", i);
                                publications.add(publication);
                                publication.outcome().thenAccept(outcome -> ends.incrementAndGet());
                            }
                        })
                        .add(own -> goings.forEach(Runnable::run))
                        .start()
                        .await(BOUND);
                assertThat(publications).hasSize(200).allMatch(Publication::isDone);
                assertThat(ends).hasValue(200);
                Conservation.atRest(ring);
            }
        }
    }

    @Test
    void overflowPoliciesKeepTheirBooks(Chance chance) throws Exception {
        try (var pooled = new PooledEngine(2)) {
            List<Nexus> all = domains(pooled, chance, "a", "b");
            Overflow overflow = chance.oneOf(Overflow.FAIL, Overflow.DROP_NEWEST);
            Boundary out = all.get(0)
                    .boundary("out", BoundaryConfig.to(all.get(1)).capacity(1).overflow(overflow));
            all.get(1).handleRest((event, context) -> 1);
            pooled.engine.start();
            var publications = new ConcurrentLinkedQueue<Publication>();
            new Crowd(chance)
                    .add(PUBLISHERS, own -> {
                        for (int i = 0; i < EACH; i++) {
                            publications.add(all.get(0).bus().publish("x", i));
                        }
                    })
                    .start()
                    .await(BOUND);
            Conservation.atRest(all);
            Boundary.Stats stats = out.stats();
            assertThat(stats.forwarded() + stats.refused() + stats.dropped()).isEqualTo(PUBLISHERS * EACH);
            assertThat(all.get(1).stats().published()).isEqualTo(stats.forwarded());
            long failed = publications.stream()
                    .filter(publication -> publication.status() == Status.FAILED)
                    .count();
            assertThat(failed).isEqualTo(stats.refused());
        }
    }
}
