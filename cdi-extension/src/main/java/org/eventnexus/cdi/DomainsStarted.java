package org.eventnexus.cdi;

import java.util.Objects;
import org.eventnexus.Domains;

/**
 * A CDI event: all receivers of all modules are known and all domains loop. Fired once in each CDI container of the
 * application, on the thread that deploys it; an observer's exception is logged and stops nothing.
 *
 * @param domains those that have started
 */
public record DomainsStarted(Domains domains) {
    public DomainsStarted {
        Objects.requireNonNull(domains, "domains");
    }
}
