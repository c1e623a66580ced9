package org.eventnexus.docs;

import jakarta.enterprise.context.ApplicationScoped;
import org.eventnexus.Boundary;
import org.eventnexus.BoundaryConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.HandlerContext;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.Overflow;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Forwards;
import org.eventnexus.cdi.Handles;

/** What {@code docs/how-to/boundaries.md} shows. */
final class Boundaries {
    private Boundaries() {}

    record Order(String sku, int price) {}

    @ApplicationScoped
    public static class ToBilling {
        EventDraft<Integer> bill(
                @Forwards(value = "order.placed", to = "billing") @EventDomain("orders") NexusEvent<Order> event) {
            Order order = event.payload();
            return order.price() == 0
                    ? null
                    : EventDraft.of("bill.due", order.price()).subject(order.sku());
        }
    }

    @ApplicationScoped
    @EventDomain("billing")
    public static class Billing {
        String bill(@Handles("bill.due") NexusEvent<Integer> due, HandlerContext context) {
            context.reply("order.billed", due.subject().orElseThrow());
            return "bill over " + due.payload();
        }
    }

    @ApplicationScoped
    @EventDomain("orders")
    public static class Shop {
        String place(@Handles("order.placed") Order order) {
            return "placed " + order.sku();
        }

        String billed(@Handles("order.billed") String sku) {
            return "billed " + sku;
        }
    }

    static Boundary inCode(Nexus orders, Nexus audit) {
        Boundary boundary = orders.boundary(
                "to-audit",
                BoundaryConfig.to(audit)
                        .select("order.**")
                        .filter(event -> event.payload() != null)
                        .replies(false)
                        .capacity(500)
                        .overflow(Overflow.DROP_NEWEST));
        return boundary;
    }
}
