package org.eventnexus.docs;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.eventnexus.EventBus;
import org.eventnexus.TypeStats;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.NexusExtension;
import org.eventnexus.docs.Monitoring.Order;
import org.eventnexus.docs.Monitoring.Pager;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The programs of the page on monitoring do what it says. */
@Tag("AU-11")
@Tag("AU-12")
@Tag("AU-15")
@Tag("EC-10")
class MonitoringDocumentationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void theProgramsOfThePageWork() {
        try (var container = SeContainerInitializer.newInstance()
                .disableDiscovery()
                .addExtensions(NexusExtension.class)
                .addBeanClasses(Monitoring.Watch.class, Pager.class, Monitoring.Till.class, Monitoring.Display.class)
                .initialize()) {
            EventBus orders = container
                    .select(EventBus.class, EventDomain.Literal.of("orders"))
                    .get();
            Pager pager = container.select(Pager.class).get();
            TypeStats placed = Monitoring.figures(orders, () -> publish(orders, "lamp"));
            assertThat(placed).isEqualTo(new TypeStats(1, 1, 0, 0, 0, 0, 0));
            assertThat(pager.calls()).containsExactly("display lamp");
            assertThat(Monitoring.look(orders)).isEqualTo("LOOPING, 0 calls, [order.placed], 1 would be told");

            container.select(Monitoring.Till.class).get().sell(new Order("chair"));
            assertThat(pager.calls()).as("told by CDI").endsWith("display chair");
            orders.subscribe("order.placed", event -> {
                throw new IllegalStateException("off");
            });
            publish(orders, "desk");
            Awaitility.await().atMost(PATIENCE).until(() -> pager.calls().contains("order.placed of orders: off"));
            assertThat(pager.calls()).filteredOn("display chair"::equals).hasSize(1);
        }
    }

    private static void publish(EventBus orders, String sku) {
        try {
            orders.publish(new Order(sku)).outcome().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
