package org.eventnexus.cdi;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.context.SessionScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Vetoed;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InterceptorBinding;
import jakarta.interceptor.InvocationContext;
import java.io.Serializable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.concurrent.Future;
import org.eventnexus.EventBus;
import org.eventnexus.EventDraft;
import org.eventnexus.Filter.Verdict;
import org.eventnexus.HandlerContext;
import org.eventnexus.Middleware;
import org.eventnexus.NexusEvent;
import org.eventnexus.Publication;
import org.eventnexus.PullSource;
import org.eventnexus.PushSource;
import org.eventnexus.RetryPolicy;
import org.eventnexus.SourceContext;
import org.eventnexus.WorkQueue;

/** An application with every mistake that {@code docs/reference/errors.md} shows, as far as one application can make them. */
final class Mistakes {
    static final Class<?>[] BEANS = {
        Shop.class,
        Warehouse.class,
        Office.class,
        Basket.class,
        Audit.class,
        Kiosk.Till.class,
        Catalogue.class,
        Mailer.class,
        Board.class,
        Scale.class,
        Scanner.class,
        Camera.class,
        Gate.class,
        Shelf.class,
        Radio.class,
        Jukebox.class,
        Customs.class,
        Toll.class,
        Depot.class,
        Desk.class,
        Counter.class,
        Mill.class
    };

    /** Methods that are something else as well: CDI would tell of these first, so that parameters are not looked at. */
    static final Class<?>[] OTHER_ROLES = {Clerk.class};

    private Mistakes() {}

    record Order(String sku) {}

    interface Stock {}

    @InterceptorBinding
    @Retention(RetentionPolicy.RUNTIME)
    @interface Audited {}

    @ApplicationScoped
    static class Shop {
        @Inject
        @EventDomain("our orders")
        EventBus bus;

        String reserve(@Handles("order.placed") @EventDomain("orders") Order order) {
            return order.sku();
        }

        void both(@Handles("order.paid") Order paid, @Subscribes("order.lost") Order lost) {}

        void all(@Subscribes("order.*.late") Order order) {}

        @Audited
        private void refund(@Subscribes("order.refunded") Order order) {}

        <T> void any(@Subscribes("order.**") NexusEvent<T> event) {}
    }

    @ApplicationScoped
    static class Warehouse {
        void book(@Handles("order.placed") @EventDomain("orders") Order order) {}

        void pack(@Subscribes("order.paid") Order order, Stock stock) {}

        void send(@Subscribes("order.paid") Order order, Basket basket) {}
    }

    @SessionScoped
    @SuppressWarnings("serial")
    static class Basket implements Serializable {
        void empty(@Subscribes("order.paid") Order order) {}
    }

    @Audited
    @Interceptor
    @Priority(1)
    static class Audit {
        @AroundInvoke
        Object around(InvocationContext call) throws Exception {
            return call.proceed();
        }

        void write(@Subscribes("order.**") Order order) {}
    }

    static class Kiosk {
        @ApplicationScoped
        class Till {
            void open(@Subscribes("order.paid") Order order) {}
        }
    }

    interface Listing {
        void list(@Subscribes("order.placed") Order order);
    }

    @ApplicationScoped
    static class Catalogue implements Listing {
        @Override
        public void list(Order order) {}
    }

    @ApplicationScoped
    static class Mailer {
        @EventDomain("orders")
        void mail(@Subscribes("order.placed") Order order) {}

        void answer(@SubscribesAsync(value = "order.placed", laneCapacity = -1) Order order, HandlerContext context) {}
    }

    @ApplicationScoped
    @EventDomain("orders")
    static class Board {
        @Inject
        EventBus bus;
    }

    @ApplicationScoped
    static class Office {
        @Retried(attempts = 0)
        void file(@Subscribes("order.filed") Order order) {}

        @Retried(attempts = 3)
        void copy(Order order) {}

        void bin(
                @Subscribes(
                                value = "order.lost",
                                range = {1, 9})
                        Object order) {}

        Verdict check(@Filters Order order) {
            return Verdict.PASS;
        }

        boolean weigh(@Filters NexusEvent<?> event) {
            return true;
        }

        Future<String> print(@Handles("order.printed") Order order) {
            return null;
        }
    }

    @ApplicationScoped
    static class Scale implements PullSource {
        @Override
        public EventDraft<?> obtain() {
            return EventDraft.of("order.weighed", 1);
        }
    }

    @ApplicationScoped
    @EventDomain("orders")
    @EventDomain("audit")
    static class Scanner extends Scale {}

    @RequestScoped
    @EventDomain("orders")
    static class Camera extends Scale {}

    @ApplicationScoped
    @EventDomain("orders")
    static class Gate extends Scale implements PushSource {
        @Override
        public void start(SourceContext context) {}

        @Override
        public void close() {}

        @Override
        public RetryPolicy restartPolicy() {
            return RESTARTS;
        }
    }

    @ApplicationScoped
    @EventDomain("orders")
    @EventDomain("audit")
    static class Shelf {}

    @ApplicationScoped
    @EventDomain("orders")
    @EventDomain("audit")
    static class Radio implements PushSource {
        @Override
        public void start(SourceContext context) {}

        @Override
        public void close() {}

        void hear(@Subscribes("order.placed") Order order) {}
    }

    @ApplicationScoped
    static class Jukebox {
        @Inject
        @EventDomain("orders")
        Event<String> texts;

        void hear(@Observes @EventDomain("orders") NexusEvent<Order> event) {}

        void listen(@Observes @EventDomain("muted") Order order) {}
    }

    @ApplicationScoped
    static class Customs implements Middleware {
        @Override
        public Decision decide(EventDraft<?> draft) {
            return Decision.pass(draft);
        }
    }

    @RequestScoped
    @EventDomain("orders")
    static class Toll extends Customs {}

    @ApplicationScoped
    @EventDomain("orders")
    static class Depot {
        Order one(@Forwards(to = "audit", name = "out") Order order) {
            return order;
        }

        Order two(@Forwards(to = "audit", name = "out") Order order) {
            return order;
        }

        Order round(@Forwards(to = "orders") Order order) {
            return order;
        }

        Order nowhere(@Forwards(to = "the audit", capacity = 0) Order order) {
            return order;
        }

        void nothing(@Forwards(to = "audit") Order order) {}
    }

    interface Ledger<T> {
        @Publishes("order.booked")
        Publication booked(T order);
    }

    sealed interface Sealed permits Stamp {
        @Publishes("order.sealed")
        void close(Order order);
    }

    @Vetoed
    static final class Stamp implements Sealed {
        @Override
        public void close(Order order) {}
    }

    @EventDomain("orders")
    @EventDomain("audit")
    interface Slips {
        @Publishes("order.slipped")
        String slip(Order order);

        void drop(Order order);

        @Publishes("order.read")
        default void read(Order order) {}

        @Publishes("order.folded")
        void fold(Order order, Order copy);

        @Publishes
        void pass(EventDraft<Order> draft, @Publishes.Key String key);

        @Publishes("order.filed")
        void file(NexusEvent<Order> event);

        @Publishes("order.torn")
        void tear(@Publishes.Key long key);

        @Publishes("order.glued")
        void glue(@Publishes.Subject String first, @Publishes.Subject String second);

        @Publishes("order.signed")
        void sign(@Publishes.Header("signed by") String name);

        @Publishes("order placed")
        void place(Order order);

        @Publishes(value = "order.counted", number = 7)
        void count(Order order);

        @Publishes("order.drafted")
        void draft(EventDraft<Order> draft);

        @Publishes
        void empty();

        @Publishes
        void write(String text);
    }

    @ApplicationScoped
    static class Counter {
        @Publishes("order.placed")
        void place(Order order) {}
    }

    @ApplicationScoped
    static class Desk {
        @Inject
        Ledger<Order> ledger;

        @Inject
        Sealed seal;

        @Inject
        Slips slips;
    }

    @ApplicationScoped
    @EventDomain("orders")
    static class Mill {
        @Inject
        @EventDomain("orders")
        @Queue("fine flour")
        WorkQueue flour;

        void grind(@Works("grains") Order order) {}

        void grind(@Works("grains") Order order, HandlerContext context) {}

        void sift(@Works("coarse.flour") Order order) {}

        void bag(@Works(value = "bags", concurrency = "4..2", deadline = "soon") Order order) {}
    }

    @ApplicationScoped
    static class Clerk {
        void see(@Observes Order order, @Subscribes("order.placed") Order placed) {}
    }
}
