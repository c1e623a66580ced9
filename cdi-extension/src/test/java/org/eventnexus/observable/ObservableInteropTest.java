package org.eventnexus.observable;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Multi;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;

/** Mutiny and Reactor read an observable, and feed one. */
@Tag("OB-07")
class ObservableInteropTest {
    private static final Duration BOUND = Duration.ofSeconds(10);

    private final Observable<Integer> observable = new Observable<>();
    private final List<Integer> seen = new CopyOnWriteArrayList<>();

    private void see() {
        observable.subscribeNow(value -> {
            seen.add(value);
            return null;
        });
    }

    private static void await(CompletionStage<?> stage) throws Exception {
        stage.toCompletableFuture().get(BOUND.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void mutinyReadsIt() {
        Multi.createFrom()
                .publisher(observable.toPublisher())
                .map(value -> value * 10)
                .subscribe()
                .with(seen::add, () -> seen.add(-1));
        observable.notify(1);
        observable.notify(2);
        observable.close();
        assertThat(seen).containsExactly(10, 20, -1);
    }

    @Test
    void mutinyFeedsIt() throws Exception {
        see();
        await(observable.notifyFrom(Multi.createFrom().range(0, 1_000)));
        assertThat(seen).hasSize(1_000).isSorted();
    }

    @Test
    void reactorReadsIt() throws Exception {
        var over = JdkFlowAdapter.flowPublisherToFlux(observable.toPublisher())
                .buffer(2)
                .doOnNext(pair -> seen.add(pair.get(0) + pair.get(1)))
                .then()
                .toFuture();
        for (int i = 1; i <= 4; i++) {
            observable.notify(i);
        }
        observable.close();
        await(over);
        assertThat(seen).containsExactly(3, 7);
    }

    @Test
    void reactorFeedsIt() throws Exception {
        see();
        await(observable.notifyFrom(JdkFlowAdapter.publisherToFlowPublisher(Flux.range(0, 1_000))));
        assertThat(seen).hasSize(1_000).isSorted();
    }
}
