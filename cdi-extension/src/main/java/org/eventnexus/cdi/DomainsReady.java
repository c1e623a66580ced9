package org.eventnexus.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eventnexus.Domains;
import org.eventnexus.Nexus;

/**
 * MicroProfile Health: ready while every domain loops, and so neither before they start nor while they drain. It tells
 * neither names nor how many there are, as anybody may ask, and who sees some could count the others. See {@link DomainsLive}.
 */
@Readiness
@ApplicationScoped
class DomainsReady implements HealthCheck {
    private final Domains domains;

    @Inject
    DomainsReady(Domains domains) {
        this.domains = domains;
    }

    /** For CDI's proxy. */
    DomainsReady() {
        this(null);
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named(DomainsLive.NAME)
                .status(domains.all().stream().allMatch(domain -> domain.state() == Nexus.State.LOOPING))
                .build();
    }
}
