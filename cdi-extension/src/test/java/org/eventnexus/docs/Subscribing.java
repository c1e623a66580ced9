package org.eventnexus.docs;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.eventnexus.EventBus;
import org.eventnexus.RetryPolicy;
import org.eventnexus.Subscriber;
import org.eventnexus.Subscription;
import org.eventnexus.SubscriptionOptions;
import org.eventnexus.cdi.DeadLettered;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Retried;
import org.eventnexus.cdi.SubscribesAsync;
import org.eventnexus.docs.FirstReceiver.Order;

/** What {@code docs/how-to/subscriptions.md} shows; {@link SubscribingDocumentationTest} runs it. */
final class Subscribing {
    private Subscribing() {}

    @ApplicationScoped
    public static class Mailing {
        @Retried(attempts = 3, delay = "1s")
        @DeadLettered
        void mail(
                @SubscribesAsync(value = "order.placed", maxConcurrent = 4) @EventDomain("orders") Order order,
                Mailer mailer) {
            mailer.send(order);
        }
    }

    @ApplicationScoped
    public static class Mailer {
        private final Queue<Order> sent = new ConcurrentLinkedQueue<>();

        void send(Order order) {
            sent.add(order);
        }

        Queue<Order> sent() {
            return sent;
        }
    }

    static void threads(EventBus bus, Executor screen, Subscriber<Order> view, Subscriber<Order> archive) {
        SubscriptionOptions options = SubscriptionOptions.defaults();
        bus.subscribe("order.*", options.named("view").on(screen), view);
        bus.subscribe("order.*", options.named("archive").async().retry(RetryPolicy.of(5)), archive);
    }

    static void howLong(EventBus bus, Subscriber<Order> view, CompletionStage<String> closed) {
        bus.subscribe("order.placed", SubscriptionOptions.defaults().once(), view);
        bus.subscribe("order.placed", SubscriptionOptions.defaults().times(3), view);
        bus.subscribe("order.placed", view)
                .until(closed, Duration.ofMinutes(5))
                .thenAccept(why -> bus.publish("view.closed", why));
    }

    /** Goes when nobody else needs it. */
    static final class View {
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        Subscription show(EventBus bus) {
            return bus.subscribe("order.*", Subscriber.weak(this, (self, event) -> self.lines.add(event.type())));
        }

        Queue<String> lines() {
            return lines;
        }
    }

    static void end(EventBus bus, Subscription subscription, Subscriber<Order> view) {
        subscription.cancel();
        bus.unsubscribe("order.*");
        bus.unsubscribe(view);
    }
}
