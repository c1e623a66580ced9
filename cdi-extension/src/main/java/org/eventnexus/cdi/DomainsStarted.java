package org.eventnexus.cdi;

import java.util.Objects;
import org.eventnexus.Domains;

/**
 * A CDI event: all receivers of all modules are known and all domains have been started. Fired once in each CDI container
 * of the application, on the thread that deploys; an observer's exception is logged and stops nothing. Where several
 * modules share a container, some of them may still be coming up.
 *
 * @param domains those that have started
 */
public record DomainsStarted(Domains domains) {
    public DomainsStarted {
        Objects.requireNonNull(domains, "domains");
    }
}
