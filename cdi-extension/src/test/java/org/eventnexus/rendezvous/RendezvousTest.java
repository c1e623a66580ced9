package org.eventnexus.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.eventnexus.SteppedTime;
import org.eventnexus.rendezvous.Rendezvous.State;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("RV-01")
class RendezvousTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration ALMOST = SECOND.minusNanos(1);

    private final SteppedTime time = new SteppedTime();
    private final Rendezvous<Integer> rendezvous = new Rendezvous<>(time, time::nanoTime, 8);

    private static <R> R value(CompletionStage<R> stage) {
        return stage.toCompletableFuture().getNow(null);
    }

    private static boolean isPending(CompletionStage<?> stage) {
        return !stage.toCompletableFuture().isDone();
    }

    private static Throwable failure(CompletionStage<?> stage) {
        CompletableFuture<?> future = stage.toCompletableFuture();
        assertThat(future).isCompletedExceptionally();
        try {
            future.getNow(null);
        } catch (CancellationException cancelled) {
            return cancelled;
        } catch (CompletionException failed) {
            return failed.getCause();
        }
        throw new AssertionError();
    }

    private static boolean cancel(CompletionStage<?> stage) {
        return stage.toCompletableFuture().cancel(true);
    }

    @Test
    void aPutWaitsForAGetter() {
        CompletionStage<Boolean> put = rendezvous.put(1);
        assertThat(isPending(put)).isTrue();
        assertThat(rendezvous.state()).isEqualTo(new State(0, 1));

        assertThat(value(rendezvous.get())).isEqualTo(1);
        assertThat(value(put)).isTrue();
        assertThat(rendezvous.state().isIdle()).isTrue();
    }

    @Test
    void aGetWaitsForAPutter() {
        CompletionStage<Integer> get = rendezvous.get();
        assertThat(isPending(get)).isTrue();
        assertThat(rendezvous.state()).isEqualTo(new State(1, 0));

        assertThat(value(rendezvous.put(1))).isTrue();
        assertThat(value(get)).isEqualTo(1);
    }

    @Test
    void firstComeFirstServedOnBothSides() {
        List<CompletionStage<Integer>> gets =
                List.of(rendezvous.get(), rendezvous.get(), rendezvous.getOrDefault(0, SECOND));
        IntStream.rangeClosed(1, 3).forEach(rendezvous::put);
        assertThat(gets).extracting(RendezvousTest::value).containsExactly(1, 2, 3);

        IntStream.rangeClosed(4, 6).forEach(rendezvous::put);
        assertThat(List.of(rendezvous.get(), rendezvous.get(SECOND), rendezvous.get()))
                .extracting(RendezvousTest::value)
                .containsExactly(4, 5, 6);
    }

    @Test
    void aPutWhoseTimeIsUpIsFalseAndNobodyGetsItsValue() {
        CompletionStage<Boolean> put = rendezvous.put(1, SECOND);
        time.advance(ALMOST);
        assertThat(isPending(put)).isTrue();

        time.advance(Duration.ofNanos(1));

        assertThat(value(put)).isFalse();
        assertThat(rendezvous.getNow(null)).isNull();
        assertThat(rendezvous.pending()).isZero();
    }

    @Test
    void aRaisingPutWhoseTimeIsUpFails() {
        CompletionStage<Boolean> put = rendezvous.putOrFail(1, SECOND);
        time.advance(SECOND);
        assertThat(failure(put)).isInstanceOf(TimeoutException.class);
        assertThat(rendezvous.getNow(null)).isNull();

        CompletionStage<Boolean> inTime = rendezvous.putOrFail(2, SECOND);
        assertThat(rendezvous.getNow(null)).isEqualTo(2);
        assertThat(value(inTime)).isTrue();
    }

    @Test
    void aGetWhoseTimeIsUpFailsOrHasItsFallbackAndTakesNoValue() {
        CompletionStage<Integer> get = rendezvous.get(SECOND);
        CompletionStage<Integer> withFallback = rendezvous.getOrDefault(7, SECOND);
        CompletionStage<Integer> withNull = rendezvous.getOrDefault(null, SECOND);
        time.advance(ALMOST);
        assertThat(isPending(get)).isTrue();

        time.advance(Duration.ofNanos(1));

        assertThat(failure(get)).isInstanceOf(TimeoutException.class);
        assertThat(value(withFallback)).isEqualTo(7);
        assertThat(withNull.toCompletableFuture()).isCompletedWithValue(null);
        CompletionStage<Boolean> put = rendezvous.put(1);
        assertThat(isPending(put)).isTrue();
        assertThat(value(rendezvous.get())).isEqualTo(1);
    }

    @Test
    void getNowTakesWhatWaitsOrElseTheFallback() {
        assertThat(rendezvous.getNow(7)).isEqualTo(7);
        rendezvous.put(1);
        assertThat(rendezvous.getNow(7)).isEqualTo(1);
        assertThat(rendezvous.getNow(null)).isNull();
    }

    @Test
    void withoutTimeNobodyWaits() {
        assertThat(value(rendezvous.put(1, Duration.ZERO))).isFalse();
        assertThat(failure(rendezvous.putOrFail(1, Duration.ofSeconds(-1)))).isInstanceOf(TimeoutException.class);
        assertThat(failure(rendezvous.get(Duration.ZERO))).isInstanceOf(TimeoutException.class);
        assertThat(failure(rendezvous.exchange(1, Duration.ZERO, true))).isInstanceOf(TimeoutException.class);
        assertThat(rendezvous.state().isIdle()).isTrue();

        CompletionStage<Integer> get = rendezvous.get();
        assertThat(value(rendezvous.put(2, Duration.ZERO))).isTrue();
        assertThat(value(get)).isEqualTo(2);
    }

    @Test
    void whoHasMetIsNotTimedOut() {
        CompletionStage<Boolean> put = rendezvous.put(1, SECOND);
        CompletionStage<Integer> get = rendezvous.get(SECOND);
        assertThat(time.scheduled()).as("timers left").isZero();

        time.advance(SECOND);

        assertThat(value(put)).isTrue();
        assertThat(value(get)).isEqualTo(1);
    }

    @Test
    void aCancelledGetTakesNoValue() {
        CompletionStage<Integer> cancelled = rendezvous.get(SECOND);
        CompletionStage<Integer> next = rendezvous.get();

        assertThat(cancel(cancelled)).isTrue();
        rendezvous.put(1);

        assertThat(cancelled.toCompletableFuture()).isCancelled();
        assertThat(value(next)).isEqualTo(1);
        assertThat(time.scheduled()).as("timers left").isZero();
    }

    @Test
    void aCancelledPutGivesNoValue() {
        CompletionStage<Boolean> cancelled = rendezvous.put(1);
        CompletionStage<Boolean> next = rendezvous.put(2);

        assertThat(cancel(cancelled)).isTrue();

        assertThat(value(rendezvous.get())).isEqualTo(2);
        assertThat(value(next)).isTrue();
    }

    @Test
    void whoHasMetIsNotCancelled() {
        CompletionStage<Integer> get = rendezvous.get();
        rendezvous.put(1);

        assertThat(cancel(get)).isFalse();
        assertThat(value(get)).isEqualTo(1);
    }

    @Test
    void completedFromOutsideIsTheSameAsCancelled() {
        CompletableFuture<Integer> completed = rendezvous.get().toCompletableFuture();
        CompletableFuture<Integer> failed = rendezvous.get().toCompletableFuture();
        assertThat(completed.complete(9)).isTrue();
        assertThat(failed.completeExceptionally(new IllegalStateException("enough")))
                .isTrue();
        assertThat(rendezvous.pending()).isZero();

        rendezvous.put(1);

        assertThat(completed).isCompletedWithValue(9);
        assertThat(failure(failed)).hasMessage("enough");
        assertThat(rendezvous.getNow(null)).isEqualTo(1);
        assertThatThrownBy(() -> completed.obtrudeValue(1)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void twoExchangesSwap() {
        CompletionStage<Integer> one = rendezvous.exchange(1);
        assertThat(isPending(one)).isTrue();

        CompletionStage<Integer> two = rendezvous.exchange(2, SECOND, false);

        assertThat(value(one)).isEqualTo(2);
        assertThat(value(two)).isEqualTo(1);
        assertThat(rendezvous.state().isIdle()).isTrue();
        assertThat(time.scheduled()).as("timers left").isZero();
    }

    @Test
    void exchangesOfAnyKindsSwap() {
        for (boolean first : new boolean[] {true, false}) {
            for (boolean second : new boolean[] {true, false}) {
                CompletionStage<Integer> one = rendezvous.exchange(1, first);
                CompletionStage<Integer> two = rendezvous.exchange(2, second);
                assertThat(value(one)).as("%s, %s", first, second).isEqualTo(2);
                assertThat(value(two)).as("%s, %s", first, second).isEqualTo(1);
                assertThat(rendezvous.state().isIdle()).isTrue();
            }
        }
    }

    @Test
    void anExchangeGivesFirstAndTakesThen() {
        CompletionStage<Integer> exchange = rendezvous.exchange(1);
        CompletionStage<Boolean> put = rendezvous.put(2);
        assertThat(isPending(exchange)).isTrue();
        assertThat(rendezvous.state()).isEqualTo(new State(0, 2));

        assertThat(value(rendezvous.get())).isEqualTo(1);

        assertThat(value(exchange)).isEqualTo(2);
        assertThat(value(put)).isTrue();
    }

    @Test
    void anExchangeThatHasGivenWaitsInLine() {
        CompletionStage<Integer> first = rendezvous.get();
        CompletionStage<Integer> second = rendezvous.get();
        CompletionStage<Integer> exchange = rendezvous.exchange(1);
        assertThat(value(first)).isEqualTo(1);

        rendezvous.put(2);
        rendezvous.put(3);

        assertThat(value(second)).isEqualTo(2);
        assertThat(value(exchange)).isEqualTo(3);
    }

    @Test
    void anExchangeAsSoonAsPossibleTakesBeforeItHasGiven() {
        CompletionStage<Integer> exchange = rendezvous.exchange(1, true);
        assertThat(rendezvous.state()).isEqualTo(new State(1, 1));

        rendezvous.put(2);

        assertThat(value(exchange)).isEqualTo(2);
        assertThat(rendezvous.state()).isEqualTo(new State(0, 1));
        assertThat(value(rendezvous.get())).isEqualTo(1);
        assertThat(rendezvous.state().isIdle()).isTrue();
    }

    @Test
    void anExchangeWhoseTimeIsUpLeavesWithItsValueUnlessThatWasTaken() {
        CompletionStage<Integer> exchange = rendezvous.exchange(1, SECOND, false);
        CompletionStage<Integer> asap = rendezvous.exchange(2, SECOND.plusNanos(1), true);
        assertThat(value(exchange)).isEqualTo(2);
        assertThat(value(asap)).isEqualTo(1);

        for (boolean kind : new boolean[] {true, false}) {
            CompletionStage<Integer> alone = rendezvous.exchange(3, SECOND, kind);
            time.advance(SECOND);
            assertThat(failure(alone)).isExactlyInstanceOf(TimeoutException.class);
            assertThat(rendezvous.state().isIdle()).isTrue();

            CompletionStage<Integer> half = rendezvous.exchange(4, SECOND, kind);
            assertThat(rendezvous.getNow(null)).isEqualTo(4);
            time.advance(SECOND);
            assertThat(failure(half)).isInstanceOf(HalfExchangedException.class);
            assertThat(rendezvous.state().isIdle()).isTrue();
        }
    }

    @Test
    void aResetSendsAllAway() {
        List<CompletionStage<?>> all = new ArrayList<>();
        all.add(rendezvous.put(1));
        all.add(rendezvous.put(2, SECOND));
        all.add(rendezvous.exchange(3));
        rendezvous.reset();
        all.add(rendezvous.get());
        all.add(rendezvous.getOrDefault(4, SECOND));
        rendezvous.reset();
        all.add(rendezvous.exchange(5, SECOND, true));
        rendezvous.reset();

        assertThat(all).extracting(RendezvousTest::failure).hasOnlyElementsOfType(CancellationException.class);
        assertThat(rendezvous.state().isIdle()).isTrue();
        assertThat(time.scheduled()).as("timers left").isZero();
        CompletionStage<Integer> get = rendezvous.get();
        rendezvous.put(6);
        assertThat(value(get)).isEqualTo(6);
    }

    @Test
    void aResetAlsoWithdrawsWhatAnExchangeHasLeftBehind() {
        CompletionStage<Integer> exchange = rendezvous.exchange(1, true);
        rendezvous.put(2);
        rendezvous.reset();
        assertThat(value(exchange)).isEqualTo(2);
        assertThat(rendezvous.getNow(null)).isNull();
    }

    @Test
    void aCleanupEndsThoseWhomALateSchedulerHasForgotten() {
        CompletionStage<Boolean> put = rendezvous.put(1, SECOND);
        CompletionStage<Boolean> longer = rendezvous.put(2, SECOND.plusNanos(1));
        time.sleep(ALMOST);
        assertThat(rendezvous.cleanup()).isZero();

        time.sleep(Duration.ofNanos(1));

        assertThat(rendezvous.pending()).isEqualTo(2);
        assertThat(rendezvous.cleanup()).isEqualTo(1);
        assertThat(value(put)).isFalse();
        assertThat(isPending(longer)).isTrue();
        time.sleep(SECOND);
        assertThat(rendezvous.state().isIdle()).isTrue();
        assertThat(value(longer)).isFalse();
    }

    @Test
    void moreThanTheBoundAreTurnedAway() {
        List<CompletionStage<Boolean>> puts =
                IntStream.range(0, 8).mapToObj(rendezvous::put).toList();

        assertThat(failure(rendezvous.put(8)))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageStartingWith("ENX-0093");
        assertThat(failure(rendezvous.exchange(9))).isInstanceOf(RejectedExecutionException.class);
        assertThat(rendezvous.pending()).isEqualTo(8);
        assertThat(value(rendezvous.get())).as("who need not wait is served").isZero();
        assertThat(value(puts.get(0))).isTrue();

        assertThat(failure(rendezvous.exchange(9, true))).isInstanceOf(RejectedExecutionException.class);
        assertThat(rendezvous.pending()).isEqualTo(7);
        rendezvous.reset();
        IntStream.range(0, 8).forEach(i -> rendezvous.get());
        CompletionStage<Integer> exchange = rendezvous.exchange(9);
        assertThat(isPending(exchange))
                .as("it stands where the one stood to whom it gave")
                .isTrue();
        assertThat(rendezvous.pending()).isEqualTo(8);
    }

    @Test
    void withoutASchedulerNothingThatTakesTimeWaits() {
        Rendezvous<String> timeless = new Rendezvous<>();
        assertThatThrownBy(() -> timeless.get(SECOND))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("ENX-0095");
        assertThat(timeless.pending()).isZero();
        assertThat(value(timeless.put("a", Duration.ZERO))).isFalse();
        CompletionStage<String> get = timeless.get();
        timeless.put("b");
        assertThat(value(get)).isEqualTo("b");
    }

    @Test
    void aSchedulerThatIsGoneFailsTheCallAndLosesNothing() {
        time.shutdown();
        CompletionStage<Integer> get = rendezvous.get(SECOND);
        assertThat(failure(get)).isInstanceOf(RejectedExecutionException.class);
        assertThat(rendezvous.pending()).isZero();
        CompletionStage<Boolean> put = rendezvous.put(1);
        assertThat(value(rendezvous.get(SECOND))).isEqualTo(1);
        assertThat(value(put)).isTrue();
    }

    @Test
    void aTimeBeyondAllMeasureIsForEver() {
        CompletionStage<Integer> get = rendezvous.get(Duration.ofSeconds(Long.MAX_VALUE));
        time.advance(Duration.ofDays(365));
        assertThat(rendezvous.cleanup()).isZero();
        rendezvous.put(1);
        assertThat(value(get)).isEqualTo(1);
    }

    @Test
    void callbacksMayCallAgain() throws Exception {
        List<Integer> seen = new ArrayList<>();
        CompletionStage<Boolean> chain = rendezvous
                .get()
                .thenCompose(value -> {
                    seen.add(value);
                    return rendezvous.get();
                })
                .thenCompose(value -> {
                    seen.add(value);
                    return rendezvous.put(3);
                });
        rendezvous.put(1);
        rendezvous.put(2);
        assertThat(rendezvous.getNow(null)).isEqualTo(3);
        assertThat(chain.toCompletableFuture().get(1, TimeUnit.SECONDS)).isTrue();
        assertThat(seen).containsExactly(1, 2);
    }

    @Test
    void nullsAreNoValues() {
        assertThatThrownBy(() -> rendezvous.put(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> rendezvous.exchange(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> rendezvous.get(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> new Rendezvous<>(time, time::nanoTime, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
