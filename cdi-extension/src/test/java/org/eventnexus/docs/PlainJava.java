package org.eventnexus.docs;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eventnexus.DomainConfig;
import org.eventnexus.Nexus;
import org.eventnexus.Publication;
import org.eventnexus.domain.DomainEngine;

/** The program of {@code docs/how-to/plain-java.md}; {@link DocumentationTest} compares. */
final class PlainJava {
    private PlainJava() {}

    static Publication.Outcome run(List<String> seen) throws InterruptedException, TimeoutException {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try (DomainEngine engine = DomainEngine.builder()
                .executor(pool)
                .scheduler((task, delay) -> {
                    var scheduled = timer.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
                    return () -> scheduled.cancel(false);
                })
                .build()) {
            Nexus orders = engine.create(DomainConfig.of("orders").withCapacity(64));
            orders.<String>handle("order.placed", (event, context) -> {
                context.emit("order.reserved", event.payload());
                return "reserved " + event.payload();
            });
            orders.bus().<String>subscribe("order.*", event -> seen.add(event.type() + " " + event.payload()));
            engine.start();

            Publication placed = orders.bus().publish("order.placed", "lamp");
            return placed.await(Duration.ofSeconds(5));
        } finally {
            pool.shutdown();
            timer.shutdown();
        }
    }
}
