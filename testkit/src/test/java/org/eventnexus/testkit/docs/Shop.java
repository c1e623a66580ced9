package org.eventnexus.testkit.docs;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletionStage;
import org.eventnexus.EventBus;
import org.eventnexus.NexusEvent;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Handles;
import org.eventnexus.cdi.Subscribes;

/** The README's first receiver, once more: here it is tested as a user would. */
@ApplicationScoped
class Shop {
    @Inject
    @EventDomain("orders")
    EventBus orders;

    public CompletionStage<String> buy(Order order) {
        return orders.publish("order.placed", order).result(String.class);
    }

    String reserve(@Handles("order.placed") @EventDomain("orders") Order order, Stock stock) {
        return stock.reserve(order.sku());
    }

    void show(@Subscribes("order.**") @EventDomain("orders") NexusEvent<Order> event, Board board) {
        board.add(event);
    }
}
