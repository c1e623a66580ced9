package org.eventnexus.docs;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eventnexus.EventBus;
import org.eventnexus.NexusEvent;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Handles;
import org.eventnexus.cdi.Subscribes;

/** The README's first receiver; {@link DocumentationTest} compares. */
final class FirstReceiver {
    private FirstReceiver() {}

    @ApplicationScoped
    public static class Shop {
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

    record Order(String sku) {}

    @ApplicationScoped
    public static class Stock {
        String reserve(String sku) {
            return "reserved " + sku;
        }
    }

    @ApplicationScoped
    public static class Board {
        private final List<String> lines = new CopyOnWriteArrayList<>();

        void add(NexusEvent<Order> event) {
            lines.add(event.type() + " " + event.payload().sku());
        }

        List<String> lines() {
            return lines;
        }
    }
}
