package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.HandlerContext;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Order under attack: threads publish events with priorities by chance into a domain whose receivers emit secondary events
 * and return stages, for each order of the queue with each overflow policy.
 *
 * <p>What is checked against what is known to wait: an event is known to wait once its {@code publish} has returned, and
 * until its receiver is called. Of those that were known to wait when the loop took its next event, which is after the
 * receivers of the event before were called, none may be more urgent than what it took.
 */
@Race
@Tag("AN-12")
@Tag("R1")
@Tag("R4")
@Tag("R14")
class QueueOrderRaceTest {
    private static final int PUBLISHERS = 4;
    private static final int EACH = 3_000;
    private static final int PRIORITIES = 4;
    /** Of different keys there are half as many. */
    private static final int CAPACITY = 2 * PUBLISHERS * PRIORITIES;

    private static final Duration BOUND = Duration.ofSeconds(60);

    static Stream<Arguments> all() {
        return Stream.of(QueueOrder.values())
                .flatMap(order -> Stream.of(Overflow.values()).map(overflow -> Arguments.of(order, overflow)));
    }

    /** What a publisher sends: its how manieth event of this priority. */
    private record Root(int publisher, int priority, int number) {
        private String publishersPriority() {
            return publisher + "@" + priority;
        }
    }

    /** What a receiver emits: a number that no other has. */
    private record Secondary(int number, boolean hasChild) {}

    /** An event that is known to wait; its publication is null where nobody asks for it. */
    private record Waiting(NexusEvent<?> event, Publication publication) {
        private int priority() {
            return event.priority();
        }

        private long sequence() {
            return event.sequence();
        }
    }

    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    /** Should have been taken before what was, unless they had been dropped by then: known at the end. */
    private final Queue<Waiting> overtaken = new ConcurrentLinkedQueue<>();

    private final Queue<Publication> publications = new ConcurrentLinkedQueue<>();
    /** By sequence. */
    private final Set<Long> taken = ConcurrentHashMap.newKeySet();

    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger unfinished = new AtomicInteger();
    private final AtomicInteger numbers = new AtomicInteger();
    /** Emitted, and not handled: a receiver's emissions are handled before anything else that waits. */
    private final Queue<Secondary> emitted = new ConcurrentLinkedQueue<>();

    private PooledEngine pooled;
    private QueueOrder order;
    private ConcurrentSkipListSet<Waiting> waiting;
    /** Whether the first must be taken before the second. */
    private BiPredicate<Waiting, Waiting> precedes;

    // Owned by the loop.
    private Waiting expected;
    private Chance loopsChance;
    private final Map<String, Integer> last = new HashMap<>();

    @ParameterizedTest
    @MethodSource("all")
    void nothingIsOvertakenByWhatIsLessUrgent(QueueOrder order, Overflow overflow, Chance chance) throws Exception {
        try (var engine = new PooledEngine(2)) {
            Nexus nexus = attacked(engine, order, overflow, chance);
            publishers(nexus, chance).start().await(BOUND);
            Nexus.Stats stats = Conservation.atRest(nexus);

            assertThat(violations).isEmpty();
            assertThat(overtaken).allMatch(waiting -> waiting.publication().status() == Status.DROPPED);
            assertThat(emitted).isEmpty();
            assertThat(numbers.get()).isPositive();
            assertThat(stats.published() + stats.refused()).isEqualTo((long) PUBLISHERS * EACH + numbers.get());
            assertThat(stats.delivered() + stats.dropped()).isEqualTo(stats.published());
            switch (overflow) {
                case AWAIT -> assertThat(stats.refused() + stats.dropped()).isZero();
                case FAIL, DROP_NEWEST -> assertThat(stats.dropped()).isZero();
                case DROP_OLDEST, KEEP_LATEST -> assertThat(stats.refused()).isZero();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    @Tag("R7")
    @Tag("R12")
    void aStopInTheMiddleLeavesNothingPending(QueueOrder order, Overflow overflow, Chance chance) throws Exception {
        try (var engine = new PooledEngine(2)) {
            Nexus nexus = attacked(engine, order, overflow, chance);
            Crowd crowd = publishers(nexus, chance).start();
            int enough = chance.below(EACH);
            Awaitility.await().atMost(BOUND).until(() -> nexus.stats().published() >= enough || crowd.isDone());
            Map<String, Long> left = nexus.stop(chance.oneOf(Duration.ofMillis(1), BOUND));
            crowd.await(BOUND);
            Nexus.Stats stats = Conservation.atRest(nexus);

            assertThat(violations).isEmpty();
            assertThat(overtaken).allMatch(waiting -> waiting.publication().status() == Status.DROPPED);
            assertThat(publications).hasSize(PUBLISHERS * EACH).allMatch(Publication::isDone);
            assertThat(left.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(stats.abandoned());
        }
    }

    private Nexus attacked(PooledEngine engine, QueueOrder queueOrder, Overflow overflow, Chance chance) {
        pooled = engine;
        order = queueOrder;
        waiting = new ConcurrentSkipListSet<>(comparator());
        precedes = precedes(overflow);
        loopsChance = chance.fork();
        Nexus nexus = engine.create(DomainConfig.of("d")
                .withOrder(queueOrder)
                .withOverflow(overflow)
                .withCapacity(CAPACITY)
                .withRetention(8)
                .withAwaitTimeout(BOUND));
        nexus.<Root>handle("root", this::root);
        nexus.<Secondary>handle("secondary", this::secondary);
        nexus.start();
        return nexus;
    }

    /** Who is first of two that wait. */
    private Comparator<Waiting> comparator() {
        Comparator<Waiting> byPosition = Comparator.comparingLong(Waiting::sequence);
        return switch (order) {
            case FIFO -> byPosition;
            case PRIORITY -> Comparator.comparingInt(Waiting::priority).thenComparing(byPosition);
            case LIFO -> byPosition.reversed();
        };
    }

    /** Where an event may take an older one's place, its position does not tell its turn. */
    private BiPredicate<Waiting, Waiting> precedes(Overflow overflow) {
        if (overflow != Overflow.KEEP_LATEST || order == QueueOrder.LIFO) {
            return (first, second) -> comparator().compare(first, second) < 0;
        }
        return (first, second) -> order == QueueOrder.PRIORITY && first.priority() < second.priority();
    }

    private Crowd publishers(Nexus nexus, Chance chance) {
        var publishers = new AtomicInteger();
        return new Crowd(chance).add(PUBLISHERS, own -> {
            int publisher = publishers.getAndIncrement();
            var next = new int[PRIORITIES];
            for (int i = 0; i < EACH; i++) {
                int priority = own.below(PRIORITIES);
                publish(nexus, new Root(publisher, priority, next[priority]++));
            }
        });
    }

    private void publish(Nexus nexus, Root root) {
        Publication publication = nexus.bus()
                .publish(EventDraft.of("root", root).priority(root.priority()).key(root.publishersPriority()));
        publications.add(publication);
        if (publication.status() != Status.REFUSED) {
            var known = new Waiting(publication.event(), publication);
            waiting.add(known);
            publication.outcome().thenRun(() -> waiting.remove(known));
        }
    }

    // ---- on the loop

    private Object root(NexusEvent<Root> event, HandlerContext context) {
        enter();
        Root root = event.payload();
        Secondary due = emitted.peek();
        if (due != null) {
            violations.add(root + " comes before " + due);
        }
        taken.add(event.sequence());
        var now = new Waiting(event, null);
        if (expected != null && precedes.test(expected, now)) {
            overtaken.add(expected);
        }
        Integer before = last.put(root.publishersPriority(), root.number());
        if (before != null && before >= root.number() && order != QueueOrder.LIFO) {
            violations.add(root + " comes after " + before);
        }
        for (int n = loopsChance.below(4); n > 0; n--) {
            emit(context, loopsChance.below(3) == 0);
        }
        return leave(context);
    }

    private Object secondary(NexusEvent<Secondary> event, HandlerContext context) {
        enter();
        Secondary due = emitted.poll();
        if (!event.payload().equals(due)) {
            violations.add(event.payload() + " comes, and not " + due);
        }
        if (event.payload().hasChild()) {
            emit(context, false);
        }
        return leave(context);
    }

    private void enter() {
        if (inside.getAndIncrement() != 0 || unfinished.getAndIncrement() != 0) {
            violations.add("a receiver is called while another one is not done");
        }
    }

    /** The last that is done on the loop before it takes the next event, which may be once another thread has ended the stage. */
    private Object leave(HandlerContext context) {
        expected = firstThatWaits();
        inside.decrementAndGet();
        if (loopsChance.below(8) != 0) {
            unfinished.decrementAndGet();
            return null;
        }
        var stage = new CompletableFuture<Object>();
        pooled.publisher(() -> {
            emit(context, false);
            unfinished.decrementAndGet();
            stage.complete("value");
        });
        return stage;
    }

    private Waiting firstThatWaits() {
        for (Waiting each : waiting) {
            if (!taken.contains(each.sequence())) {
                return each;
            }
        }
        return null;
    }

    private void emit(HandlerContext context, boolean hasChild) {
        var secondary = new Secondary(numbers.getAndIncrement(), hasChild);
        emitted.add(secondary);
        context.emit(EventDraft.of("secondary", secondary).priority(secondary.number() % 7 - 3));
    }
}
