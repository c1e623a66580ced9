package org.eventnexus.observable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.eventnexus.observable.Stages.failure;
import static org.eventnexus.observable.Stages.isPending;
import static org.eventnexus.observable.Stages.value;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.eventnexus.SteppedTime;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("OB-06")
class ObservableWaitingTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final SteppedTime time = new SteppedTime();
    private final Observable<String> observable = new Observable<>(ObservableConfig.defaults()
            .withScheduler(time)
            .withClock(time::nanoTime)
            .withMaxWaiting(3));
    private final List<String> seen = new ArrayList<>();
    private final Observer<String> observer = value -> {
        seen.add(value);
        return null;
    };

    private CompletableFuture<Void> busy() {
        var gate = new CompletableFuture<Void>();
        Observation blocker = observable.subscribeNow(value -> gate);
        observable.notify("busy");
        blocker.cancel();
        return gate;
    }

    private int observers() {
        try (Observers<String> open = observable.observers()) {
            int count = 0;
            for (Observer<? super String> each : open) {
                assertThat(each).isNotNull();
                count++;
            }
            return count;
        }
    }

    @Test
    void nextIsTheValueOfTheNextNotification() {
        CompletionStage<String> next = observable.next();
        assertThat(isPending(next)).isTrue();
        observable.notify("a");
        observable.notify("b");
        assertThat(value(next)).isEqualTo("a");
        assertThat(observers()).isZero();
    }

    @Test
    void whatIsGoingOnIsNotNext() {
        CompletableFuture<Void> gate = busy();
        CompletionStage<String> next = observable.next(SECOND);
        observable.notify("queued");
        assertThat(isPending(next)).isTrue();
        gate.complete(null);
        assertThat(value(next)).isEqualTo("queued");
        assertThat(time.scheduled()).as("timers left").isZero();
    }

    @Test
    void nextGivesUpWhenTheTimeIsUpOrItIsCancelled() {
        CompletionStage<String> next = observable.next(SECOND);
        CompletionStage<String> cancelled = observable.next(SECOND);
        cancelled.toCompletableFuture().cancel(true);
        time.advance(SECOND.minusNanos(1));
        assertThat(isPending(next)).isTrue();
        time.advance(Duration.ofNanos(1));
        assertThat(failure(next)).isInstanceOf(TimeoutException.class);
        assertThat(observers()).isZero();
        assertThat(time.scheduled()).as("timers left").isZero();
    }

    @Test
    void removedByAnotherItSaysSo() {
        CompletionStage<String> strict = observable.next(SECOND, true);
        CompletionStage<String> lenient = observable.next(SECOND, false);
        List<Observer<? super String>> all = new ArrayList<>();
        try (Observers<String> open = observable.observers()) {
            open.forEach(all::add);
        }
        all.forEach(observable::unsubscribeNow);
        assertThat(failure(strict)).isInstanceOf(IllegalStateException.class).hasMessageStartingWith("ENX-0092");
        assertThat(failure(lenient)).isInstanceOf(CancellationException.class);
        CompletionStage<String> marked = observable.next();
        try (Observers<String> open = observable.observers()) {
            open.forEach(each -> observable.unsubscribeEventually(each, true));
        }
        assertThat(failure(marked)).isInstanceOf(CancellationException.class);
    }

    @Test
    void theEndCancelsWaitsForAValue() {
        CompletionStage<String> next = observable.next();
        observable.close();
        assertThat(failure(next)).isInstanceOf(CancellationException.class);
        assertThat(failure(observable.next())).isInstanceOf(CancellationException.class);
    }

    @Test
    void idleIsWhenAllIsOver() {
        assertThat(observable.whenIdle().toCompletableFuture()).isCompleted();
        CompletableFuture<Void> gate = busy();
        var second = new CompletableFuture<Void>();
        observable.subscribeNow(value -> second);
        observable.notify("queued");
        CompletionStage<Void> idle = observable.whenIdle(SECOND);
        gate.complete(null);
        assertThat(isPending(idle)).isTrue();
        assertThat(observable.isNotifying()).isTrue();
        second.complete(null);
        assertThat(idle.toCompletableFuture()).isCompleted();
        assertThat(observable.isIdle()).isTrue();
        assertThat(time.scheduled()).as("timers left").isZero();
    }

    @Test
    void waitingForIdlenessGivesUpWhenTheTimeIsUp() {
        CompletableFuture<Void> gate = busy();
        CompletionStage<Void> idle = observable.whenIdle(SECOND);
        time.advance(SECOND.minusNanos(1));
        assertThat(isPending(idle)).isTrue();
        time.advance(Duration.ofNanos(1));
        assertThat(failure(idle)).isInstanceOf(TimeoutException.class);
        gate.complete(null);
    }

    @Test
    void noMoreThanTheBoundWait() {
        CompletableFuture<Void> gate = busy();
        CompletionStage<Void> idle = observable.whenIdle();
        observable.subscribe(observer);
        CompletionStage<String> next = observable.next();
        assertThat(failure(observable.next()))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageStartingWith("ENX-0093");
        assertThat(failure(observable.whenIdle())).isInstanceOf(RejectedExecutionException.class);
        next.toCompletableFuture().cancel(true);
        assertThat(isPending(observable.next())).isTrue();
        idle.toCompletableFuture().cancel(true);
        assertThat(isPending(observable.unsubscribe(observer))).isTrue();
        gate.complete(null);
        assertThat(isPending(observable.next())).isTrue();
    }

    @Test
    void withoutASchedulerNothingTakesTime() {
        Observable<String> timeless = new Observable<>();
        assertThatThrownBy(() -> timeless.next(SECOND))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("ENX-0095");
        assertThatThrownBy(() -> timeless.whenIdle(SECOND)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> observable.next(SECOND.negated())).isInstanceOf(IllegalArgumentException.class);
        time.shutdown();
        assertThat(failure(observable.next(SECOND))).isInstanceOf(RejectedExecutionException.class);
        assertThat(observers()).isZero();
    }

    @Test
    void whileAnIterationIsOpenNobodyComesOrGoes() {
        observable.subscribeNow(observer);
        Observer<String> other = value -> null;
        Observers<String> open = observable.observers();
        Observers<String> second = observable.observers();
        assertThat(open).hasSize(1);
        assertThat(open.iterator().next()).isSameAs(observer);
        assertThatThrownBy(() -> observable.subscribeNow(other))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("ENX-0091");
        assertThatThrownBy(() -> observable.unsubscribeNow(observer)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> observable.ntimes(other)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(observable::handleUnsubscriptions).isInstanceOf(IllegalStateException.class);
        assertThat(failure(observable.next())).isInstanceOf(IllegalStateException.class);

        CompletionStage<Observation> subscribed = observable.subscribe(other);
        CompletionStage<Void> unsubscribed = observable.unsubscribe(observer);
        observable.notify("a");
        assertThat(seen).as("notifications go on").containsExactly("a");
        assertThat(isPending(subscribed)).isTrue();
        second.close();
        second.close();
        assertThat(isPending(unsubscribed)).isTrue();

        open.close();

        assertThat(value(subscribed).isActive()).isTrue();
        assertThat(unsubscribed.toCompletableFuture()).isCompleted();
        observable.notify("b");
        assertThat(seen).containsExactly("a");
    }

    @Test
    void whatGoesByItselfGoesAfterTheIteration() {
        Observation once = observable.ntimes(observer);
        Observers<String> open = observable.observers();
        observable.notify("a");
        observable.notify("b");
        assertThat(seen).as("not told more often").containsExactly("a");
        assertThat(once.isActive()).isTrue();
        open.close();
        assertThat(once.isActive()).isFalse();
    }

    @Test
    void anIterationThatClosesDuringANotificationLeavesTheChangesToItsEnd() {
        CompletableFuture<Void> gate = busy();
        Observers<String> open = observable.observers();
        CompletionStage<Observation> subscribed = observable.subscribe(observer);
        open.close();
        assertThat(isPending(subscribed)).isTrue();
        gate.complete(null);
        assertThat(value(subscribed).isActive()).isTrue();
    }
}
