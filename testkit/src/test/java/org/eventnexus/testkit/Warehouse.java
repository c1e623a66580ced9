package org.eventnexus.testkit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eventnexus.EventBus;
import org.eventnexus.HandlerContext;
import org.eventnexus.NexusEvent;
import org.eventnexus.cdi.DeadLettered;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Handles;
import org.eventnexus.cdi.Retried;
import org.eventnexus.cdi.Subscribes;
import org.eventnexus.cdi.SubscribesAsync;

/** Receivers of each kind of outcome, in two domains. */
@ApplicationScoped
class Warehouse {
    @Inject
    @EventDomain("orders")
    EventBus orders;

    @Inject
    @EventDomain("alerts")
    EventBus alerts;

    private final CompletableFuture<String> delivered = new CompletableFuture<>();
    private int attempts;

    /** Emits within its domain and into another one. */
    String reserve(@Handles("order.placed") @EventDomain("orders") String sku, HandlerContext context) {
        if (sku.isEmpty()) {
            throw new IllegalArgumentException("nothing to reserve");
        }
        alerts.publish("alert.low", sku);
        context.emit("order.reserved", sku);
        return "reserved " + sku;
    }

    void watch(@Subscribes("alert.low") @EventDomain("alerts") String sku) {
        alerts.publish("alert.seen", sku);
    }

    void mail(@SubscribesAsync("order.mailed") @EventDomain("orders") String sku) {
        if (sku.isEmpty()) {
            throw new IllegalArgumentException("no address");
        }
        alerts.publish("alert.mailed", sku);
    }

    /** Needs three attempts, half a minute apart. */
    @Retried(attempts = 3, delay = "30s", maxDelay = "30s")
    int count(@Handles("order.counted") @EventDomain("orders") NexusEvent<?> event) {
        if (++attempts % 3 != 0) {
            throw new IllegalStateException("attempt " + attempts);
        }
        return attempts;
    }

    @DeadLettered
    void fail(@Handles("order.broken") @EventDomain("orders") String sku) {
        throw new IllegalStateException(sku + " is broken");
    }

    CompletionStage<String> deliver(@Handles("order.sent") @EventDomain("orders") String sku) {
        return delivered;
    }

    CompletionStage<String> delivered() {
        return delivered;
    }

    void arrive(String where) {
        delivered.complete(where);
    }

    void pack(@Handles("order.packed") @EventDomain("orders") String sku) {}

    /** Waits for another domain, which a receiver may. */
    String ask(@Handles("order.asked") @EventDomain("orders") String sku) {
        return alerts.publish("alert.question", sku)
                .result(String.class)
                .toCompletableFuture()
                .join();
    }

    String answer(@Handles("alert.question") @EventDomain("alerts") String sku) {
        return "answer to " + sku;
    }
}
