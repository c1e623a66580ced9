package org.eventnexus.observable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.eventnexus.observable.Stages.failure;
import static org.eventnexus.observable.Stages.isPending;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("OB-05")
class ObservableAccumulationTest {
    private final List<String> seen = new ArrayList<>();
    private final List<CompletableFuture<Void>> gates = new ArrayList<>();

    private Observable<String> observable(ObservableConfig config) {
        return new Observable<>(config, List.of(value -> {
            seen.add(value);
            var gate = new CompletableFuture<Void>();
            gates.add(gate);
            return gate;
        }));
    }

    private void open() {
        gates.remove(0).complete(null);
    }

    @Test
    void withoutAccumulationWhatComesMeanwhileIsDropped() {
        Observable<String> observable = observable(ObservableConfig.defaults().withoutAccumulation());
        Notification a = observable.notify("a");
        Notification b = observable.notify("b");
        assertThat(b.isDropped()).isTrue();
        assertThat(b.done().toCompletableFuture()).isCompleted();
        open();
        assertThat(a.isDropped()).isFalse();
        assertThat(observable.notify("c").isDropped()).isFalse();
        assertThat(seen).containsExactly("a", "c");
    }

    @Test
    void accumulationBeginsOnce() {
        Observable<String> observable = observable(ObservableConfig.defaults().withoutAccumulation());
        assertThat(observable.startAccumulation()).isTrue();
        assertThat(observable.startAccumulation()).isFalse();
        assertThat(observable(ObservableConfig.defaults()).startAccumulation()).isFalse();
        observable.notify("a");
        observable.notify("b");
        open();
        assertThat(seen).containsExactly("a", "b");
    }

    @Test
    void aRestartDropsWhatIsQueuedAndWhatWaitsForAPlace() {
        Observable<String> observable = observable(ObservableConfig.defaults().withCapacity(1));
        Notification a = observable.notify("a");
        Notification queued = observable.notify("b");
        Notification waiting = observable.notify("c");
        assertThat(failure(observable.notify("d").done())).hasMessageStartingWith("ENX-0090");

        assertThat(observable.restartAccumulation(false).toCompletableFuture()).isCompleted();

        assertThat(queued.isDropped()).isTrue();
        assertThat(waiting.isDropped()).isTrue();
        assertThat(waiting.queued().toCompletableFuture()).isCompleted();
        assertThat(isPending(a.done())).isTrue();
        Notification e = observable.notify("e");
        open();
        open();
        assertThat(e.done().toCompletableFuture()).isCompleted();
        assertThat(seen).containsExactly("a", "e");
    }

    @Test
    void aRestartThatFlushesCompletesWhenWhatIsQueuedIsOver() {
        Observable<String> observable = observable(ObservableConfig.defaults().withCapacity(1));
        observable.notify("a");
        observable.notify("b");
        observable.notify("c");
        CompletionStage<Void> flushed = observable.restartAccumulation(true);
        open();
        Notification later = observable.notify("d");
        open();
        assertThat(isPending(flushed)).isTrue();
        gates.remove(0).completeExceptionally(new IllegalStateException("the notifier's error"));
        assertThat(flushed.toCompletableFuture()).isCompleted();
        assertThat(isPending(later.done())).isTrue();
        open();
        assertThat(seen).containsExactly("a", "b", "c", "d");
    }

    @Test
    void aRestartBeginsAccumulationToo() {
        Observable<String> observable = observable(ObservableConfig.defaults().withoutAccumulation());
        assertThat(observable.restartAccumulation(true).toCompletableFuture()).isCompleted();
        assertThat(observable.startAccumulation()).isFalse();
    }

    @Test
    void boundsAreOneAtLeast() {
        assertThatThrownBy(() -> ObservableConfig.defaults().withCapacity(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("capacity is 0, must be at least 1");
        assertThatThrownBy(() -> ObservableConfig.defaults().withMaxWaiting(0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
