package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.time.Duration;
import org.eventnexus.EventBus;
import org.eventnexus.Nexus;
import org.eventnexus.Publication.Outcome;
import org.eventnexus.Publication.Status;
import org.eventnexus.cdi.EventDomain;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.Testable;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * CDI's events and a domain's in an EAR of two WARs: as one CDI container in one server, and as one for each WAR in the
 * other.
 */
@Tag("AU-15")
@Tag("BX-10")
@ExtendWith(ArquillianExtension.class)
class BridgeIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Deployment
    static EnterpriseArchive ear() {
        JavaArchive library = ShrinkWrap.create(JavaArchive.class, "library.jar")
                .addClasses(BridgeOrder.class)
                .addAsManifestResource(EmptyAsset.INSTANCE, "beans.xml");
        WebArchive first = ShrinkWrap.create(WebArchive.class, "first.war")
                .addAsLibraries(Deployments.assertj())
                .addClasses(BridgeIT.class, BridgeInFirstWar.class);
        WebArchive second = ShrinkWrap.create(WebArchive.class, "second.war").addClasses(BridgeInSecondWar.class);
        return ShrinkWrap.create(EnterpriseArchive.class, "bridge.ear")
                .addAsLibraries(Deployments.built("eventnexus.extension.jar"))
                .addAsLibrary(library)
                .addAsModule(Testable.archiveToTest(first))
                .addAsModule(second);
    }

    @Inject
    @EventDomain("bridged")
    EventBus bus;

    @Inject
    @EventDomain("bridged")
    Nexus nexus;

    @Inject
    BridgeInFirstWar first;

    @BeforeEach
    void clear() {
        BridgeOrder.SEEN.clear();
    }

    @Test
    void whatIsFiredIsReceivedOnceAndNotObservedTwice() throws Exception {
        long before = nexus.stats().published();
        first.fire(new BridgeOrder("lamp"));
        bus.publish("bridge.behind", null).await(PATIENCE);
        assertThat(BridgeOrder.SEEN)
                .contains("first observed lamp", "second received lamp")
                .doesNotHaveDuplicates(); // the second WAR observes it where CDI itself reaches there
        assertThat(nexus.stats().published()).isEqualTo(before + 2);
    }

    @Test
    void whatIsPublishedIsObservedOnceInEachModule() throws Exception {
        long before = nexus.stats().published();
        Outcome outcome = bus.publish(new BridgeOrder("chair")).await(PATIENCE);
        assertThat(outcome.status()).isEqualTo(Status.COMPLETED);
        assertThat(BridgeOrder.SEEN)
                .containsExactlyInAnyOrder("second received chair", "first observed chair", "second observed chair");
        assertThat(nexus.stats().published()).isEqualTo(before + 1);
    }
}
