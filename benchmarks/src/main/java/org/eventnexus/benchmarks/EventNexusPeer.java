package org.eventnexus.benchmarks;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventBus;
import org.eventnexus.Filter;
import org.eventnexus.Middleware;
import org.eventnexus.Nexus;
import org.eventnexus.SubscriptionOptions;
import org.eventnexus.domain.DomainEngine;
import org.eventnexus.domain.Scheduler;

/** A domain in Java SE, as an application makes it. */
final class EventNexusPeer implements Peer {
    private final ExecutorService executor = Executors.newFixedThreadPool(2);
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
    private final DomainEngine engine;
    private final EventBus bus;

    private EventNexusPeer(Audience audience, int retention, boolean used) {
        engine = DomainEngine.builder()
                .executor(executor)
                .scheduler(this::schedule)
                .build();
        Nexus domain = engine.create(DomainConfig.of("benchmark")
                .withCapacity(CAPACITY)
                .withRetention(retention)
                .withAwaitTimeout(Duration.ofMinutes(1)));
        bus = domain.bus();
        for (Audience.Listener listener : audience.inOrder()) {
            bus.subscribe(Ev.TYPE, event -> listener.hear(event.priority()));
        }
        domain.start();
        if (used) {
            useAndLeave(domain);
        }
    }

    /** Builds each stage that a domain may have, and takes it away again. */
    private void useAndLeave(Nexus domain) {
        domain.filter("filter", (event, context) -> Filter.Verdict.PASS).cancel();
        domain.use("middleware", Middleware.Decision::pass).remove();
        domain.handle("other", (event, context) -> null).cancel();
        bus.subscribe("other", SubscriptionOptions.defaults().async(), event -> {})
                .cancel();
        bus.next("other", Duration.ofMillis(1)).toCompletableFuture().cancel(false);
        bus.track().close();
    }

    static EventNexusPeer withoutLog(Audience audience, int publishers) {
        return new EventNexusPeer(audience, 0, false);
    }

    static EventNexusPeer withMemoryLog(Audience audience, int publishers) {
        return new EventNexusPeer(audience, 4096, false);
    }

    static EventNexusPeer withIdleStages(Audience audience, int publishers) {
        return new EventNexusPeer(audience, 0, true);
    }

    private Scheduler.Cancellable schedule(Runnable task, Duration delay) {
        var future = timers.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public void publish(long number) {
        bus.publish(Ev.TYPE, null);
    }

    @Override
    public void close() {
        engine.close();
        timers.shutdownNow();
        executor.shutdownNow();
    }
}
