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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.Middleware.Decision;
import org.eventnexus.MiddlewareRegistration;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.Overflow;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.eventnexus.race.Chance;
import org.eventnexus.race.Conservation;
import org.eventnexus.race.Crowd;
import org.eventnexus.race.Race;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many publishers and an asynchronous middleware whose stages complete in any order, on other threads. */
@Tag("AU-03")
@Tag("R3")
@Tag("R7")
@Tag("AE-04")
class MiddlewareRaceTest {
    private static final int PUBLISHERS = 8;
    private static final int EACH = 2_000;
    private static final Duration BOUND = Duration.ofSeconds(60);

    private record Value(int publisher, int number) {}

    private record Question(EventDraft<?> draft, CompletableFuture<Decision> answer) {}

    private final Queue<Question> questions = new ConcurrentLinkedQueue<>();
    private final Map<Integer, Integer> last = new ConcurrentHashMap<>();
    private final Queue<Value> outOfOrder = new ConcurrentLinkedQueue<>();
    private final AtomicLong handled = new AtomicLong();

    private void handled(NexusEvent<Value> event) {
        Value value = event.payload();
        Integer before = last.put(value.publisher(), value.number());
        if (before != null && before >= value.number()) {
            outOfOrder.add(value);
        }
        handled.incrementAndGet();
    }

    /** Answers what is asked, in an order by chance: a few wait in its hand. */
    private void answer(Chance chance, AtomicInteger publishing) {
        List<Question> hand = new ArrayList<>();
        while (publishing.get() > 0 || !questions.isEmpty() || !hand.isEmpty()) {
            Question next = questions.poll();
            if (next != null) {
                hand.add(next);
            }
            if (!hand.isEmpty() && (next == null || hand.size() > 16)) {
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
            case 7 -> Decision.answer("by number");
            default -> Decision.pass(draft);
        };
    }

    /**
     * Some publish holding their threads, some never do; room is rare. Of the latter as many may wait as the capacity: where
     * that is less than they are, one that comes when the queue is full may be refused for that, and nobody else.
     */
    @Test
    @Race
    void eachPublishersOrderIsKeptAndNothingIsLost(Chance chance) throws Exception {
        try (var pooled = new PooledEngine(2)) {
            int capacity = chance.oneOf(1, 4, 64);
            Nexus nexus = pooled.start(DomainConfig.of("d")
                    .withCapacity(capacity)
                    .withAwaitTimeout(BOUND)
                    .withRetention(PUBLISHERS * EACH));
            nexus.bus().subscribe("**", this::handled);
            nexus.useAsync("asking", draft -> {
                var answer = new CompletableFuture<Decision>();
                questions.add(new Question(draft, answer));
                return answer;
            });
            var publications = new ConcurrentLinkedQueue<Publication>();
            var publishing = new AtomicInteger(PUBLISHERS);
            var crowd = new Crowd(chance);
            for (int p = 0; p < PUBLISHERS; p++) {
                int publisher = p;
                crowd.add(own -> {
                    for (int i = 0; i < EACH; i++) {
                        EventDraft<Value> draft = EventDraft.of("a", new Value(publisher, i));
                        Publication publication = publisher % 2 == 0
                                ? nexus.bus().publish(draft)
                                : nexus.bus().publishAsync(draft);
                        publications.add(publication);
                        if (publisher % 2 == 1) {
                            publication
                                    .accepted()
                                    .toCompletableFuture()
                                    .handle((event, refused) -> event)
                                    .get(BOUND.toSeconds(), TimeUnit.SECONDS);
                        }
                    }
                    publishing.decrementAndGet();
                });
            }
            crowd.add(2, own -> answer(own, publishing));
            crowd.start().await(BOUND);
            Awaitility.await().atMost(BOUND).until(() -> publications.stream().allMatch(Publication::isDone));
            Nexus.Stats stats = Conservation.atRest(nexus);
            assertThat(outOfOrder).isEmpty();
            var ends = new Ends();
            publications.forEach(ends::add);
            assertThat(List.of(stats.published(), stats.delivered(), stats.refused(), stats.answered()))
                    .containsExactly(
                            ends.admitted.get(),
                            ends.admitted.get(),
                            ends.refused.get() + ends.withoutRoom.get(),
                            ends.answered.get());
            assertThat(handled).hasValue(ends.admitted.get());
            long each = (long) PUBLISHERS * EACH / 10;
            if (capacity >= PUBLISHERS / 2) {
                assertThat(ends.withoutRoom).hasValue(0);
            }
            assertThat(ends.admitted.get() + ends.refused.get() + ends.answered.get() + ends.withoutRoom.get())
                    .isEqualTo(10 * each);
        }
    }

    /** How publications ended, each as its number says unless there was no room for it to wait. */
    private static final class Ends {
        final AtomicLong admitted = new AtomicLong();
        final AtomicLong refused = new AtomicLong();
        final AtomicLong answered = new AtomicLong();
        final AtomicLong withoutRoom = new AtomicLong();

        void add(Publication publication) {
            Value value = (Value) publication.event().payload();
            if (publication.status() == Status.REFUSED) {
                assertThat(publication.event().position()).isEmpty();
                String why = why(publication);
                if (why.contains("by number")) {
                    assertThat(value.number() % 10).isEqualTo(3);
                    refused.incrementAndGet();
                } else {
                    assertThat(why).contains("its queue is full");
                    assertThat(value.publisher() % 2)
                            .as("%s held its thread", value)
                            .isOne();
                    withoutRoom.incrementAndGet();
                }
            } else if (value.number() % 10 == 7) {
                answered.incrementAndGet();
            } else {
                assertThat(value.number() % 10).isNotEqualTo(3);
                admitted.incrementAndGet();
            }
        }

        private static String why(Publication refused) {
            return refused.accepted()
                    .handle((event, error) -> String.valueOf(error))
                    .toCompletableFuture()
                    .join();
        }
    }

    /** A stop in the middle: whatever was published has ended, once, and nothing is left in between. */
    @Test
    @Race
    @Tag("R12")
    void aStopInTheMiddleLeavesNothingPending(Chance chance) throws Exception {
        try (var pooled = new PooledEngine(2)) {
            for (int round = 0; round < 40; round++) {
                Nexus nexus = pooled.start(DomainConfig.of("d" + round)
                        .withCapacity(chance.oneOf(1, 3, 16))
                        .withOverflow(chance.oneOf(Overflow.values())));
                nexus.useAsync("asking", draft -> {
                    var answer = new CompletableFuture<Decision>();
                    questions.add(new Question(draft, answer));
                    return answer;
                });
                var publications = new ConcurrentLinkedQueue<Publication>();
                var publishing = new AtomicInteger(3);
                var crowd = new Crowd(chance);
                crowd.add(3, own -> {
                    for (int i = 0; i < 30; i++) {
                        EventDraft<Value> draft = EventDraft.of("a", new Value(0, i));
                        publications.add(
                                own.below(2) == 0
                                        ? nexus.bus().publish(draft)
                                        : nexus.bus().publishAsync(draft));
                    }
                    publishing.decrementAndGet();
                });
                crowd.add(own -> answer(own, publishing));
                crowd.add(own -> {
                    own.delay();
                    assertThat(nexus.stop(BOUND)).isEmpty();
                });
                crowd.start().await(BOUND);
                assertThat(publications).hasSize(90).allMatch(Publication::isDone);
                Nexus.Stats stats = nexus.stats();
                assertThat(stats.waiting()).isZero();
                assertThat(stats.published() + stats.refused() + stats.answered())
                        .isEqualTo(90);
            }
        }
    }

    /** Registering and removing while others publish: every event meets the one that is always there, in order. */
    @Test
    @Race
    void comingAndGoingMiddlewaresDisturbNobody(Chance chance) throws Exception {
        try (var pooled = new PooledEngine(2)) {
            Nexus nexus = pooled.start(DomainConfig.of("d"));
            nexus.bus().subscribe("**", this::handled);
            var met = new AtomicLong();
            nexus.use("first", draft -> Decision.pass(draft.key("first")));
            nexus.use("always", draft -> {
                met.incrementAndGet();
                return Decision.pass(draft);
            });
            var publishing = new AtomicInteger(4);
            var crowd = new Crowd(chance);
            for (int p = 0; p < 4; p++) {
                int publisher = p;
                crowd.add(own -> {
                    for (int i = 0; i < EACH; i++) {
                        assertThat(nexus.bus()
                                        .publish("a", new Value(publisher, i))
                                        .event()
                                        .type())
                                .isEqualTo("a");
                    }
                    publishing.decrementAndGet();
                });
            }
            crowd.add(2, own -> {
                while (publishing.get() > 0) {
                    MiddlewareRegistration passing = own.below(2) == 0
                            ? nexus.use("passing", Decision::pass)
                            : nexus.useAsync(
                                    "passing", draft -> CompletableFuture.completedFuture(Decision.pass(draft)));
                    own.delay();
                    assertThat(passing.remove("gone")).isEqualTo("gone");
                }
            });
            crowd.start().await(BOUND);
            Awaitility.await().atMost(BOUND).until(() -> handled.get() == 4L * EACH);
            Conservation.atRest(nexus);
            assertThat(outOfOrder).isEmpty();
            assertThat(met).hasValue(4L * EACH);
            assertThat(nexus.middlewares()).containsExactly("first", "always");
        }
    }
}
