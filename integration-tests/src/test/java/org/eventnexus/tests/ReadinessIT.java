package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URL;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** An application of which one domain does not loop is alive and not ready. */
@Tag("BX-09")
@ExtendWith(ArquillianExtension.class)
@Timeout(60)
class ReadinessIT {

    @Deployment(testable = false)
    static EnterpriseArchive hub() {
        return Deployments.hub(ClauseReceivers.SETTINGS, ClauseReceivers.CLASSES);
    }

    @Test
    @Tag("H-9.02")
    void itIsNotReadyWhileOneOfItsDomainsDoesNotLoop(@ArquillianResource URL page) throws Exception {
        Health health = new Health(page);
        Rest rest = new Rest(URI.create(page + "api/"));
        assertThat(health.ofEventNexus("/ready").getString("status")).isEqualTo("UP");
        rest.post("domains/lever/events?type=stop", Rest.JSON, "1", "Prefer", "wait=20")
                .is(200);
        assertThat(health.ofEventNexus("/ready").getString("status")).isEqualTo("DOWN");
        assertThat(health.ofEventNexus("/live").getString("status")).isEqualTo("UP");
        assertThat(rest.get("domains/ends").is(200).object().getString("state")).isNotEqualTo("LOOPING");
    }
}
