package org.eventnexus.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.SessionScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.io.Serializable;
import org.eventnexus.Domains;
import org.eventnexus.EventBus;
import org.eventnexus.Nexus;
import org.eventnexus.UnknownDomainException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("BX-01")
class InjectionTest {

    @ApplicationScoped
    static class Injected {
        @Inject
        @EventDomain("orders")
        Nexus nexus;

        @Inject
        @EventDomain("orders")
        EventBus bus;

        @Inject
        EventBus unqualified;

        @Inject
        @EventDomain
        Nexus named;

        @Inject
        @EventDomain("lazy")
        Instance<EventBus> instance;

        @Inject
        @EventDomain("later")
        Provider<Nexus> provider;

        @Inject
        Domains domains;

        @Inject
        ApplicationThreads threads;

        Nexus nexus() {
            return nexus;
        }

        EventBus bus() {
            return bus;
        }

        Instance<EventBus> instance() {
            return instance;
        }

        Domains domains() {
            return domains;
        }
    }

    @SessionScoped
    @SuppressWarnings("serial")
    static class Passivated implements Serializable {
        @Inject
        @EventDomain("orders")
        EventBus bus;

        @Inject
        Nexus nexus;
    }

    @EventDomain("orders")
    @ApplicationScoped
    static class Annotated {
        void receive(@Subscribes("x") String any) {}
    }

    @ApplicationScoped
    static class Idle {}

    @Test
    void nexusAndBusAreThoseOfTheDomain() {
        try (var app = Started.with(Injected.class)) {
            Injected injected = app.get(Injected.class);
            assertThat(injected.nexus().name()).isEqualTo("orders");
            assertThat(injected.nexus().bus().domain()).isEqualTo("orders");
            assertThat(app.bus("orders").domain()).isEqualTo("orders");
        }
    }

    @Test
    void unqualifiedIsTheDefaultDomain() {
        try (var app = Started.with(Injected.class)) {
            assertThat(app.get(EventBus.class).domain()).isEqualTo("default");
            assertThat(app.get(Nexus.class).name()).isEqualTo("default");
        }
    }

    @Test
    void injectionPointsMakeDomainsExist() {
        try (var app = Started.with(Injected.class)) {
            assertThat(app.get(Domains.class).all())
                    .extracting(Nexus::name)
                    .containsExactlyInAnyOrder("default", "orders", "lazy", "later");
        }
    }

    @Test
    void aDomainThatNobodyNamesIsUnknown() {
        try (var app = Started.with(Idle.class)) {
            Domains domains = app.get(Domains.class);
            assertThat(domains.all()).isEmpty();
            assertThatThrownBy(() -> domains.get("orders"))
                    .isInstanceOf(UnknownDomainException.class)
                    .hasMessageContaining("ENX-0001")
                    .hasMessageContaining("orders");
        }
    }

    @Test
    void beansThatArePassivatedMayHaveThem() {
        try (var app = Started.with(Passivated.class)) {
            assertThat(app.bus("orders").domain()).isEqualTo("orders");
        }
    }

    @Test
    void aBusSurvivesThePassivationOfItsBean() throws Exception {
        try (var app = Started.with(Injected.class)) {
            EventBus bus = app.get(Injected.class).bus();
            bus.publish("order.placed", 1);
            EventBus back = Passivation.of(bus);
            assertThat(back.domain()).isEqualTo("orders");
            back.publish("order.placed", 2);
            assertThat(app.get(Domains.class).get("orders").stats().published()).isEqualTo(2);
        }
    }

    @Test
    void manyLookUpsOfABusGiveTheSame() {
        try (var app = Started.with(Injected.class)) {
            Instance<EventBus> instance = app.get(Injected.class).instance();
            assertThat(instance.get()).isSameAs(instance.get());
        }
    }

    @Test
    void onAClassItDoesNotQualifyTheBean() {
        try (var app = Started.with(Annotated.class)) {
            assertThat(app.get(Annotated.class)).isNotNull();
        }
    }

    @Test
    @Tag("R15")
    void inJavaSeEachContainerIsAnApplication() {
        try (var one = Started.with(Injected.class);
                var other = Started.with(Injected.class)) {
            one.get(Domains.class).get("orders").bus().publish("order.placed", 1);
            assertThat(one.get(Domains.class).get("orders").stats().published()).isEqualTo(1);
            assertThat(other.get(Domains.class).get("orders").stats().published())
                    .isZero();
        }
    }
}
