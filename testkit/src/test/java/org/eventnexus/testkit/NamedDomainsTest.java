package org.eventnexus.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.util.List;
import java.util.function.Supplier;
import org.eventnexus.EventBus;
import org.eventnexus.Nexus;
import org.eventnexus.cdi.EventDomain;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which domains a test names. */
@Tag("BX-11")
class NamedDomainsTest {
    static class Naming {
        @Inject
        @EventDomain("fields")
        EventBus field;

        Object test(@EventDomain("parameters") Nexus nexus) {
            Supplier<Nexus> lambda = () -> nexus;
            return helper(lambda.get().bus());
        }

        private Object helper(EventBus bus) {
            return bus;
        }
    }

    static class NamingTheDefault {
        void test(EventBus bus) {}
    }

    /** A lambda has what it captures as parameters, and a private method is called by the test itself. */
    @Test
    void whatNobodyGivesTheTestIsNotNamed() {
        assertThat(NamedDomains.of(List.of(new Naming()))).containsExactly("fields", "parameters");
        assertThat(NamedDomains.of(List.of(new NamingTheDefault()))).containsExactly("default");
    }
}
