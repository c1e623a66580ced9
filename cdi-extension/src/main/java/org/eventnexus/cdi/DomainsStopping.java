package org.eventnexus.cdi;

import java.util.Objects;
import org.eventnexus.Domains;

/**
 * A CDI event: the application is being undeployed, and its domains will refuse new events as soon as the observers have
 * returned. Fired once in each CDI container in which {@link DomainsStarted} was, on the thread that undeploys; an
 * observer's exception is logged and stops nothing.
 *
 * @param domains those that will stop
 */
public record DomainsStopping(Domains domains) {
    public DomainsStopping {
        Objects.requireNonNull(domains, "domains");
    }
}
