package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eventnexus.AsyncPullSource;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.EventSource;
import org.eventnexus.MisconfiguredSourceException;
import org.eventnexus.Nexus;
import org.eventnexus.NoMoreEventsException;
import org.eventnexus.Overflow;
import org.eventnexus.PullSource;
import org.eventnexus.RecordedLog;
import org.eventnexus.RetryPolicy;
import org.eventnexus.SourceRegistration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sources that are asked: one event at a time, never ahead of a full queue, and without a thread while they wait. */
@Tag("AN-15")
@Tag("AN-17")
class PullSourceTest {
    private static final DomainConfig SMALL = DomainConfig.of("d").withCapacity(4);

    private final HandEngine hand = new HandEngine();
    private final List<Object> seen = new ArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();

    private Nexus start(DomainConfig config) {
        Nexus nexus = hand.start(config);
        nexus.bus().subscribe("n", event -> seen.add(event.payload()));
        return nexus;
    }

    private PullSource numbers(int count) {
        return () -> {
            if (asked.get() == count) {
                throw new NoMoreEventsException();
            }
            return number(asked.incrementAndGet());
        };
    }

    private static EventDraft<Integer> number(int number) {
        return EventDraft.of("n", number);
    }

    private static Integer[] upTo(int count) {
        return IntStream.rangeClosed(1, count).boxed().toArray(Integer[]::new);
    }

    @Test
    void everyEventOfAnIteratorComesInOrderAndTheEndRemovesIt() {
        Nexus nexus = start(SMALL);
        Iterator<EventDraft<Integer>> events =
                IntStream.rangeClosed(1, 1000).mapToObj(PullSourceTest::number).iterator();

        SourceRegistration numbers = nexus.source(PullSource.of(events));
        assertThat(nexus.sources()).containsExactly("PullSource");
        assertThat(numbers.isActive()).isTrue();
        hand.run();

        assertThat(seen).containsExactly((Object[]) upTo(1000));
        assertThat(nexus.sources()).isEmpty();
        assertThat(numbers.isActive()).isFalse();
        assertThat(numbers.ended().toCompletableFuture()).isCompletedWithValue(null);
    }

    @Test
    void aStreamIsClosedAtItsEnd() {
        Nexus nexus = start(SMALL);
        var closed = new AtomicInteger();
        Stream<EventDraft<Integer>> events =
                Stream.of(1, 2, 3).map(PullSourceTest::number).onClose(closed::incrementAndGet);

        nexus.source("three", PullSource.of(events));
        assertThat(nexus.sources()).containsExactly("three");
        assertThat(closed).hasValue(0);
        hand.run();

        assertThat(seen).containsExactly(1, 2, 3);
        assertThat(closed).hasValue(1);
    }

    @Test
    void aStreamIsClosedOnCancelButNotWhileAnElementIsFetched() {
        Nexus nexus = start(SMALL);
        var closedAt = new ArrayList<String>();
        var registration = new CompletableFuture<SourceRegistration>();
        Stream<EventDraft<Integer>> events = Stream.of(1)
                .map(n -> {
                    registration.join().cancel();
                    closedAt.add("fetched");
                    return number(n);
                })
                .onClose(() -> closedAt.add("closed"));

        registration.complete(nexus.source(PullSource.of(events)));
        hand.run();

        assertThat(closedAt).containsExactly("fetched", "closed");
        assertThat(seen)
                .as("what is fetched when the source ends is not published")
                .isEmpty();
    }

    /** Gives numbers as they are requested, and keeps count of the demand. */
    private static final class Numbers implements Flow.Publisher<Integer> {
        long requested;
        int given;
        boolean cancelled;
        int subscriptions;
        Flow.Subscriber<? super Integer> subscriber;

        @Override
        public void subscribe(Flow.Subscriber<? super Integer> subscriber) {
            this.subscriber = subscriber;
            subscriptions++;
            subscriber.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long n) {
                    requested += n;
                }

                @Override
                public void cancel() {
                    cancelled = true;
                }
            });
        }

        void give() {
            subscriber.onNext(++given);
        }
    }

    @Test
    void aPublisherIsAskedForOneItemAtATimeAndCancelledWithItsSource() {
        Nexus nexus = start(SMALL);
        var numbers = new Numbers();
        SourceRegistration source = nexus.source(PullSource.of(numbers, PullSourceTest::number));
        for (int i = 0; i < 10; i++) {
            hand.run();
            assertThat(numbers.requested).isEqualTo(numbers.given + 1);
            numbers.give();
        }
        hand.run();
        assertThat(seen).containsExactly((Object[]) upTo(10));

        source.cancel();

        assertThat(numbers.cancelled).isTrue();
        assertThat(hand.executor.waiting()).isZero();
    }

    @Test
    void aPublisherEndsItsSourceAndIsSubscribedToAgainAfterAnError() {
        Nexus nexus = start(SMALL);
        var numbers = new Numbers();
        nexus.source("numbers", PullSource.of(numbers, PullSourceTest::number), RetryPolicy.of(2));
        hand.run();
        numbers.give();
        hand.run();

        numbers.subscriber.onError(new IllegalStateException("on purpose"));
        hand.run();
        assertThat(numbers.subscriptions).isEqualTo(1);
        hand.time.advance(Duration.ofMillis(100));
        hand.run();
        assertThat(numbers.subscriptions).isEqualTo(2);
        numbers.give();
        hand.run();
        numbers.subscriber.onComplete();
        hand.run();

        assertThat(seen).containsExactly(1, 2);
        assertThat(nexus.sources()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Overflow.class)
    void aFullQueueIsWaitedForWithoutAThreadAndNothingIsLost(Overflow overflow) {
        Nexus nexus = hand.start(SMALL.withOverflow(overflow));
        var holding = new CompletableFuture<Void>();
        nexus.handle("n", (event, context) -> {
            seen.add(event.payload());
            return holding;
        });
        nexus.source(numbers(100));

        for (int minute = 0; minute < 10; minute++) {
            hand.run();
            assertThat(asked)
                    .as("one is handled, four wait, and one is in hand")
                    .hasValueLessThanOrEqualTo(6);
            assertThat(hand.executor.waiting()).isZero();
            hand.time.advance(Duration.ofMinutes(1)); // longer than the domain lets an event wait
        }
        assertThat(nexus.stats().published()).isEqualTo(5);
        assertThat(seen).containsExactly(1);

        holding.complete(null);
        for (int i = 0; i < 200; i++) {
            hand.run();
            hand.time.advance(Duration.ofSeconds(1));
        }
        assertThat(seen).containsExactly((Object[]) upTo(100));
        assertThat(nexus.sources()).isEmpty();
        assertThat(nexus.stats().delivered())
                .isEqualTo(nexus.stats().published())
                .isEqualTo(100);
    }

    @Test
    void aStageIsWaitedForWithoutAThread() {
        Nexus nexus = start(SMALL);
        var stages = new ArrayList<CompletableFuture<EventDraft<?>>>();
        nexus.source((AsyncPullSource) () -> {
            stages.add(new CompletableFuture<>());
            return stages.get(stages.size() - 1);
        });

        hand.run();
        hand.time.advance(Duration.ofSeconds(1)); // the watch for slow receivers rests
        assertThat(stages).hasSize(1);
        assertThat(hand.executor.waiting() + hand.time.scheduled()).isZero();
        stages.get(0).complete(number(1));
        hand.run();
        assertThat(stages).hasSize(2);
        stages.get(1).completeExceptionally(new NoMoreEventsException());
        hand.run();

        assertThat(seen).containsExactly(1);
        assertThat(nexus.sources()).isEmpty();
    }

    @Test
    void aSourceThatThrowsIsAskedAgainAfterAGrowingDelayAndReported() {
        Nexus nexus = start(SMALL);
        PullSource broken = () -> {
            if (asked.incrementAndGet() != 3) {
                throw new IllegalStateException("broken");
            }
            return number(3);
        };
        SourceRegistration source;
        List<Long> times = new ArrayList<>();
        try (var log = new RecordedLog()) {
            source = nexus.source(
                    "broken",
                    broken,
                    RetryPolicy.of(3).withDelay(Duration.ofMillis(100)).withMaxDelay(Duration.ofSeconds(1)));
            for (int ms = 0; ms < 2000; ms += 10) {
                int before = asked.get();
                hand.run();
                if (asked.get() > before) {
                    times.add((long) ms);
                }
                hand.time.advance(Duration.ofMillis(10));
            }
            assertThat(log.lines().stream().filter(line -> line.startsWith("ENX-0032")))
                    .hasSize(4);
            assertThat(log.lines().stream().filter(line -> line.startsWith("ENX-0033")))
                    .hasSize(1);
            assertThat(log.lines()).allMatch(line -> line.contains("'broken'") && line.contains("[d]"));
        }
        assertThat(seen).containsExactly(3);
        // twice failed, then one event and a new failure at once, then twice more
        assertThat(times).containsExactly(0L, 100L, 300L, 400L, 600L);
        assertThat(asked).hasValue(6);
        assertThat(source.ended().toCompletableFuture()).isCompletedExceptionally();
        assertThat(nexus.sources()).isEmpty();
    }

    @Test
    void nullIsAFailureAndNotAnEnd() {
        Nexus nexus = start(SMALL);
        nexus.source("null", (PullSource) () -> asked.incrementAndGet() == 1 ? null : number(1), RetryPolicy.of(2));
        hand.run();
        assertThat(seen).isEmpty();
        assertThat(nexus.sources()).containsExactly("null");
        hand.time.advance(Duration.ofMillis(100));
        hand.executor.runOne();
        assertThat(seen).isEmpty();
        assertThat(nexus.stats().published()).isPositive();
    }

    @Test
    void anExecutorThatRejectsForAWhileIsSurvived() {
        Nexus nexus = start(SMALL);
        hand.executor.rejecting(true);
        nexus.source(numbers(3));
        hand.time.advance(Duration.ofSeconds(1));
        hand.executor.rejecting(false);
        hand.time.advance(Duration.ofSeconds(1));
        hand.run();

        assertThat(seen).containsExactly(1, 2, 3);
    }

    @Test
    void anExecutorThatIsGoneForGoodEndsTheSource() {
        Nexus nexus = start(SMALL);
        hand.executor.rejecting(true);
        hand.time.stop();

        SourceRegistration source = nexus.source(numbers(3));

        assertThat(source.ended().toCompletableFuture()).isCompletedExceptionally();
        assertThat(nexus.sources()).isEmpty();
    }

    @Test
    void onAnExecutorThatRunsTasksOnTheCallingThreadASourceStillPublishesFromOutside() {
        Executor here = Runnable::run;
        DomainEngine engine = DomainEngine.builder()
                .executor(here)
                .scheduler(hand.time)
                .clock(hand.time)
                .build();
        Nexus nexus = engine.create(SMALL);
        nexus.bus().subscribe("n", event -> seen.add(event.payload()));
        nexus.source(numbers(1000));
        nexus.start();
        for (int i = 0; i < 2000; i++) {
            hand.time.advance(Duration.ofMillis(1));
        }

        assertThat(seen).containsExactly((Object[]) upTo(1000));
        assertThat(asked).hasValue(1000);
    }

    @Test
    void blockingSourcesRunOnThreadsOfTheirOwn() {
        var blocking = new HandExecutor();
        DomainEngine engine = DomainEngine.builder()
                .executor(hand.executor)
                .blockingExecutor(blocking)
                .scheduler(hand.time)
                .clock(hand.time)
                .build();
        Nexus nexus = engine.create(SMALL);
        nexus.source("blocking", numbers(3));
        nexus.source("async", (AsyncPullSource) CompletableFuture::new);
        nexus.start();

        hand.run();

        assertThat(blocking.waiting()).isEqualTo(1);
        assertThat(asked).hasValue(0);
    }

    /** Each call on top of the one before would end, after some hundred thousand events, in an overflow. */
    @Test
    @Tag("R11")
    void whereTheExecutorRunsTasksOnTheCallingThreadTheStackDoesNotGrowWithTheEvents() {
        var calling = DomainEngine.builder()
                .executor(Runnable::run)
                .scheduler(hand.time)
                .clock(hand.time)
                .build();
        Nexus nexus = calling.create(DomainConfig.of("d"));
        nexus.bus().subscribe("n", event -> seen.add(event.payload()));
        var depths = new ArrayList<Long>();
        PullSource numbers = numbers(1000);
        nexus.source("numbers", (PullSource) () -> {
            depths.add(StackWalker.getInstance().walk(Stream::count));
            return numbers.obtain();
        });

        nexus.start();
        hand.time.advance(Duration.ofMillis(1));

        assertThat(seen).containsExactly((Object[]) upTo(1000));
        assertThat(depths.get(999)).isEqualTo(depths.get(0));
        calling.close();
    }

    @Test
    void aSourceIsOfOneKind() {
        Nexus nexus = start(SMALL);
        var none = new EventSource() {};
        assertThatThrownBy(() -> nexus.source("none", none))
                .isInstanceOf(MisconfiguredSourceException.class)
                .hasMessageContaining("'none' implements 0 of");
        assertThat(nexus.sources()).isEmpty();
    }

    @Test
    @Tag("AN-14")
    void oneSourceCannotBeAskedByTwo() {
        Nexus nexus = start(SMALL);
        PullSource numbers = numbers(3);
        nexus.source("first", numbers);

        assertThatThrownBy(() -> nexus.source("second", numbers))
                .isInstanceOf(MisconfiguredSourceException.class)
                .hasMessageContaining("'second'");
        hand.run();
        assertThat(seen).containsExactly(1, 2, 3);
        nexus.source("again", numbers); // it has ended, and may be used again
        hand.run();
        assertThat(nexus.sources()).isEmpty();
    }
}
