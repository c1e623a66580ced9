package org.eventnexus.tests;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.eventnexus.EventBus;
import org.eventnexus.EventDraft;
import org.eventnexus.Filter.Verdict;
import org.eventnexus.NexusEvent;
import org.eventnexus.NoMoreEventsException;
import org.eventnexus.PullSource;
import org.eventnexus.Timer;
import org.eventnexus.cdi.DomainsStarted;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Filters;
import org.eventnexus.cdi.Handles;
import org.eventnexus.cdi.Subscribes;

/** Receivers as users write them, in a WAR. */
@ApplicationScoped
class Shop {
    private final List<String> board = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Object> fed = new CompletableFuture<>();
    private final List<Long> ticks = new CopyOnWriteArrayList<>();
    private final CompletableFuture<List<Long>> ticked = new CompletableFuture<>();

    @Inject
    @EventDomain("orders")
    EventBus orders;

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    TransactionSynchronizationRegistry transactions;

    void early(@Observes Startup startup) {
        orders.publish("order.early", "published at startup");
    }

    void started(@Observes DomainsStarted event) {
        board.add("domains started");
    }

    private String reserve(@Handles("order.placed") @EventDomain("orders") String sku, Stock stock) {
        return stock.reserve(sku);
    }

    CompletionStage<String> later(@Handles("order.later") @EventDomain("orders") NexusEvent<String> event) {
        return CompletableFuture.supplyAsync(() -> event.payload() + " later");
    }

    int visit(@Handles("visit") @EventDomain("orders") Object any, Visit visit) {
        return visit.count();
    }

    /** Nobody handles what is blocked: it is consumed. */
    private Verdict screen(@Filters @EventDomain("orders") NexusEvent<?> event) {
        return event.type().equals("order.blocked") ? Verdict.CONSUMED : Verdict.PASS;
    }

    String code(@Handles(range = {100, 199}) @EventDomain("orders") NexusEvent<?> event) {
        return "code " + event.numericType().getAsLong();
    }

    String bit(@Handles(mask = 0x1800) @EventDomain("orders") NexusEvent<?> event) {
        return "bit " + event.numericType().getAsLong();
    }

    /** Two handlers that overlap, which only a domain with {@code multiple} may have. */
    String red(@Handles(mask = 0x5) @EventDomain("colours") NexusEvent<?> event) {
        return "red";
    }

    String blue(@Handles(mask = 0x6) @EventDomain("colours") NexusEvent<?> event) {
        return "blue";
    }

    @Produces
    @EventDomain("colours")
    Timer clock() {
        return Timer.countUp(Duration.ofMillis(10), 3, "tick");
    }

    void tick(@Subscribes("tick") @EventDomain("colours") long count) {
        ticks.add(count);
        if (count == 3) {
            ticked.complete(List.copyOf(ticks));
        }
    }

    /** The ticks that came, up to the last one; waits for it. */
    List<Long> ticks() throws Exception {
        return ticked.get(20, TimeUnit.SECONDS);
    }

    void show(@Subscribes("order.**") @EventDomain("orders") NexusEvent<String> event) {
        board.add(event.type());
    }

    @Transactional
    boolean transactional(@Handles("transactional") @EventDomain("orders") Object any) {
        return transactions.getTransactionStatus() == Status.STATUS_ACTIVE;
    }

    boolean plain(@Handles("plain") @EventDomain("orders") Object any) {
        return transactions.getTransactionStatus() == Status.STATUS_ACTIVE;
    }

    /** What is around a receiver: the module's name, its class loader, and whether CDI is the application's. */
    List<Object> context(@Handles("context") @EventDomain("orders") Object any) throws NamingException {
        return List.of(
                new InitialContext().lookup("java:module/ModuleName"),
                Thread.currentThread().getContextClassLoader() == Shop.class.getClassLoader(),
                CDI.current().select(Shop.class).get().board().equals(board));
    }

    void fed(@Subscribes("fed") @EventDomain("orders") Object around) {
        fed.complete(around);
    }

    /** What the source told; waits for it. */
    Object fed() throws Exception {
        return fed.get(20, TimeUnit.SECONDS);
    }

    List<String> board() {
        return List.copyOf(board);
    }

    void write(String line) {
        board.add(line);
    }

    /** Tells once what is around a source, then holds its thread until it is closed. */
    @Dependent
    @EventDomain("orders")
    static class Feed implements PullSource {
        private final CountDownLatch closed = new CountDownLatch(1);

        @Inject
        Shop shop;

        private boolean asked;

        @Override
        public EventDraft<?> obtain() throws Exception {
            if (asked) {
                closed.await();
                throw new NoMoreEventsException();
            }
            asked = true;
            return EventDraft.of("fed", shop.context(null));
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    /** Made for each call. */
    @Dependent
    static class Stock {
        @Inject
        Shop shop;

        String reserve(String sku) {
            return "reserved " + sku;
        }

        @PreDestroy
        void gone() {
            shop.write("stock gone");
        }
    }

    @RequestScoped
    static class Visit {
        private int count;

        int count() {
            return ++count;
        }
    }
}
