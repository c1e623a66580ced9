package org.eventnexus.docs;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import org.eventnexus.observable.Errors;
import org.eventnexus.observable.Notification;
import org.eventnexus.observable.Observable;
import org.eventnexus.observable.ObservableConfig;
import org.eventnexus.observable.Observation;
import org.eventnexus.rendezvous.Rendezvous;

/** The programs of {@code docs/how-to/observable-and-rendezvous.md}; {@link LeavesDocumentationTest} runs them. */
final class Leaves {
    private Leaves() {}

    static CompletionStage<Void> tell(List<String> seen, ScheduledExecutorService timer, Executor pool) {
        ObservableConfig config =
                ObservableConfig.defaults().withScheduler(timer).withCapacity(64);
        Observable<Double> temperature = new Observable<>(config);
        Observation observation = temperature.subscribeNow(degrees -> {
            seen.add(degrees + " °C");
            return null; // or a stage, which the notification then waits for
        });
        temperature.subscribeSync(degrees -> seen.add("stored " + degrees), pool); // one that blocks

        Notification told = temperature.notify(21.5);
        told.errors().thenAccept(errors -> observation.cancel());
        return told.done();
    }

    static Observable<String> alarms(Observable<Double> temperature) {
        return temperature
                .filter(degrees -> degrees > 30)
                .atChange(Math::round)
                .throttle(Duration.ofSeconds(10), Errors.RETURNED)
                .map(degrees -> "hot: " + degrees);
    }

    static CompletionStage<Void> connect(
            Flow.Publisher<Double> sensor, Observable<Double> temperature, Flow.Subscriber<String> display) {
        alarms(temperature).toPublisher().subscribe(display);
        return temperature.notifyFrom(sensor);
    }

    static CompletionStage<String> handOver(ScheduledExecutorService timer) {
        Rendezvous<String> counter = new Rendezvous<>(timer);

        CompletionStage<Boolean> given = counter.put("lamp", Duration.ofSeconds(5)); // false if nobody comes
        CompletionStage<String> taken = counter.getOrDefault("nothing", Duration.ofSeconds(5));
        return given.thenCombine(taken, (wasGiven, what) -> what + " " + wasGiven);
    }

    static CompletionStage<String> swap(Rendezvous<String> counter) {
        CompletionStage<String> change = counter.exchange("5 euros");
        CompletionStage<String> lamp = counter.exchange("lamp");
        return change.thenCombine(lamp, (got, price) -> got + " for " + price);
    }
}
