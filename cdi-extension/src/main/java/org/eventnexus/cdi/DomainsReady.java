package org.eventnexus.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eventnexus.Domains;
import org.eventnexus.Nexus;

/**
 * MicroProfile Health: ready while every domain loops, and so neither before they start nor while they drain. It tells how
 * many there are and no names, as anybody may ask. See {@link DomainsLive}.
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
        Collection<Nexus> all = domains.all();
        long looping = all.stream()
                .filter(domain -> domain.state() == Nexus.State.LOOPING)
                .count();
        return HealthCheckResponse.named(DomainsLive.NAME)
                .status(looping == all.size())
                .withData("domains", all.size())
                .withData("looping", looping)
                .build();
    }
}
