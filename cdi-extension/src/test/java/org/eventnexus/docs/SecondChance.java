package org.eventnexus.docs;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.eventnexus.cdi.DeadLettered;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Retried;
import org.eventnexus.cdi.Subscribes;
import org.eventnexus.docs.FirstReceiver.Order;

/** The README's receiver that is called again; {@link DocumentationTest} compares. */
final class SecondChance {
    private SecondChance() {}

    @ApplicationScoped
    public static class Mailing {
        @Retried(attempts = 3, delay = "50ms")
        @DeadLettered
        CompletionStage<Void> send(@Subscribes("order.placed") @EventDomain("orders") Order order, Mailer mailer) {
            return mailer.send(order);
        }
    }

    /** Its post office is closed for the first so many times. */
    @ApplicationScoped
    public static class Mailer {
        private final AtomicInteger closed = new AtomicInteger(4);

        CompletionStage<Void> send(Order order) {
            return closed.getAndDecrement() > 0
                    ? CompletableFuture.failedFuture(new IllegalStateException("closed"))
                    : CompletableFuture.completedFuture(null);
        }
    }
}
