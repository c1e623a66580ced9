package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.eventnexus.Domains;
import org.eventnexus.EventBus;
import org.eventnexus.EventDraft;
import org.eventnexus.Nexus;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Outcome;
import org.eventnexus.Publication.Result;
import org.eventnexus.cdi.EventDomain;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Injection and receivers, inside a server; where the extension and the receivers lie is a subclass's to say. */
@Tag("BX-01")
@Tag("BX-02")
@Tag("BX-10")
@ExtendWith(ArquillianExtension.class)
abstract class ReceiversInServer {
    static final StringAsset SETTINGS = new StringAsset("""
            eventnexus.domain.orders.capacity=77
            eventnexus.domain.colours.multiple=true
            """);
    static final String SETTINGS_FILE = "META-INF/microprofile-config.properties";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    @EventDomain("orders")
    Nexus nexus;

    @Inject
    @EventDomain("orders")
    EventBus bus;

    @Inject
    Domains domains;

    @Inject
    Shop shop;

    private Object value(String type, Object payload) throws Exception {
        Outcome outcome = bus.publish(type, payload).await(PATIENCE);
        assertThat(outcome.results()).extracting(Result::error).containsOnlyNulls();
        return outcome.results().get(0).value();
    }

    @Test
    void nexusAndBusAreInjected() {
        assertThat(nexus.name()).isEqualTo("orders");
        assertThat(nexus.state()).isEqualTo(Nexus.State.LOOPING);
        assertThat(bus.domain()).isEqualTo("orders");
        assertThat(domains.get("orders").handlers()).contains("reserve", "later", "context");
    }

    @Test
    void settingsInTheWarAreRead() {
        assertThat(nexus.config().capacity()).isEqualTo(77);
    }

    @Test
    void aPrivateHandlerReceivesWithAnInjectedParameter() throws Exception {
        assertThat(value("order.placed", "bolt")).isEqualTo("reserved bolt");
        assertThat(shop.board()).contains("order.placed", "stock gone");
    }

    @Test
    @Tag("AN-07")
    void aPrivateFilterDecidesWhatGoesOn() throws Exception {
        Outcome blocked = bus.publish("order.blocked", "bolt").await(PATIENCE);
        assertThat(blocked.status()).isEqualTo(Publication.Status.COMPLETED);
        assertThat(blocked.results()).isEmpty();
        assertThat(shop.board()).doesNotContain("order.blocked");
    }

    @Test
    @Tag("AN-06")
    void numericTypesAreSelectedByRange() throws Exception {
        Outcome outcome = bus.publish(EventDraft.of(150, null)).await(PATIENCE);
        assertThat(outcome.results()).extracting(Result::value).containsExactly("code 150");
    }

    @Test
    @Tag("AN-05")
    void numericTypesAreSelectedByMask() throws Exception {
        Outcome outcome = bus.publish(EventDraft.of(0x1000, null)).await(PATIENCE);
        assertThat(outcome.results()).extracting(Result::value).containsExactly("bit 4096");
        assertThat(bus.publish(EventDraft.of(0x2000, null)).await(PATIENCE).status())
                .isEqualTo(Publication.Status.UNHANDLED);
    }

    @Test
    @Tag("AN-04")
    @Tag("AN-05")
    void inADomainWithMultipleAllHandlersTakeAnEvent() throws Exception {
        EventBus colours = domains.get("colours").bus();
        assertThat(colours.publish(EventDraft.of(4, null)).await(PATIENCE).results())
                .extracting(Result::value)
                .containsExactlyInAnyOrder("red", "blue");
        assertThat(colours.publish(EventDraft.of(1, null)).await(PATIENCE).results())
                .extracting(Result::value)
                .containsExactly("red");
    }

    @Test
    void aStageIsWaitedFor() throws Exception {
        assertThat(value("order.later", "bolt")).isEqualTo("bolt later");
    }

    @Test
    void aRequestScopeIsActiveWhereAParameterNeedsIt() throws Exception {
        assertThat(value("visit", null)).isEqualTo(1);
        assertThat(value("visit", null)).isEqualTo(1);
    }

    @Test
    @Tag("R9")
    void receiversRunInTheirModule() throws Exception {
        assertThat(value("context", null)).isEqualTo(List.of(module(), true, true));
    }

    @Test
    @Tag("AN-17")
    @Tag("R9")
    void aSourceThatBlocksRunsInItsModuleAndHoldsNoneOfTheDomainsThreads() throws Exception {
        assertThat(shop.fed()).isEqualTo(List.of(module(), true, true));
        assertThat(nexus.sources()).containsExactly("Feed");
        assertThat(value("order.placed", "bolt")).isEqualTo("reserved bolt");
    }

    @Test
    @Tag("AN-18")
    void aTimerTicksOnTheContainersThreads() throws Exception {
        assertThat(shop.ticks()).endsWith(3L).isSorted();
    }

    @Test
    @Tag("R9")
    void aTransactionalReceiverHasATransactionOfItsOwn() throws Exception {
        assertThat(value("transactional", null)).isEqualTo(true);
        assertThat(value("plain", null)).isEqualTo(false);
    }

    /** The name of the module that has the receivers. */
    abstract String module();

    @Test
    @Tag("R12")
    void whatWasPublishedAtStartupIsDelivered() throws Exception {
        value("order.placed", "after it");
        assertThat(shop.board()).contains("domains started", "order.early");
        assertThat(nexus.stats().abandoned()).isZero();
    }
}
