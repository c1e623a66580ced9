package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A test class that was added to the hub's WAR runs inside the server, with injection. */
@ExtendWith(ArquillianExtension.class)
class InContainerIT {

    @Deployment
    static EnterpriseArchive hub() {
        return Deployments.hub(InContainerIT.class, Greeter.class);
    }

    @Inject
    Greeter greeter;

    @Test
    void beansAreInjected() {
        assertThat(greeter.greet()).isEqualTo("hello");
    }

    @ApplicationScoped
    static class Greeter {
        String greet() {
            return "hello";
        }
    }
}
