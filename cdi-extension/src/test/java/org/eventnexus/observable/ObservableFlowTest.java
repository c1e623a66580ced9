package org.eventnexus.observable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.eventnexus.observable.Stages.failure;
import static org.eventnexus.observable.Stages.isPending;
import static org.eventnexus.observable.Stages.value;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the rules of Reactive Streams leave open; for those see {@link ObservablePublisherTckTest}. */
@Tag("OB-07")
class ObservableFlowTest {
    private final Observable<Integer> observable = new Observable<>();

    private static final class Reader implements Flow.Subscriber<Integer> {
        private final List<Object> seen = new ArrayList<>();
        private Flow.Subscription subscription;
        private RuntimeException broken;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
        }

        @Override
        public void onNext(Integer item) {
            seen.add(item);
            if (broken != null) {
                throw broken;
            }
        }

        @Override
        public void onError(Throwable failure) {
            seen.add(failure.getClass().getSimpleName());
        }

        @Override
        public void onComplete() {
            seen.add("end");
        }
    }

    private Reader read() {
        var reader = new Reader();
        observable.toPublisher().subscribe(reader);
        return reader;
    }

    private int observers() {
        try (Observers<Integer> open = observable.observers()) {
            return toList(open).size();
        }
    }

    private static List<Object> toList(Iterable<?> items) {
        List<Object> list = new ArrayList<>();
        items.forEach(list::add);
        return list;
    }

    @Test
    void aNotificationWaitsForTheDemand() {
        Reader reader = read();
        Reader other = read();
        other.subscription.request(10);
        Notification first = observable.notify(1);
        Notification second = observable.notify(2);
        assertThat(reader.seen).isEmpty();
        assertThat(other.seen).containsExactly(1);
        assertThat(isPending(first.done())).isTrue();

        reader.subscription.request(1);
        assertThat(reader.seen).containsExactly(1);
        assertThat(first.done().toCompletableFuture()).isCompleted();
        assertThat(other.seen).containsExactly(1, 2);
        assertThat(isPending(second.done())).isTrue();
        reader.subscription.request(1);
        assertThat(reader.seen).containsExactly(1, 2);
        assertThat(observable.isIdle()).isTrue();
    }

    @Test
    void whoCancelsHoldsNothingAndIsGone() {
        Reader reader = read();
        Notification notification = observable.notify(1);
        reader.subscription.cancel();
        assertThat(notification.done().toCompletableFuture()).isCompleted();
        assertThat(reader.seen).isEmpty();
        assertThat(observers()).isZero();
        reader.subscription.request(1);
        assertThat(reader.seen).isEmpty();
    }

    @Test
    void theEndComesAfterWhatIsQueued() {
        Reader reader = read();
        observable.notify(1);
        observable.notify(2);
        observable.close();
        assertThat(reader.seen).isEmpty();
        reader.subscription.request(2);
        assertThat(reader.seen).containsExactly(1, 2, "end");
        assertThat(read().seen).as("late").containsExactly("end");
    }

    @Test
    void theEndOfASourceReachesThroughOperators() {
        var reader = new Reader();
        observable
                .filter(value -> value > 1)
                .map(value -> value * 10)
                .toPublisher()
                .subscribe(reader);
        reader.subscription.request(Long.MAX_VALUE);
        observable.notify(1);
        observable.notify(2);
        observable.close();
        assertThat(reader.seen).containsExactly(20, "end");
    }

    @Test
    void aSubscriberThatThrowsIsSentAwayAndTold() {
        Reader reader = read();
        reader.broken = new IllegalStateException("broken");
        reader.subscription.request(5);
        assertThat(value(observable.notify(1).errors())).containsExactly(reader.broken);
        observable.notify(2);
        assertThat(reader.seen).containsExactly(1);
        assertThat(observers()).isZero();
    }

    @Test
    void aNullIsTheNotificationsErrorAndEndsNothing() {
        Reader reader = read();
        reader.subscription.request(5);
        assertThat(failure(observable.notify(null).done())).isInstanceOf(NullPointerException.class);
        observable.notify(1);
        assertThat(reader.seen).containsExactly(1);
    }

    @Test
    void duringAnIterationNobodySubscribes() {
        try (Observers<Integer> open = observable.observers()) {
            assertThat(read().seen).containsExactly("IllegalStateException");
            assertThat(open).isEmpty();
        }
    }

    @Test
    void aMillionValuesMakeNoDeepStack() {
        int many = 1_000_000;
        Reader reader = read();
        reader.subscription.request(Long.MAX_VALUE);
        for (int i = 0; i < many; i++) {
            observable.notify(i);
        }
        assertThat(reader.seen).hasSize(many);
    }

    // The other way.

    private static final class Source implements Flow.Publisher<Integer>, Flow.Subscription {
        private Flow.Subscriber<? super Integer> subscriber;
        private long demand;
        private boolean cancelled;

        @Override
        public void subscribe(Flow.Subscriber<? super Integer> given) {
            subscriber = given;
            given.onSubscribe(this);
        }

        @Override
        public void request(long number) {
            demand += number;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        private void emit(int item) {
            assertThat(demand--).isPositive();
            subscriber.onNext(item);
        }
    }

    private final Source source = new Source();
    private final List<Integer> seen = new ArrayList<>();

    @Test
    void theNextItemIsAskedForWhenTheOneBeforeIsOver() {
        var gate = new CompletableFuture<Void>();
        observable.subscribeNow(value -> {
            seen.add(value);
            return value == 1 ? gate : null;
        });
        CompletionStage<Void> end = observable.notifyFrom(source);
        source.emit(1);
        assertThat(source.demand).isZero();
        gate.complete(null);
        assertThat(source.demand).isEqualTo(1);
        source.emit(2);
        source.subscriber.onComplete();
        assertThat(end.toCompletableFuture()).isCompleted();
        assertThat(source.cancelled).isFalse();
        assertThat(seen).containsExactly(1, 2);
    }

    @Test
    void thePublishersErrorIsTheStages() {
        CompletionStage<Void> end = observable.notifyFrom(source);
        source.subscriber.onError(new IOException("publisher"));
        assertThat(failure(end)).hasMessage("publisher");
    }

    @Test
    void cancellingTheStageCancelsTheSubscription() {
        CompletionStage<Void> end = observable.notifyFrom(source);
        end.toCompletableFuture().cancel(true);
        assertThat(source.cancelled).isTrue();
    }

    @Test
    void anObserversErrorEndsItOrNot() {
        var failed = new IllegalStateException("observer");
        observable.subscribeNow(value -> {
            throw failed;
        });
        CompletionStage<Void> goesOn = observable.notifyFrom(source, Errors.RETURNED);
        source.emit(1);
        assertThat(isPending(goesOn)).isTrue();
        assertThat(source.demand).isEqualTo(1);

        CompletionStage<Void> ends = observable.notifyFrom(source);
        source.emit(2);
        assertThat(failure(ends)).isSameAs(failed);
        assertThat(source.cancelled).isTrue();
    }

    @Test
    void aClosedObservableTakesNothingFromAPublisher() {
        CompletionStage<Void> end = observable.notifyFrom(source, Errors.RETURNED);
        observable.close();
        source.emit(1);
        assertThat(failure(end)).isInstanceOf(RejectedExecutionException.class);
        assertThat(source.cancelled).isTrue();
    }

    @Test
    void fromOneObservableToAnotherAndThroughTheJdksPublisher() throws Exception {
        int many = 10_000;
        Observable<Integer> end = new Observable<>();
        end.subscribeNow(value -> {
            seen.add(value);
            return null;
        });
        CompletionStage<Void> all =
                end.notifyFrom(observable.map(value -> value + 1).toPublisher());
        CompletionStage<Void> fed;
        try (var publisher = new SubmissionPublisher<Integer>()) {
            fed = observable.notifyFrom(publisher);
            for (int i = 0; i < many; i++) {
                publisher.submit(i);
            }
        }
        fed.toCompletableFuture().get(30, TimeUnit.SECONDS);
        observable.close();
        all.toCompletableFuture().get(30, TimeUnit.SECONDS);
        assertThat(seen).hasSize(many).isSorted().startsWith(1).endsWith(many);
    }
}
