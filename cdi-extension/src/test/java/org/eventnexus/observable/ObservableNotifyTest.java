package org.eventnexus.observable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.eventnexus.observable.Stages.failure;
import static org.eventnexus.observable.Stages.isPending;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("OB-01")
class ObservableNotifyTest {
    private final Observable<String> observable =
            new Observable<>(ObservableConfig.defaults().withCapacity(2));
    private final List<String> seen = new ArrayList<>();

    @Test
    void allObserversRunConcurrentlyAndAreWaitedFor() {
        var slow = new CompletableFuture<Void>();
        var slower = new CompletableFuture<Void>();
        observable.subscribeNow(value -> {
            seen.add("slow " + value);
            return slow;
        });
        observable.subscribeNow(value -> {
            seen.add("slower " + value);
            return slower;
        });

        Notification notification = observable.notify("a");

        assertThat(seen).containsExactly("slow a", "slower a");
        assertThat(isPending(notification.done())).isTrue();
        slower.complete(null);
        assertThat(isPending(notification.done())).isTrue();
        assertThat(observable.isNotifying()).isTrue();
        slow.complete(null);
        assertThat(notification.done().toCompletableFuture()).isCompleted();
        assertThat(observable.isIdle()).isTrue();
    }

    @Test
    void whatComesMeanwhileIsQueuedInOrder() {
        var first = new CompletableFuture<Void>();
        var second = new CompletableFuture<Void>();
        observable.subscribeNow(value -> {
            seen.add(value);
            return value.equals("a") ? first : value.equals("b") ? second : null;
        });
        Notification a = observable.notify("a");
        Notification b = observable.notify("b");
        Notification c = observable.notify("c");

        assertThat(seen).containsExactly("a");
        assertThat(b.queued().toCompletableFuture()).isCompleted();
        assertThat(isPending(b.done())).isTrue();

        first.complete(null);
        assertThat(seen).containsExactly("a", "b");
        assertThat(a.done().toCompletableFuture())
                .as("each is told of its own end")
                .isCompleted();
        assertThat(isPending(c.done())).isTrue();
        assertThat(observable.isNotifying()).isTrue();

        second.complete(null);
        assertThat(seen).containsExactly("a", "b", "c");
        assertThat(c.done().toCompletableFuture()).isCompleted();
        assertThat(observable.isIdle()).isTrue();
    }

    @Test
    void anObserverMayNotifyAndWaitForItsPlaceInTheQueue() {
        observable.subscribeNow(value -> {
            seen.add(value);
            return value.length() < 4 ? observable.notify(value + "a").queued() : null;
        });
        Notification first = observable.notify("a");
        assertThat(first.done().toCompletableFuture()).isCompleted();
        assertThat(seen).containsExactly("a", "aa", "aaa", "aaaa");
    }

    @Test
    void theFirstErrorIsThrownWhenAllAreDoneOrAllAreReturned() {
        var slow = new CompletableFuture<Void>();
        var first = new IOException("first");
        var second = new IllegalStateException("second");
        observable.subscribeNow(value -> slow);
        observable.subscribeNow(value -> {
            throw second;
        });
        observable.subscribeNow(value -> {
            seen.add(value);
            return null;
        });

        Notification notification = observable.notify("a");

        assertThat(seen).as("others are told").containsExactly("a");
        assertThat(isPending(notification.done())).isTrue();
        slow.completeExceptionally(first);
        assertThat(failure(notification.done()))
                .as("in the order of subscription")
                .isSameAs(first);
        assertThat(notification.errors().toCompletableFuture().join()).containsExactly(first, second);
    }

    @Test
    void anErrorDoesNotEndWhatIsQueued() {
        var first = new CompletableFuture<Void>();
        observable.subscribeNow(value -> value.equals("a") ? first : null);
        Notification a = observable.notify("a");
        Notification b = observable.notify("b");
        first.completeExceptionally(new IOException());
        assertThat(failure(a.done())).isInstanceOf(IOException.class);
        assertThat(b.done().toCompletableFuture()).isCompleted();
        assertThat(b.errors().toCompletableFuture().join()).isEmpty();
    }

    @Test
    @Tag("OB-05")
    void aFullQueueIsWaitedForAndThenRefuses() {
        var gate = new CompletableFuture<Void>();
        observable.subscribeNow(value -> {
            seen.add(value);
            return gate;
        });
        List<Notification> all = IntStream.rangeClosed(0, 4)
                .mapToObj(number -> observable.notify("" + number))
                .toList();
        assertThat(all).extracting(n -> isPending(n.queued())).containsExactly(false, false, false, true, true);
        Notification refused = observable.notify("5");
        assertThat(failure(refused.queued())).isInstanceOf(RejectedExecutionException.class);
        assertThat(failure(refused.errors())).hasMessageStartingWith("ENX-0090");

        gate.complete(null);

        assertThat(seen).containsExactly("0", "1", "2", "3", "4");
        assertThat(all)
                .allSatisfy(n -> assertThat(n.done().toCompletableFuture()).isCompleted());
    }

    @Test
    @Tag("OB-05")
    void aPlaceIsGivenAsSoonAsThereIsOne() {
        List<CompletableFuture<Void>> gates = new ArrayList<>();
        observable.subscribeNow(value -> {
            var gate = new CompletableFuture<Void>();
            gates.add(gate);
            return gate;
        });
        observable.notify("running");
        observable.notify("queued");
        observable.notify("queued");
        Notification waits = observable.notify("waits");
        assertThat(isPending(waits.queued())).isTrue();
        gates.get(0).complete(null);
        assertThat(waits.queued().toCompletableFuture()).isCompleted();
        assertThat(isPending(waits.done())).isTrue();
    }

    @Test
    void manyThatAreQueuedMakeNoDeepStack() {
        int many = 100_000;
        var deep = new Observable<Integer>(ObservableConfig.defaults().withCapacity(many));
        var gate = new CompletableFuture<Void>();
        List<Integer> values = new ArrayList<>();
        deep.subscribeNow(value -> {
            values.add(value);
            return value == 0 ? gate : null;
        });
        IntStream.range(0, many).forEach(deep::notify);
        gate.complete(null);
        assertThat(values).hasSize(many).isSorted();
        assertThat(deep.isIdle()).isTrue();
    }

    @Test
    void withNobodyItIsDoneAtOnceAndNullIsAValue() {
        assertThat(observable.notify("a").done().toCompletableFuture()).isCompleted();
        observable.subscribeNow(value -> {
            seen.add(value);
            return null;
        });
        observable.notify(null);
        assertThat(seen).containsExactly((String) null);
    }

    @Test
    void whatAnObserverSeesOfTheEndIsTheTruth() {
        var gate = new CompletableFuture<Void>();
        observable.subscribeNow(value -> gate);
        observable.notify("a").done().thenRun(() -> seen.add("idle " + observable.isIdle()));
        gate.complete(null);
        assertThat(seen).containsExactly("idle true");
    }

    @Test
    void afterItsEndItTakesNothing() {
        var gate = new CompletableFuture<Void>();
        observable.subscribeNow(value -> {
            seen.add(value);
            return gate;
        });
        observable.notify("a");
        Notification queued = observable.notify("b");
        observable.close();
        observable.close();
        assertThat(failure(observable.notify("c").done())).hasMessage("ENX-0090 This observable is closed");
        gate.complete(null);
        assertThat(queued.done().toCompletableFuture()).isCompleted();
        assertThat(seen).containsExactly("a", "b");
    }

    @Test
    void aStageThatIsCancelledByItsOwnerCancelsNothing() {
        var gate = new CompletableFuture<Void>();
        observable.subscribeNow(value -> gate);
        Notification notification = observable.notify("a");
        notification.errors().toCompletableFuture().cancel(true);
        notification.done().toCompletableFuture().cancel(true);
        gate.complete(null);
        assertThat(notification.done().toCompletableFuture()).isCompleted();
    }
}
