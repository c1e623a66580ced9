package org.eventnexus.docs;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventBus;
import org.eventnexus.NexusEvent;
import org.eventnexus.Subscriber;
import org.eventnexus.Subscription;
import org.eventnexus.SubscriptionOptions;
import org.eventnexus.domain.DomainEngine;

/** The program of {@code docs/how-to/named-events.md}, section by section; {@link NamedEventsDocumentationTest} runs it. */
final class NamedEvents {
    private NamedEvents() {}

    record Numbers(List<Integer> of) {
        int sum() {
            return of.stream().mapToInt(Integer::intValue).sum();
        }
    }

    static EventBus aBus(DomainEngine engine) {
        EventBus bus = engine.create(DomainConfig.of("default")).bus();
        return bus;
    }

    static Subscription register(EventBus bus, Executor worker, Subscriber<String> callback) {
        Subscription subscription = bus.subscribe(
                "MyEvent",
                SubscriptionOptions.defaults().on(worker).once(), // on that executor, and only for the next event
                callback);
        return subscription;
    }

    static CompletionStage<NexusEvent<Integer>> calculate(EventBus bus) {
        bus.<Numbers>subscribe(
                "Add", event -> bus.publish("Calculated", event.payload().sum()));

        CompletionStage<NexusEvent<Integer>> calculated = bus.next("Calculated", Duration.ofSeconds(5));
        bus.publishAfter(Duration.ofMillis(100), "Add", new Numbers(List.of(1, 2, 3, 4)));
        return calculated; // of 10
    }

    static void emit(EventBus bus) {
        bus.publish("MyEvent", "now");
        bus.publishAfter(Duration.ofMillis(50), "MyEvent", "later");
    }

    static CompletionStage<String> await(EventBus bus) {
        return bus.<String>next("MyEvent", Duration.ofSeconds(5)).thenApply(NexusEvent::payload);
    }

    static int unregister(EventBus bus, Subscriber<String> callback) {
        int ended = bus.unsubscribe("MyEvent"); // by name
        ended += bus.unsubscribe(callback); // by callback, wherever it is subscribed
        return ended;
    }
}
