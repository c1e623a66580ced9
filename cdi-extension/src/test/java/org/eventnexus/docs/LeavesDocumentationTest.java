package org.eventnexus.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import org.eventnexus.observable.Observable;
import org.eventnexus.rendezvous.Rendezvous;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The programs of the page on observable and rendezvous do what it says. */
class LeavesDocumentationTest {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    private static <T> T outcome(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    @Tag("OB-01")
    void observersAreTold() throws Exception {
        outcome(Leaves.tell(seen, timer, timer));
        assertThat(seen).containsExactly("21.5 °C", "stored 21.5");
    }

    @Test
    @Tag("OB-07")
    void publishersAreConnected() throws Exception {
        var over = new CompletableFuture<Void>();
        Observable<Double> temperature = new Observable<>();
        CompletionStage<Void> fed;
        try (var sensor = new SubmissionPublisher<Double>()) {
            fed = Leaves.connect(sensor, temperature, new Flow.Subscriber<>() {
                @Override
                public void onSubscribe(Flow.Subscription subscription) {
                    subscription.request(Long.MAX_VALUE);
                }

                @Override
                public void onNext(String alarm) {
                    seen.add(alarm);
                }

                @Override
                public void onError(Throwable failure) {
                    over.completeExceptionally(failure);
                }

                @Override
                public void onComplete() {
                    over.complete(null);
                }
            });
            List.of(20.0, 31.0, 32.0, 20.0).forEach(sensor::submit);
        }
        outcome(fed);
        temperature.close();
        outcome(over);
        assertThat(seen).containsExactly("hot: 31.0");
    }

    @Test
    @Tag("RV-01")
    void valuesAreHandedOver() throws Exception {
        assertThat(outcome(Leaves.handOver(timer))).isEqualTo("lamp true");
        assertThat(outcome(Leaves.swap(new Rendezvous<>()))).isEqualTo("lamp for 5 euros");
    }
}
