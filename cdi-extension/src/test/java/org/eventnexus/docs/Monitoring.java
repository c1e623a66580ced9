package org.eventnexus.docs;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eventnexus.EventBus;
import org.eventnexus.EventType;
import org.eventnexus.Happening;
import org.eventnexus.Inspection;
import org.eventnexus.Tracking;
import org.eventnexus.TypeStats;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Subscribes;

/** The programs of {@code docs/how-to/monitoring.md}; {@link DocumentationTest} compares. */
final class Monitoring {
    private Monitoring() {}

    @EventType("order.placed")
    public record Order(String sku) {}

    static TypeStats figures(EventBus orders, Runnable sale) {
        TypeStats placed = orders.typeStats().get("order.placed"); // null if there was none
        try (Tracking during = orders.track()) {
            sale.run();
            placed = during.counts().get("order.placed");
        }
        return placed;
    }

    static String look(EventBus orders) {
        Inspection look = orders.inspect();
        return look.state() + ", " + look.activeCalls() + " calls, " + look.eventNames() + ", "
                + look.subscriberCount("order.placed") + " would be told";
    }

    @ApplicationScoped
    public static class Watch {
        void failed(@Subscribes @EventDomain("eventnexus") Happening.ReceiverFailed failed, Pager pager) {
            pager.call(failed.receiver() + " of " + failed.domain() + ": "
                    + failed.error().message());
        }

        void full(@Subscribes @EventDomain("eventnexus") Happening.QueueFull full, Pager pager) {
            pager.call(full.domain() + " is full");
        }
    }

    @ApplicationScoped
    public static class Pager {
        final List<String> calls = new CopyOnWriteArrayList<>();

        void call(String text) {
            calls.add(text);
        }

        List<String> calls() {
            return calls;
        }
    }

    @ApplicationScoped
    public static class Till {
        @Inject
        @EventDomain("orders")
        Event<Order> orders;

        public void sell(Order order) {
            orders.fire(order);
        }
    }

    @ApplicationScoped
    public static class Display {
        void show(@Observes @EventDomain("orders") Order order, Pager pager) {
            pager.call("display " + order.sku());
        }
    }
}
