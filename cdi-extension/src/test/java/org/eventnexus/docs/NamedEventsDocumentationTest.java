package org.eventnexus.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eventnexus.EventBus;
import org.eventnexus.NexusEvent;
import org.eventnexus.Subscriber;
import org.eventnexus.Subscription;
import org.eventnexus.domain.DomainEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The programs of the page on named events do what it says. */
class NamedEventsDocumentationTest {
    private static final long PATIENCE_SECONDS = 20;

    private final ExecutorService pool = Executors.newFixedThreadPool(2);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private DomainEngine engine;
    private EventBus bus;

    @BeforeEach
    void start() {
        engine = DomainEngine.builder()
                .executor(pool)
                .scheduler((task, delay) -> {
                    var scheduled = timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
                    return () -> scheduled.cancel(false);
                })
                .build();
        bus = NamedEvents.aBus(engine);
        engine.start();
    }

    @AfterEach
    void close() {
        engine.close();
        pool.shutdownNow();
        timer.shutdownNow();
    }

    @Test
    @Tag("AE-01")
    @Tag("AE-02")
    @Tag("AE-03")
    void aCallbackIsCalledOnceAndOnItsExecutor() throws Exception {
        var seen = new CompletableFuture<String>();
        ExecutorService worker = Executors.newSingleThreadExecutor(task -> new Thread(task, "worker"));
        try {
            Subscription subscription = NamedEvents.register(
                    bus,
                    worker,
                    event -> seen.complete(
                            event.payload() + " on " + Thread.currentThread().getName()));
            NamedEvents.emit(bus);

            assertThat(seen.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("now on worker");
            assertThat(subscription.isActive()).isFalse();
        } finally {
            worker.shutdown();
        }
    }

    @Test
    @Tag("AE-04")
    @Tag("AE-05")
    @Tag("AE-06")
    void whatACallbackEmitsIsWaitedFor() throws Exception {
        NexusEvent<Integer> calculated =
                NamedEvents.calculate(bus).toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);

        assertThat(calculated.payload()).isEqualTo(10);
    }

    @Test
    @Tag("AE-05")
    @Tag("AE-06")
    void waitingGivesWhatTheNextEventCarries() throws Exception {
        CompletableFuture<String> first = NamedEvents.await(bus).toCompletableFuture();
        NamedEvents.emit(bus);

        assertThat(first.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("now");
    }

    @Test
    @Tag("AE-07")
    @Tag("AE-09")
    void callbacksEndByNameAndByThemselves() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        Subscriber<String> callback = event -> seen.add(event.type());
        bus.subscribe("MyEvent", callback);
        bus.subscribe("MyEvent", event -> seen.add("other"));
        bus.subscribe("Other", callback);

        assertThat(NamedEvents.unregister(bus, callback)).isEqualTo(3);

        NamedEvents.emit(bus);
        bus.publish("Other", "x").outcome().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(seen).isEmpty();
    }
}
