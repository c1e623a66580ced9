package org.eventnexus.docs;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.SubmissionPublisher;
import org.awaitility.Awaitility;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.SourceRegistration;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.NexusExtension;
import org.eventnexus.cdi.Subscribes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The programs of the page on sources do what it says. */
@Tag("AN-15")
@Tag("AN-16")
@Tag("AN-18")
class SourcesDocumentationTest {
    private static final List<String> SEEN = new CopyOnWriteArrayList<>();

    @ApplicationScoped
    static class Everything {
        void see(@Subscribes("**") @EventDomain("orders") NexusEvent<Object> event) {
            SEEN.add(event.type() + " " + event.payload());
        }

        void audit(@Subscribes("**") @EventDomain("audit") NexusEvent<Object> event) {
            SEEN.add("audit " + event.payload());
        }
    }

    @Test
    void theSourcesOfThePageWork() {
        SEEN.clear();
        try (var container = SeContainerInitializer.newInstance()
                        .disableDiscovery()
                        .addExtensions(NexusExtension.class)
                        .addBeanClasses(
                                Sources.OrderFile.class, Sources.Till.class, Sources.Clocks.class, Everything.class)
                        .initialize();
                var temperatures = new SubmissionPublisher<Integer>()) {
            Nexus orders = container
                    .select(Nexus.class, EventDomain.Literal.of("orders"))
                    .get();
            assertThat(orders.sources()).contains("Till");
            SourceRegistration registration = Sources.inCode(orders, temperatures);
            Awaitility.await().until(temperatures::hasSubscribers);
            temperatures.submit(20);
            temperatures.close();
            Awaitility.await().until(() -> {
                container.select(Sources.Till.class).get().sold("bread");
                return SEEN.contains("till.sold bread") && SEEN.contains("audit bread");
            });
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> SEEN.containsAll(List.of("shop.closes-in 1", "temperature.over null", "word c")));
            assertThat(registration.isActive()).isFalse();
        }
        assertThat(SEEN)
                .containsSubsequence("order.placed lamp", "order.placed chair")
                .containsSubsequence("word a", "word b", "word c")
                .containsSubsequence("temperature 20", "temperature.over null");
    }
}
