package org.eventnexus.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * MicroProfile Health: whoever answers is alive, as a full or stopped domain is no reason to kill a server. Where there is
 * no MicroProfile Health, CDI leaves this class out, as it cannot be loaded.
 *
 * <p>Must not be added by the extension instead, nor move into the gateway: of an EAR, WildFly finds only checks that are
 * beans of its library.
 */
@Liveness
@ApplicationScoped
class DomainsLive implements HealthCheck {
    static final String NAME = "eventnexus";

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.up(NAME);
    }
}
