package org.eventnexus.tests;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eventnexus.HandlerContext;
import org.eventnexus.cdi.ApplicationThreads;
import org.eventnexus.cdi.DeadLettered;
import org.eventnexus.cdi.DomainsStarted;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Handles;
import org.eventnexus.cdi.Retried;

/** Receivers that use all that could hold an application back: timers, scopes, transactions, JSON, errors and retries. */
@ApplicationScoped
@EventDomain("again")
class Redeployed {
    static final String SETTINGS = """
            eventnexus.domain.again.in-flight=8
            eventnexus.domain.again.drain-timeout=1s
            eventnexus.gateway.again.subscribe=*
            eventnexus.gateway.again.publish=*
            eventnexus.gateway.again.admin=*
            """;

    @Inject
    ApplicationThreads threads;

    /** Bound to JSON. */
    public record Order(String sku, int pieces) {}

    void started(@Observes DomainsStarted event) {
        threads.scheduler().schedule(() -> {}, Duration.ofHours(1));
    }

    CompletionStage<Order> later(@Handles("later") Order order) {
        var done = new CompletableFuture<Order>();
        threads.scheduler().schedule(() -> done.complete(order), Duration.ofMillis(5));
        return done;
    }

    int visit(@Handles("visit") Object any, Visit visit) {
        return visit.count();
    }

    @Transactional
    boolean transactional(@Handles("transactional") Object any) {
        return true;
    }

    void chain(@Handles("chain") int depth, HandlerContext context) {
        if (depth > 0) {
            context.emit("chain", depth - 1);
        }
    }

    @Retried(attempts = 3, delay = "5ms")
    @DeadLettered
    void fail(@Handles("fail") Object any) {
        throw new IllegalStateException("asked to fail");
    }

    /** Still waits for its second attempt when the application goes. */
    @Retried(attempts = 2, delay = "1m", maxDelay = "1m")
    void failLong(@Handles("fail.long") Object any) {
        throw new IllegalStateException("asked to fail");
    }

    @RequestScoped
    static class Visit {
        private int count;

        int count() {
            return ++count;
        }
    }
}
