package org.eventnexus.docs;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletionStage;
import org.eventnexus.EventBus;
import org.eventnexus.EventDraft;
import org.eventnexus.NexusEvent;
import org.eventnexus.TraceContext;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Handles;

/** What docs/how-to/operations.md shows. */
final class Operating {
    private Operating() {}

    record Order(String sku) {}

    interface Stock {
        CompletionStage<String> later(String sku);
    }

    @ApplicationScoped
    static class Shop {
        @Inject
        @EventDomain("orders")
        EventBus orders;

        void reserve(@Handles("order.placed") @EventDomain("orders") NexusEvent<Order> placed, Stock stock) {
            stock.later(placed.payload().sku())
                    .thenAccept(sku ->
                            orders.publish(TraceContext.continued(EventDraft.of("order.reserved", sku), placed)));
        }
    }
}
