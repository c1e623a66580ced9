package org.eventnexus.docs;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.eventnexus.Domains;
import org.eventnexus.Nexus;
import org.eventnexus.Subscriber;
import org.eventnexus.Subscription;
import org.eventnexus.cdi.NexusExtension;
import org.eventnexus.docs.FirstReceiver.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the page of subscriptions shows does what the page says. */
@Tag("R2")
class SubscribingDocumentationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void allOfIt() throws Exception {
        try (var container = SeContainerInitializer.newInstance()
                .disableDiscovery()
                .addExtensions(NexusExtension.class)
                .addBeanClasses(Subscribing.Mailing.class, Subscribing.Mailer.class)
                .initialize()) {
            Nexus orders = container.select(Domains.class).get().get("orders");
            var viewed = new AtomicInteger();
            var archived = new AtomicInteger();
            var closed = new CompletableFuture<String>();
            var told = new CompletableFuture<String>();
            orders.bus().<String>subscribe("view.closed", event -> told.complete(event.payload()));
            Subscriber<Order> view = event -> viewed.incrementAndGet();
            Subscribing.threads(orders.bus(), Runnable::run, view, event -> archived.incrementAndGet());
            Subscribing.howLong(orders.bus(), view, closed);
            var weak = new Subscribing.View();
            Subscription shown = weak.show(orders.bus());
            for (int i = 0; i < 5; i++) {
                orders.bus().publish("order.placed", new Order("lamp")).await(PATIENCE);
            }
            assertThat(viewed).as("5 in a lane, once, three times, 5 until").hasValue(5 + 1 + 3 + 5);
            assertThat(weak.lines()).hasSize(5);
            Awaitility.await().atMost(PATIENCE).until(() -> archived.get() == 5);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> container
                                    .select(Subscribing.Mailer.class)
                                    .get()
                                    .sent()
                                    .size()
                            == 5);
            closed.complete("tired");
            Awaitility.await().atMost(PATIENCE).until(told::isDone);
            assertThat(told.join()).isEqualTo("tired");

            Subscribing.end(orders.bus(), shown, view);
            assertThat(orders.stats().subscribers())
                    .as("the bean's, and what this test has itself")
                    .isEqualTo(2);
        }
    }
}
