package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventBus;
import org.eventnexus.EventLog;
import org.eventnexus.LoopStoppedException;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.Position;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.eventnexus.StreamOptions;
import org.eventnexus.StreamOverflow;
import org.eventnexus.StreamOverflowException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("AU-10")
class StreamTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final StreamOptions DEFAULTS = StreamOptions.defaults();

    private final HandEngine hand = new HandEngine();
    private final Nexus nexus = hand.start(DomainConfig.of("d"));
    private final EventBus bus = nexus.bus();

    private <T> RecordedSubscriber<T> follow(Nexus domain, String selector, StreamOptions options, long request) {
        var subscriber = new RecordedSubscriber<T>(request);
        domain.bus().<T>stream(selector, options).subscribe(subscriber);
        hand.run();
        return subscriber;
    }

    private RecordedSubscriber<Integer> follow(StreamOptions options, long request) {
        return follow(nexus, "n", options, request);
    }

    private void publish(int from, int to) {
        for (int i = from; i < to; i++) {
            bus.publish("n", i);
        }
        hand.run();
    }

    private static List<Integer> numbers(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_000})
    void eachSubscriberGetsFromItsSubscriptionOnWhatItsSelectorSelectsInOrder(int retention) {
        Nexus own = hand.start(DomainConfig.of("own").withRetention(retention));
        own.bus().publish("n", -1);
        RecordedSubscriber<Integer> first = follow(own, "n", DEFAULTS, Long.MAX_VALUE);
        own.bus().publish("n", 0);
        own.bus().publish("other", 99);
        RecordedSubscriber<Integer> second = follow(own, "**", DEFAULTS, Long.MAX_VALUE);
        own.bus().publish("n", 1);
        own.bus().publish("other", 2);
        hand.run();

        assertThat(first.payloads).containsExactly(0, 1);
        assertThat(second.payloads).containsExactly(1, 2);
        assertThat(own.bus().streamStats().streams()).isEqualTo(2);
    }

    @Test
    void theOrderIsThatOfPositionsSecondaryEventsIncluded() {
        nexus.handle("n", (event, context) -> {
            context.emit("emitted", -(Integer) event.payload());
            return null;
        });
        RecordedSubscriber<Integer> all = follow(nexus, "**", DEFAULTS, Long.MAX_VALUE);

        publish(1, 4);

        assertThat(all.payloads).containsExactly(1, 2, 3, -1, -2, -3);
        assertThat(all.events).extracting(NexusEvent::sequence).isSorted();
    }

    @Test
    void noMoreAreToldOfThanWereRequested() {
        RecordedSubscriber<Integer> subscriber = follow(DEFAULTS, 2);

        publish(0, 5);
        assertThat(subscriber.payloads).containsExactly(0, 1);
        subscriber.subscription.request(1);
        subscriber.subscription.request(1);
        hand.run();

        assertThat(subscriber.payloads).containsExactly(0, 1, 2, 3);
    }

    @Test
    void theSubscriberIsToldOnTheExecutorAlone() {
        var subscriber = RecordedSubscriber.<Integer>unbounded();
        bus.<Integer>stream("n").subscribe(subscriber);
        assertThat(subscriber.subscription).isNull();
        hand.run();

        bus.publish("n", 1);
        assertThat(subscriber.payloads).isEmpty();
        hand.run();
        assertThat(subscriber.payloads).containsExactly(1);
    }

    @Test
    void itMayHaveAnExecutorOfItsOwn() {
        var own = new HandExecutor();
        RecordedSubscriber<Integer> subscriber = follow(DEFAULTS.executor(own), Long.MAX_VALUE);
        publish(0, 3);
        assertThat(subscriber.subscription).isNull();

        own.runAll();

        assertThat(subscriber.payloads).containsExactly(0, 1, 2);
    }

    @Test
    void aSlowSubscriberEndsWithAnErrorWhenItsBufferIsFull() {
        RecordedSubscriber<Integer> slow = follow(DEFAULTS.buffer(4), 1);
        RecordedSubscriber<Integer> quick = follow(DEFAULTS.buffer(4), Long.MAX_VALUE);
        publish(0, 1);

        publish(1, 5);
        assertThat(slow.error).isNull();
        publish(5, 6);

        assertThat(slow.payloads).containsExactly(0);
        assertThat(slow.error)
                .isInstanceOf(StreamOverflowException.class)
                .hasMessage("ENX-0079 a stream of 'n' from the domain 'd' has its buffer of 4 events full, as its"
                        + " subscriber lags");
        assertThat(quick.payloads).isEqualTo(numbers(0, 6));
        assertThat(bus.streamStats().streams()).isEqualTo(1);
    }

    @Test
    void whatIsAskedForIsNoLagUpToABound() {
        RecordedSubscriber<Integer> subscriber = new RecordedSubscriber<>(Long.MAX_VALUE);
        var own = new HandExecutor();
        bus.<Integer>stream("n", DEFAULTS.buffer(1).executor(own)).subscribe(subscriber);
        own.runAll();

        for (int i = 0; i < 4_097; i++) {
            publish(i, i + 1);
        }
        own.runAll();
        assertThat(subscriber.payloads).hasSize(4_097);
        for (int i = 0; i < 4_098; i++) {
            publish(i, i + 1);
        }
        own.runAll();

        assertThat(subscriber.payloads).hasSize(4_097);
        assertThat(subscriber.error).isInstanceOf(StreamOverflowException.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = StreamOverflow.class,
            names = {"DROP_OLDEST", "DROP_NEWEST"})
    void orItDropsAndCounts(StreamOverflow overflow) {
        RecordedSubscriber<Integer> slow = follow(DEFAULTS.buffer(3).overflow(overflow), 0);

        publish(0, 10);
        slow.subscription.request(Long.MAX_VALUE);
        hand.run();

        assertThat(slow.payloads).isEqualTo(overflow == StreamOverflow.DROP_OLDEST ? numbers(7, 10) : numbers(0, 3));
        assertThat(bus.streamStats().dropped()).isEqualTo(7);
        publish(10, 12);
        assertThat(slow.payloads).endsWith(10, 11);
    }

    @Test
    @Tag("R6")
    void toSeeAnEventDoesNotCountAsTakingIt() {
        RecordedSubscriber<Integer> subscriber = follow(DEFAULTS, Long.MAX_VALUE);

        Publication publication = bus.publish("n", 1);
        hand.run();

        assertThat(subscriber.payloads).containsExactly(1);
        assertThat(publication.status()).isEqualTo(Status.UNHANDLED);
    }

    @Test
    void aCancelledStreamHoldsNothingAndIsToldNothing() {
        hand.rest();
        int before = hand.time.scheduled();
        RecordedSubscriber<Integer> subscriber = follow(DEFAULTS.timeout(SECOND).itemTimeout(SECOND), 1);
        publish(0, 3);

        subscriber.subscription.cancel();
        subscriber.subscription.request(5);
        publish(3, 5);
        hand.rest();

        assertThat(subscriber.payloads).containsExactly(0);
        assertThat(subscriber.isOver()).isFalse();
        assertThat(bus.streamStats().streams()).isZero();
        assertThat(hand.time.scheduled()).as("timeouts").isEqualTo(before);
    }

    @Test
    void aStreamWithoutEventsEndsAtItsItemTimeout() {
        RecordedSubscriber<Integer> subscriber = follow(DEFAULTS.itemTimeout(SECOND), Long.MAX_VALUE);
        for (int i = 0; i < 5; i++) {
            hand.time.advance(Duration.ofMillis(900));
            publish(i, i + 1);
        }
        hand.time.advance(Duration.ofMillis(999));
        hand.run();
        assertThat(subscriber.error).isNull();

        hand.time.advance(Duration.ofMillis(1));
        hand.run();

        assertThat(subscriber.error)
                .isInstanceOf(TimeoutException.class)
                .hasMessage("ENX-0077 the stream of 'n' from the domain 'd' has got no event for PT1S");
        assertThat(subscriber.payloads).hasSize(5);
    }

    @Test
    void aSubscriberThatLagsDoesNotMakeTheStreamSilent() {
        RecordedSubscriber<Integer> subscriber = follow(DEFAULTS.itemTimeout(SECOND), 0);
        publish(0, 1);

        hand.time.advance(SECOND.multipliedBy(5));
        hand.run();
        assertThat(subscriber.error).isNull();
        subscriber.subscription.request(2);
        hand.run();
        hand.time.advance(SECOND.multipliedBy(2));
        hand.run();

        assertThat(subscriber.payloads).containsExactly(0);
        assertThat(subscriber.error).isInstanceOf(TimeoutException.class);
    }

    @Test
    void aStreamEndsAfterItsWholeTimeHoweverBusyItIs() {
        RecordedSubscriber<Integer> subscriber = follow(DEFAULTS.timeout(SECOND), Long.MAX_VALUE);
        for (int i = 0; i < 10; i++) {
            publish(i, i + 1);
            hand.time.advance(Duration.ofMillis(100));
        }
        hand.run();

        assertThat(subscriber.payloads).hasSize(10);
        assertThat(subscriber.error)
                .isInstanceOf(TimeoutException.class)
                .hasMessage("ENX-0077 the stream of 'n' from the domain 'd' has lasted for PT1S");
    }

    @Test
    void aSubscriberThatThrowsIsCancelled() {
        var calls = new ArrayList<Integer>();
        bus.<Integer>stream("n").subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(NexusEvent<Integer> event) {
                calls.add(event.payload());
                throw new IllegalStateException("broken");
            }

            @Override
            public void onError(Throwable error) {
                calls.add(-1);
            }

            @Override
            public void onComplete() {
                calls.add(-2);
            }
        });
        RecordedSubscriber<Integer> other = follow(DEFAULTS, Long.MAX_VALUE);

        publish(0, 3);

        assertThat(calls).containsExactly(0);
        assertThat(other.payloads).containsExactly(0, 1, 2);
        assertThat(bus.streamStats().streams()).isEqualTo(1);
    }

    @Test
    void aSubscriberThatHoldsAThreadHoldsNeitherPublishersNorOtherStreams() {
        var stuck = new HandExecutor(); // never runs
        follow(DEFAULTS.executor(stuck).overflow(StreamOverflow.DROP_OLDEST), 1);
        RecordedSubscriber<Integer> other = follow(DEFAULTS, Long.MAX_VALUE);

        for (int round = 0; round < 10; round++) {
            publish(round * 1_000, round * 1_000 + 1_000);
        }

        assertThat(other.payloads).isEqualTo(numbers(0, 10_000));
    }

    // ---- from a position

    private Position after(long sequence) {
        return new Position(nexus.log().orElseThrow().epoch(), sequence);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 256})
    void itGoesOnFromAPositionOfTheLogToWhatComesWithoutGapOrDuplicate(int buffer) {
        publish(0, 20);
        RecordedSubscriber<Integer> subscriber = follow(DEFAULTS.buffer(buffer).after(after(5)), 3);
        assertThat(subscriber.payloads).isEqualTo(numbers(5, 8));

        publish(20, 30);
        for (int i = 0; i < 5; i++) {
            subscriber.subscription.request(5);
            hand.run();
        }
        for (int i = 30; i < 40; i++) {
            publish(i, i + 1);
            subscriber.subscription.request(2);
            hand.run();
        }

        assertThat(subscriber.payloads).isEqualTo(numbers(5, 40));
        assertThat(bus.streamStats().dropped()).isZero();
    }

    @Test
    void aPositionThatTheLogHasForgottenIsAnOverflow() {
        Nexus small = hand.start(DomainConfig.of("small").withRetention(4));
        for (int i = 0; i < 10; i++) {
            small.bus().publish("n", i);
        }
        EventLog log = small.log().orElseThrow();
        StreamOptions fromTheBeginning = DEFAULTS.after(new Position(log.epoch(), 0));

        RecordedSubscriber<Integer> strict = follow(small, "n", fromTheBeginning, Long.MAX_VALUE);
        RecordedSubscriber<Integer> lenient =
                follow(small, "n", fromTheBeginning.overflow(StreamOverflow.DROP_OLDEST), Long.MAX_VALUE);

        assertThat(strict.error)
                .isInstanceOf(StreamOverflowException.class)
                .hasMessage("ENX-0079 a stream of 'n' from the domain 'small' has not come to read 6 events before they"
                        + " were forgotten");
        assertThat(lenient.payloads).containsExactly(6, 7, 8, 9);
        assertThat(small.bus().streamStats().dropped()).isEqualTo(12);
    }

    @Test
    void aDomainWithoutALogHasNothingToBeginIn() {
        Nexus without = hand.start(DomainConfig.of("without").withRetention(0));

        assertThatThrownBy(() -> without.bus().stream("n", DEFAULTS.after(new Position(1, 0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("ENX-0081 the domain 'without' keeps no log");
    }

    // ---- its end

    @Test
    @Tag("AU-14")
    void aStopGivesWhatWasAdmittedAndThenTheEnd() {
        RecordedSubscriber<Integer> live = follow(DEFAULTS, Long.MAX_VALUE);
        for (int i = 0; i < 10; i++) {
            bus.publish("n", i);
        }
        RecordedSubscriber<Integer> replaying = new RecordedSubscriber<>(Long.MAX_VALUE);
        bus.<Integer>stream("n", DEFAULTS.buffer(2).after(after(0))).subscribe(replaying);

        nexus.stop(Duration.ofSeconds(5));

        assertThat(live.payloads).isEqualTo(numbers(0, 10));
        assertThat(live.completed).isTrue();
        assertThat(replaying.payloads).isEqualTo(numbers(0, 10));
        assertThat(replaying.completed).isTrue();
        assertThat(bus.publish("n", 10).status()).isEqualTo(Status.REFUSED);
        assertThat(bus.streamStats().streams()).isZero();
        hand.run();
        assertThat(live.payloads).as("nothing after the end").hasSize(10);
    }

    @Test
    @Tag("AU-14")
    void whoDoesNotTakeWhatThereIsHoldsTheStopForASecondAtMostAndEndsWithAnError() {
        RecordedSubscriber<Integer> dead = follow(DEFAULTS, 1);
        publish(0, 3);
        long started = System.nanoTime();

        nexus.stop(Duration.ofSeconds(30));

        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));
        assertThat(dead.payloads).containsExactly(0);
        assertThat(dead.error).isInstanceOf(LoopStoppedException.class);
    }

    @Test
    @Tag("AU-14")
    void aStopAtOnceEndsStreamsWithAnError() {
        RecordedSubscriber<Integer> subscriber = follow(DEFAULTS, Long.MAX_VALUE);
        bus.publish("n", 0);

        nexus.stopNow();

        assertThat(subscriber.error).isInstanceOf(LoopStoppedException.class);
        assertThat(subscriber.completed).isFalse();
        hand.run();
        assertThat(subscriber.payloads).isEmpty();
    }

    @Test
    @Tag("AU-14")
    void aStoppedDomainsStreamSaysSo() {
        nexus.stop(SECOND);

        var subscriber = RecordedSubscriber.<Integer>unbounded();
        bus.<Integer>stream("n").subscribe(subscriber);

        assertThat(subscriber.subscription).isNotNull();
        assertThat(subscriber.error).isInstanceOf(LoopStoppedException.class);
    }

    @Test
    @Tag("AU-14")
    void allDomainsStreamsEndTogetherWhenTheEngineIsClosed() {
        Nexus other = hand.start(DomainConfig.of("other"));
        RecordedSubscriber<Integer> first = follow(DEFAULTS, Long.MAX_VALUE);
        RecordedSubscriber<Integer> second = follow(other, "n", DEFAULTS, Long.MAX_VALUE);
        nexus.handle("n", (event, context) -> other.bus().publish("n", event.payload()));
        bus.publish("n", 7);

        hand.engine.close();

        assertThat(first.payloads).containsExactly(7);
        assertThat(first.completed).isTrue();
        assertThat(second.payloads).containsExactly(7);
        assertThat(second.completed).isTrue();
    }

    @Test
    void beforeTheStartItWaits() {
        Nexus later = hand.engine.create(DomainConfig.of("later"));
        var subscriber = RecordedSubscriber.<Integer>unbounded();
        later.bus().<Integer>stream("n").subscribe(subscriber);
        later.bus().publish("n", 1);
        hand.run();
        assertThat(subscriber.subscription).isNull();

        later.start();
        hand.run();

        assertThat(subscriber.payloads).containsExactly(1);
    }

    @Test
    void thereIsABound() {
        for (int i = 0; i < 1_000; i++) {
            bus.<Integer>stream("n").subscribe(new RecordedSubscriber<>(1));
        }
        var oneMore = RecordedSubscriber.<Integer>unbounded();

        bus.<Integer>stream("n").subscribe(oneMore);

        assertThat(oneMore.error).isInstanceOf(IllegalStateException.class).hasMessageStartingWith("ENX-0078 ");
    }

    @Test
    void aReceiverThatIsStuckDelaysNoStream() {
        nexus.handle("n", (event, context) -> new CompletableFuture<>());
        RecordedSubscriber<Integer> subscriber = follow(DEFAULTS, Long.MAX_VALUE);

        publish(0, 100);

        assertThat(subscriber.payloads).isEqualTo(numbers(0, 100));
    }

    @Test
    void badOptionsAreRefused() {
        assertThatThrownBy(() -> DEFAULTS.buffer(0)).hasMessage("buffer is 0, not 1 to 1048576");
        assertThatThrownBy(() -> DEFAULTS.itemTimeout(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DEFAULTS.timeout(Duration.ofDays(2))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DEFAULTS.overflow(null)).isInstanceOf(NullPointerException.class);
    }
}
