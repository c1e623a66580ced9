package org.eventnexus.docs;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.time.Duration;
import org.eventnexus.Boundary;
import org.eventnexus.Domains;
import org.eventnexus.Nexus;
import org.eventnexus.Publication.Outcome;
import org.eventnexus.Publication.Result;
import org.eventnexus.cdi.NexusExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The programs of the page on boundaries do what it says. */
@Tag("AN-21")
@Tag("AN-22")
class BoundariesDocumentationTest {

    @Test
    void theBoundariesOfThePageWork() throws Exception {
        System.setProperty("eventnexus.domain.audit.capacity", "100");
        try (var container = SeContainerInitializer.newInstance()
                .disableDiscovery()
                .addExtensions(NexusExtension.class)
                .addBeanClasses(Boundaries.ToBilling.class, Boundaries.Billing.class, Boundaries.Shop.class)
                .initialize()) {
            Domains domains = container.select(Domains.class).get();
            Nexus orders = domains.get("orders");
            Outcome outcome = orders.bus()
                    .publish("order.placed", new Boundaries.Order("lamp", 9))
                    .await(Duration.ofSeconds(10));
            assertThat(outcome.results())
                    .extracting(Result::value)
                    .containsExactlyInAnyOrder("placed lamp", "bill over 9", "billed lamp");

            Boundary toAudit = Boundaries.inCode(orders, domains.get("audit"));
            orders.bus()
                    .publish("order.placed", new Boundaries.Order("gift", 0))
                    .await(Duration.ofSeconds(10));
            toAudit.close();
            assertThat(toAudit.stats().forwarded()).isEqualTo(1);
            assertThat(domains.get("audit").stats().published()).isEqualTo(1);
            assertThat(orders.boundaries()).extracting(Boundary::name).containsExactly("bill");
            assertThat(orders.boundaries().get(0).stats().filtered()).isEqualTo(1);
        } finally {
            System.clearProperty("eventnexus.domain.audit.capacity");
        }
    }
}
