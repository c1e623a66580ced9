package org.eventnexus.docs;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.eventnexus.AsyncMiddleware;
import org.eventnexus.EventBus;
import org.eventnexus.EventDraft;
import org.eventnexus.Middleware;
import org.eventnexus.MiddlewareRegistration;
import org.eventnexus.Nexus;
import org.eventnexus.Publication;
import org.eventnexus.ScheduledPublication;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Publishes;
import org.eventnexus.docs.FirstReceiver.Order;

/** The programs of {@code docs/how-to/publishing.md}. */
final class PublishingExamples {
    private PublishingExamples() {}

    @ApplicationScoped
    @EventDomain("orders")
    public static class OpeningHours implements Middleware {
        private volatile boolean open = true;

        @Override
        public Decision decide(EventDraft<?> draft) {
            if (draft.type().equals("order.placed") && !open) {
                return Decision.refuse("we are closed");
            }
            return Decision.pass(draft.header("shop", "main"));
        }

        void close() {
            open = false;
        }
    }

    @ApplicationScoped
    @EventDomain("orders")
    public static class CreditCheck implements AsyncMiddleware {
        @Inject
        Bank bank;

        @Override
        public CompletionStage<Middleware.Decision> decide(EventDraft<?> draft) {
            return bank.trusts(draft.key())
                    .thenApply(yes -> yes
                            ? Middleware.Decision.pass(draft)
                            : Middleware.Decision.answer("please pay in advance"));
        }
    }

    /** Not shown. */
    public interface Bank {
        CompletionStage<Boolean> trusts(String customer);
    }

    @ApplicationScoped
    public static class Till {
        @Inject
        @EventDomain("orders")
        EventBus orders;

        @Transactional
        public Publication pay(Order order) {
            // … the database, then:
            return orders.publish(EventDraft.of("order.paid", order).afterSuccess());
        }
    }

    @EventDomain("orders")
    public interface Orders {
        @Publishes("order.placed")
        CompletionStage<String> place(Order order, @Publishes.Key String customer);

        @Publishes("order.paid")
        Publication paid(Order order);
    }

    @ApplicationScoped
    public static class Checkout {
        @Inject
        Orders orders;

        public CompletionStage<String> buy(Order order, String customer) {
            return orders.place(order, customer);
        }
    }

    static CompletionStage<List<Publication.Result>> wish(EventBus orders, Order order, List<Exception> mishaps) {
        Publication publication = orders.publish(EventDraft.of("order.placed", order)
                .failFast() // the first error ends it
                .timeout(Duration.ofSeconds(5)) // how long results are waited for
                .onFailure(mishaps::add)); // told once if it does not end well
        return publication.orThrow(); // the results, or one exception with all errors in it
    }

    static List<Publication> together(EventBus orders, Order order) {
        List<Publication> publications = orders.publishAll(
                List.of(EventDraft.of("order.placed", order), EventDraft.of("stock.reserved", order.sku())));
        return publications;
    }

    static ScheduledPublication remind(EventBus orders, Order order) {
        ScheduledPublication reminder = orders.publishAfter(Duration.ofDays(14), "order.overdue", order);
        // when it is paid:
        reminder.cancel();
        return reminder;
    }

    static Object forATime(Nexus orders, CompletionStage<String> sale) {
        MiddlewareRegistration registration =
                orders.useUntil(sale, "discount", draft -> Middleware.Decision.pass(draft.header("discount", "10")));
        return registration.remove("ended early"); // or the sale's own result, if that has come
    }
}
