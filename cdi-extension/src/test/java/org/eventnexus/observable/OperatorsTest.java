package org.eventnexus.observable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.eventnexus.observable.Stages.failure;
import static org.eventnexus.observable.Stages.isPending;
import static org.eventnexus.observable.Stages.value;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eventnexus.SteppedTime;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("OB-04")
class OperatorsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration NANO = Duration.ofNanos(1);
    private static final Duration ALMOST = SECOND.minus(NANO);

    private final SteppedTime time = new SteppedTime();
    private final ObservableConfig config = ObservableConfig.defaults()
            .withScheduler(time)
            .withClock(time::nanoTime)
            .withCapacity(4);
    private final Observable<Integer> source = new Observable<>(config);
    private final List<Object> seen = new ArrayList<>();

    private void see(Observable<?> observable) {
        observable.subscribeNow(value -> {
            seen.add(value);
            return null;
        });
    }

    private void notifyOf(int... values) {
        IntStream.of(values).forEach(source::notify);
    }

    @Test
    void filterPassesOnWhatIsTrue() {
        see(source.filter(value -> value % 2 == 0));
        notifyOf(1, 2, 3, 4);
        assertThat(seen).containsExactly(2, 4);
    }

    @Test
    void mapPassesOnWhatIsMadeOfIt() {
        see(source.map(value -> "v" + value));
        notifyOf(1, 2);
        assertThat(seen).containsExactly("v1", "v2");
    }

    @Test
    void forkPassesOnEverythingToAQueueOfItsOwn() {
        Observable<Integer> fork = source.fork();
        see(fork);
        notifyOf(1);
        fork.notify(2);
        assertThat(seen).containsExactly(1, 2);
    }

    @Test
    void atChangePassesOnWhatIsOther() {
        see(source.atChange());
        notifyOf(1, 1, 2, 2, 1);
        source.notify(null);
        source.notify(null);
        notifyOf(1);
        assertThat(seen).containsExactly(1, 2, 1, null, 1);
    }

    @Test
    void atChangeCanGoByAKeyEvenNull() {
        see(source.atChange(value -> value > 10 ? null : value / 2));
        notifyOf(2, 3, 4, 11, 12, 4);
        assertThat(seen).containsExactly(2, 4, 11, 4);
    }

    @Test
    void bufferPassesOnSoManyAtOnce() {
        Observable<Integer> buffered = source.buffer(3);
        var gate = new CompletableFuture<Void>();
        see(buffered);
        buffered.subscribeNow(value -> value == 3 ? gate : null);
        notifyOf(1, 2);
        assertThat(seen).isEmpty();

        Notification third = source.notify(3);
        assertThat(seen).containsExactly(1, 2, 3);
        assertThat(isPending(third.done())).as("it waits for all of them").isTrue();
        gate.complete(null);
        assertThat(third.done().toCompletableFuture()).isCompleted();
        notifyOf(4, 5);
        assertThat(seen).hasSize(3);
    }

    @Test
    void bufferHasRoomForItself() {
        int many = 50; // of a queue of four
        see(source.buffer(many));
        for (int i = 1; i < many; i++) {
            source.notify(i);
        }
        assertThat(value(source.notify(many).errors())).isEmpty();
        assertThat(seen).hasSize(many);
        assertThatThrownBy(() -> source.buffer(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void mergePassesOnFromAllAndIsClosedWhenAllAre() {
        Observable<Integer> other = new Observable<>();
        Observable<Number> merged = Observable.merge(source, other);
        see(merged);
        notifyOf(1);
        other.notify(2);
        source.close();
        other.notify(3);
        assertThat(seen).containsExactly(1, 2, 3);
        assertThat(isPending(merged.notify(4).done())).isFalse();
        other.close();
        assertThat(failure(merged.notify(5).done())).isInstanceOf(RejectedExecutionException.class);
        assertThatThrownBy(() -> Observable.merge(List.of(), Errors.THROWN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void mergeTellsOfOneAtATime() {
        Observable<Integer> other = new Observable<>();
        Observable<Integer> merged = Observable.merge(source, other);
        var gate = new CompletableFuture<Void>();
        merged.subscribeNow(value -> {
            seen.add(value);
            return value == 1 ? gate : null;
        });
        source.notify(1);
        Notification second = other.notify(2);
        assertThat(seen).containsExactly(1);
        gate.complete(null);
        assertThat(seen).containsExactly(1, 2);
        assertThat(second.done().toCompletableFuture()).isCompleted();
    }

    // Time.

    @Test
    void throttlePassesOnTheFirstOfEachInterval() {
        see(source.throttle(SECOND));
        notifyOf(1, 2);
        time.sleep(ALMOST);
        notifyOf(3);
        time.sleep(NANO); // the very end of the interval
        notifyOf(4, 5, 6);
        time.sleep(SECOND.multipliedBy(10));
        notifyOf(7, 8);
        assertThat(seen).containsExactly(1, 4, 7);
    }

    @Test
    void theIntervalBeginsWithWhatWasPassedOnNotWithWhatWasLeftOut() {
        see(source.throttle(SECOND));
        notifyOf(1);
        time.sleep(ALMOST);
        notifyOf(2);
        time.sleep(NANO);
        notifyOf(3);
        assertThat(seen).containsExactly(1, 3);
    }

    @Test
    void throttleDoesNotMindWhereTheClockBegins() {
        var clock = new long[] {Long.MAX_VALUE - 1};
        var early = new Observable<Integer>(ObservableConfig.defaults().withClock(() -> clock[0]));
        see(early.throttle(Duration.ofNanos(10)));
        early.notify(1);
        clock[0] += 9; // it has run over
        early.notify(2);
        clock[0] += 1;
        early.notify(3);
        assertThat(seen).containsExactly(1, 3);
    }

    @Test
    void debouncePassesOnTheLatestWhenItIsQuiet() {
        see(source.debounce(SECOND));
        notifyOf(1, 2, 3);
        time.advance(ALMOST);
        assertThat(seen).isEmpty();
        time.advance(NANO);
        assertThat(seen).containsExactly(3);
        time.advance(SECOND.multipliedBy(5));
        assertThat(seen).hasSize(1);
        notifyOf(4);
        time.advance(SECOND);
        assertThat(seen).containsExactly(3, 4);
    }

    @Test
    void aBurstAtTheVeryBoundaryBeginsAnotherDelayIfItComesBeforeTheTimer() {
        see(source.debounce(SECOND));
        notifyOf(1);
        time.sleep(SECOND); // the time is there, and the timer not yet
        notifyOf(2, 3);
        time.advance(Duration.ZERO);
        assertThat(seen).isEmpty();
        time.advance(ALMOST);
        assertThat(seen).isEmpty();
        time.advance(NANO);
        assertThat(seen).containsExactly(3);
    }

    @Test
    void aBurstAtTheVeryBoundaryIsTheNextOneIfItComesAfterTheTimer() {
        see(source.debounce(SECOND));
        notifyOf(1);
        time.advance(SECOND);
        notifyOf(2, 3);
        assertThat(seen).containsExactly(1);
        time.advance(SECOND);
        assertThat(seen).containsExactly(1, 3);
    }

    @Test
    void debounceKeepsOneTimerHoweverManyValuesCome() {
        see(source.debounce(SECOND));
        for (int i = 0; i < 1_000; i++) {
            source.notify(i);
            time.advance(Duration.ofMillis(100));
            assertThat(time.scheduled()).isEqualTo(1);
        }
        assertThat(seen).isEmpty();
        time.advance(Duration.ofMillis(899));
        assertThat(seen).isEmpty();
        time.advance(Duration.ofMillis(1));
        assertThat(seen).containsExactly(999);
        assertThat(time.scheduled()).isZero();
    }

    @Test
    void closedWhileAValueWaitsDebounceForgetsIt() {
        Observable<Integer> debounced = source.debounce(SECOND);
        see(debounced);
        notifyOf(1);
        debounced.close();
        assertThat(time.scheduled()).as("timers left").isZero();
        time.advance(SECOND);
        notifyOf(2);
        time.advance(SECOND);
        assertThat(seen).isEmpty();
    }

    @Test
    void debounceDoesNotHoldTheNotificationAndLogsWhatIsThrown() {
        source.debounce(SECOND).subscribeNow(value -> {
            throw new IllegalStateException("late");
        });
        assertThat(value(source.notify(1).errors())).isEmpty();
        assertThat(ObservableSequentialTest.logged(() -> time.advance(SECOND)))
                .singleElement()
                .asString()
                .startsWith("ENX-0094");

        Observable<Integer> other = new Observable<>(config);
        other.debounce(SECOND, Errors.RETURNED).subscribeNow(value -> {
            throw new IllegalStateException("late");
        });
        other.notify(1);
        notifyOf();
        assertThat(ObservableSequentialTest.logged(() -> time.advance(SECOND))).isEmpty();
    }

    @Test
    void aSchedulerThatIsGoneIsTheNotificationsError() {
        see(source.debounce(SECOND));
        notifyOf(1);
        time.shutdown();
        Observable<Integer> late = new Observable<>(config);
        late.debounce(SECOND);
        assertThat(failure(late.notify(1).done())).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void whatTakesTimeNeedsAScheduler() {
        var timeless = new Observable<Integer>();
        assertThatThrownBy(() -> timeless.debounce(SECOND))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("ENX-0095");
        see(timeless.throttle(SECOND));
        timeless.notify(1);
        assertThat(seen).containsExactly(1);
        assertThatThrownBy(() -> timeless.throttle(SECOND.negated())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> source.debounce(SECOND.negated())).isInstanceOf(IllegalArgumentException.class);
    }

    // What all have in common.

    static Stream<Function<Observable<Integer>, Function<Errors, Observable<Integer>>>> operators() {
        return Stream.of(
                source -> errors -> source.filter(value -> true, errors),
                source -> errors -> source.map(value -> value, errors),
                source -> errors -> source.throttle(Duration.ZERO, errors),
                source -> errors -> source.buffer(1, errors),
                source -> errors -> source.atChange(value -> value, errors),
                source -> errors -> source.fork(errors),
                source -> errors -> Observable.merge(List.of(source, new Observable<>()), errors));
    }

    @ParameterizedTest
    @MethodSource("operators")
    void errorsAreThrownOrReturned(Function<Observable<Integer>, Function<Errors, Observable<Integer>>> operator) {
        var failed = new IllegalStateException("observer");
        for (Errors errors : Errors.values()) {
            var own = new Observable<Integer>(config);
            operator.apply(own).apply(errors).subscribeNow(value -> {
                seen.add(value);
                return CompletableFuture.failedFuture(failed);
            });
            List<Throwable> told = value(own.notify(1).errors());
            assertThat(told).isEqualTo(errors == Errors.THROWN ? List.of(failed) : List.of());
        }
        assertThat(seen).containsExactly(1, 1);
    }

    @ParameterizedTest
    @MethodSource("operators")
    void aNotificationWaitsForTheDerivedOne(
            Function<Observable<Integer>, Function<Errors, Observable<Integer>>> operator) {
        var gate = new CompletableFuture<Void>();
        operator.apply(source).apply(Errors.THROWN).subscribeNow(value -> gate);
        Notification notification = source.notify(1);
        assertThat(isPending(notification.done())).isTrue();
        gate.complete(null);
        assertThat(notification.done().toCompletableFuture()).isCompleted();
    }

    @ParameterizedTest
    @MethodSource("operators")
    void closedItLeavesItsSource(Function<Observable<Integer>, Function<Errors, Observable<Integer>>> operator) {
        Observable<Integer> derived = operator.apply(source).apply(Errors.THROWN);
        see(derived);
        derived.close();
        try (Observers<Integer> open = source.observers()) {
            assertThat(open).isEmpty();
        }
        assertThat(value(source.notify(1).errors())).isEmpty();
        assertThat(seen).isEmpty();
    }

    @Test
    void theEndOfASourceIsTheEndOfWhatIsDerived() {
        Observable<Integer> derived = source.filter(value -> true).map(value -> value);
        source.close();
        assertThat(failure(derived.notify(1).done())).hasMessage("ENX-0090 This observable is closed");
    }

    @Test
    void whatAPredicateThrowsIsTheSourcesError() {
        var failed = new IllegalStateException("predicate");
        source.filter(
                value -> {
                    throw failed;
                },
                Errors.RETURNED);
        assertThat(value(source.notify(1).errors())).containsExactly(failed);
    }

    @Test
    void returnedErrorsAreTheOperatorsValue() {
        var failed = new IllegalStateException("observer");
        source.fork(Errors.RETURNED).subscribeNow(value -> {
            throw failed;
        });
        assertThat(value(source.notifySequential(1).rest())).containsExactly(List.of(failed));
    }
}
