package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.eventnexus.Boundary;
import org.eventnexus.BoundaryConfig;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.Middleware.Decision;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Status;
import org.eventnexus.race.Chance;
import org.eventnexus.race.Conservation;
import org.eventnexus.race.Crowd;
import org.eventnexus.race.Race;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Boundaries into domains whose middlewares decide on other threads and in any order. */
@Race
@Tag("AN-21")
@Tag("AN-22")
@Tag("AU-03")
@Tag("R3")
@Tag("R7")
class BoundaryMiddlewareRaceTest {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final int PUBLISHERS = 3;
    private static final int EACH = 500;

    private record Value(int publisher, int number) {}

    private record Question(EventDraft<?> draft, CompletableFuture<Decision> answer) {}

    private final Queue<Question> questions = new ConcurrentLinkedQueue<>();
    private final Map<Integer, Integer> last = new ConcurrentHashMap<>();
    private final Queue<Value> outOfOrder = new ConcurrentLinkedQueue<>();

    private Object handled(NexusEvent<Value> event) {
        Value value = event.payload();
        Integer before = last.put(value.publisher(), value.number());
        if (before != null && before >= value.number()) {
            outOfOrder.add(value);
        }
        return "handled";
    }

    private void ask(Nexus nexus) {
        nexus.useAsync("asks", draft -> {
            var answer = new CompletableFuture<Decision>();
            questions.add(new Question(draft, answer));
            return answer;
        });
    }

    /** Answers in an order by chance: a few wait in its hand. */
    private void answer(Chance chance, AtomicInteger going) {
        List<Question> hand = new ArrayList<>();
        while (going.get() > 0 || !questions.isEmpty() || !hand.isEmpty()) {
            Question next = questions.poll();
            if (next != null) {
                hand.add(next);
            }
            if (!hand.isEmpty() && (next == null || hand.size() > 8)) {
                Question question = hand.remove(chance.below(hand.size()));
                question.answer().complete(decision(question.draft()));
            }
            if (next == null) {
                Thread.onSpinWait();
            }
        }
    }

    /** One in ten is refused, one in ten answered. */
    private static Decision decision(EventDraft<?> draft) {
        return switch (((Value) draft.payload()).number() % 10) {
            case 3 -> Decision.refuse("by number");
            case 7 -> Decision.answer("answered");
            default -> Decision.pass(draft);
        };
    }

    private static String expected(int number) {
        return switch (number % 10) {
            case 3 -> "refused";
            case 7 -> "answered";
            default -> "handled";
        };
    }

    private static String outcome(Publication publication) {
        List<Result> results = publication.poll().orElseThrow().results();
        return results.size() != 1
                ? results.toString()
                : results.get(0).ok() ? results.get(0).value().toString() : "refused";
    }

    @Test
    void eachPublishersOrderIsKeptAndEachHasItsOwnResultOnce(Chance chance) throws Exception {
        try (var pooled = new PooledEngine(2)) {
            Nexus a = pooled.start(DomainConfig.of("a").withAwaitTimeout(BOUND).withCapacity(chance.oneOf(2, 8, 64)));
            Nexus b = pooled.start(DomainConfig.of("b").withAwaitTimeout(BOUND).withCapacity(chance.oneOf(1, 4, 32)));
            Boundary out = a.boundary("out", BoundaryConfig.to(b).capacity(chance.oneOf(1, 5, 50)));
            b.<Value>handleRest((event, context) -> handled(event));
            ask(b);
            var publications = new ConcurrentHashMap<Value, Publication>();
            var going = new AtomicInteger(1);
            var crowd = new Crowd(chance);
            var left = new AtomicInteger(PUBLISHERS);
            for (int p = 0; p < PUBLISHERS; p++) {
                int publisher = p;
                crowd.add(own -> {
                    for (int i = 0; i < EACH; i++) {
                        var value = new Value(publisher, i);
                        publications.put(value, a.bus().publish("x", value));
                    }
                    if (left.decrementAndGet() == 0) {
                        Awaitility.await()
                                .atMost(BOUND)
                                .until(() -> publications.values().stream().allMatch(Publication::isDone));
                        going.set(0);
                    }
                });
            }
            crowd.add(2, own -> answer(own, going)).start().await(BOUND);
            Conservation.atRest(List.of(a, b));

            assertThat(outOfOrder).isEmpty();
            assertThat(publications).hasSize(PUBLISHERS * EACH);
            publications.forEach((value, publication) ->
                    assertThat(outcome(publication)).as("%s", value).isEqualTo(expected(value.number())));
            long each = (long) PUBLISHERS * EACH / 10;
            assertThat(out.stats()).isEqualTo(new Boundary.Stats(8 * each, 0, 0, 0, 0, each, each, 0, 0, 0));
            assertThat(List.of(
                            b.stats().published(),
                            b.stats().refused(),
                            b.stats().answered()))
                    .containsExactly(8 * each, each, each);
        }
    }

    /** Whoever stops first, and whatever middlewares have in hand. */
    @Test
    @Tag("R12")
    void aStopInTheMiddleLeavesNothingPending(Chance chance) throws Exception {
        try (var pooled = new PooledEngine(2)) {
            for (int round = 0; round < 12; round++) {
                boolean replies = chance.below(4) > 0;
                Nexus a = pooled.start(DomainConfig.of("a" + round).withCapacity(chance.oneOf(1, 4, 16)));
                Nexus b = pooled.start(DomainConfig.of("b" + round).withCapacity(chance.oneOf(1, 4, 16)));
                Boundary out = a.boundary(
                        "out", BoundaryConfig.to(b).capacity(chance.oneOf(1, 5)).replies(replies));
                b.<Value>handleRest((event, context) -> "handled");
                ask(b);
                var publications = new ConcurrentLinkedQueue<Publication>();
                var going = new AtomicInteger(2);
                boolean senderFirst = chance.below(2) == 0;
                new Crowd(chance)
                        .add(own -> {
                            for (int i = 0; i < 60; i++) {
                                publications.add(a.bus().publish("x", new Value(0, i)));
                            }
                            going.decrementAndGet();
                        })
                        .add(own -> {
                            own.delay();
                            Duration deadline = Duration.ofMillis(own.below(5));
                            (senderFirst ? a : b).stop(deadline);
                            (senderFirst ? b : a).stop(deadline);
                            going.decrementAndGet();
                        })
                        .add(own -> answer(own, going))
                        .start()
                        .await(BOUND);
                Awaitility.await()
                        .atMost(BOUND)
                        .until(() -> publications.stream().allMatch(Publication::isDone));
                Conservation.atRest(List.of(a, b));
                assertThat(publications)
                        .extracting(Publication::status)
                        .isSubsetOf(Status.COMPLETED, Status.FAILED, Status.ABANDONED, Status.REFUSED);
                Awaitility.await()
                        .atMost(BOUND)
                        .untilAsserted(() -> assertThat(out.stats())
                                .extracting(Boundary.Stats::waiting, Boundary.Stats::unanswered)
                                .containsExactly(0, 0));
            }
        }
    }
}
