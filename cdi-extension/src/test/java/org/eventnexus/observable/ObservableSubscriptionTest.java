package org.eventnexus.observable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.eventnexus.observable.Stages.failure;
import static org.eventnexus.observable.Stages.isPending;
import static org.eventnexus.observable.Stages.value;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("OB-03")
class ObservableSubscriptionTest {
    private final Observable<String> observable = new Observable<>();
    private final List<String> seen = new ArrayList<>();
    private final Observer<String> observer = value -> {
        seen.add(value);
        return null;
    };

    /** Something is going on until the stage is completed. */
    private CompletableFuture<Void> busy() {
        var gate = new CompletableFuture<Void>();
        Observation blocker = observable.subscribeNow(value -> gate);
        observable.notify("busy");
        blocker.cancel();
        assertThat(observable.isNotifying()).isTrue();
        return gate;
    }

    @Test
    void initialObserversAreThereFromTheStart() {
        new Observable<>(ObservableConfig.defaults(), List.of(observer)).notify("a");
        assertThat(seen).containsExactly("a");
    }

    @Test
    void subscribeWaitsForIdlenessWithAllThatIsQueued() {
        CompletableFuture<Void> gate = busy();
        observable.notify("queued");
        CompletionStage<Observation> subscribed = observable.subscribe(observer);
        assertThat(isPending(subscribed)).isTrue();

        gate.complete(null);

        assertThat(value(subscribed).isActive()).isTrue();
        observable.notify("a");
        assertThat(seen).containsExactly("a");
        assertThat(value(observable.subscribe(value -> null)).isActive())
                .as("idle already")
                .isTrue();
    }

    @Test
    void subscribeNowDoesNotWaitAndHasItsFirstValueWithTheNextNotification() {
        CompletableFuture<Void> gate = busy();
        observable.notify("queued");
        observable.subscribeNow(observer);
        assertThat(seen).isEmpty();
        gate.complete(null);
        assertThat(seen).containsExactly("queued");
    }

    @Test
    void anObserverIsThereOnce() {
        observable.subscribeNow(observer);
        Observation second = observable.subscribeNow(observer);
        observable.notify("a");
        assertThat(seen).containsExactly("a");
        second.close();
        assertThat(second.isActive()).isFalse();
        observable.notify("b");
        assertThat(seen).containsExactly("a");
    }

    @Test
    void aSubscriptionThatIsCancelledWhileItWaitsIsNone() {
        CompletableFuture<Void> gate = busy();
        CompletionStage<Observation> subscribed = observable.subscribe(observer);
        subscribed.toCompletableFuture().cancel(true);
        gate.complete(null);
        observable.notify("a");
        assertThat(seen).isEmpty();
    }

    @Test
    void oneThatBlocksRunsOnAnExecutorAndIsWaitedFor() {
        List<Runnable> given = new ArrayList<>();
        Observation subscription = observable.subscribeSync(seen::add, given::add);
        Notification notification = observable.notify("a");
        assertThat(seen).isEmpty();
        assertThat(isPending(notification.done())).isTrue();
        given.remove(0).run();
        assertThat(seen).containsExactly("a");
        assertThat(notification.done().toCompletableFuture()).isCompleted();
        subscription.cancel(true);
        observable.notify("b");
        assertThat(given).isEmpty();
    }

    @Test
    void whatABlockingObserverOrItsExecutorThrowsIsItsError() {
        observable.subscribeSync(
                value -> {
                    throw new IllegalStateException("observer");
                },
                Runnable::run);
        observable.subscribeSync(seen::add, task -> {
            throw new RejectedExecutionException("executor");
        });
        assertThat(value(observable.notify("a").errors()))
                .extracting(Throwable::getMessage)
                .containsExactly("observer", "executor");
    }

    @Test
    void ntimesIsToldSoOftenAndThenGone() {
        Observation twice = observable.ntimes(observer, 2);
        observable.notify("a");
        assertThat(twice.isActive()).isTrue();
        observable.notify("b");
        assertThat(twice.isActive()).isFalse();
        observable.notify("c");
        assertThat(seen).containsExactly("a", "b");
    }

    @Test
    void ntimesIsOnceIfNothingIsSaidAndCountsFailures() {
        observable.ntimes(value -> {
            seen.add(value);
            throw new IllegalStateException();
        });
        observable.notify("a");
        observable.notify("b");
        assertThat(seen).containsExactly("a");
        assertThatThrownBy(() -> observable.ntimes(observer, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ntimesIsNotToldMoreOftenByItself() {
        observable.ntimes(
                value -> {
                    seen.add(value);
                    observable.notify(value + "a"); // told in the same notification's wake
                    return null;
                },
                2);
        observable.notify("a");
        assertThat(seen).containsExactly("a", "aa");
        Observation again = observable.ntimes(observer, 2);
        again.cancel();
        observable.notify("b");
        assertThat(seen).hasSize(2);
    }

    @Test
    void unsubscribeWaitsForIdleness() {
        observable.subscribeNow(observer);
        CompletableFuture<Void> gate = busy();
        observable.notify("queued");
        CompletionStage<Void> gone = observable.unsubscribe(observer, true);
        assertThat(isPending(gone)).isTrue();
        gate.complete(null);
        assertThat(gone.toCompletableFuture()).isCompleted();
        observable.notify("a");
        assertThat(seen).containsExactly("busy", "queued");
    }

    @Test
    void strictMeansThatItMustBeThere() {
        assertThat(failure(observable.unsubscribe(observer, true)))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageStartingWith("ENX-0092");
        assertThat(observable.unsubscribe(observer).toCompletableFuture()).isCompleted();
        assertThatThrownBy(() -> observable.unsubscribeNow(observer, true)).isInstanceOf(NoSuchElementException.class);
        assertThat(observable.unsubscribeNow(observer)).isFalse();
        Observation subscription = observable.subscribeNow(observer);
        subscription.cancel(true);
        subscription.cancel();
        assertThatThrownBy(() -> subscription.cancel(true)).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void unsubscribeNowHoldsFromTheNextNotification() {
        observable.subscribeNow(value -> {
            observable.unsubscribeNow(observer);
            return null;
        });
        observable.subscribeNow(observer);
        observable.notify("a");
        observable.notify("b");
        assertThat(seen).containsExactly("a");
    }

    @Test
    void eventuallyIsWhenAllThatIsQueuedIsOver() {
        observable.subscribeNow(observer);
        CompletableFuture<Void> gate = busy();
        observable.notify("queued");
        observable.unsubscribeEventually(observer, true);
        gate.complete(null);
        observable.notify("a");
        assertThat(seen).containsExactly("busy", "queued");
    }

    @Test
    void eventuallyIsNowIfIdleAndAsSoonAsPossible() {
        observable.subscribeNow(observer);
        observable.unsubscribeEventually(observer, true);
        observable.notify("a");
        assertThat(seen).isEmpty();
    }

    @Test
    void eventuallyIsAfterTheNextNotificationIfIdle() {
        observable.subscribeNow(observer);
        observable.unsubscribeEventually(observer, false);
        observable.notify("a");
        observable.notify("b");
        assertThat(seen).containsExactly("a");
    }

    @Test
    void whoGoesNowTakesNobodyAlongWhoIsMarkedForLater() {
        Observer<String> other = value -> null;
        observable.subscribeNow(observer);
        observable.subscribeNow(other);
        observable.unsubscribeEventually(observer, false);
        observable.unsubscribeEventually(other, true);
        try (Observers<String> open = observable.observers()) {
            assertThat(open).hasSize(1);
        }
        observable.notify("a");
        observable.notify("b");
        assertThat(seen).containsExactly("a");
    }

    @Test
    void markedUnsubscriptionsCanBeHandledAtOnceAndTakenBack() {
        observable.subscribeNow(observer);
        observable.unsubscribeEventually(observer, false);
        observable.handleUnsubscriptions();
        observable.notify("a");
        assertThat(seen).isEmpty();

        observable.subscribeNow(observer);
        observable.unsubscribeEventually(observer, false);
        observable.subscribeNow(observer);
        observable.notify("b");
        observable.notify("c");
        assertThat(seen).containsExactly("b", "c");
    }
}
