package org.eventnexus;

import java.util.Collection;
import java.util.Optional;

/** The domains of one application. Thread-safe. A bean in a server, for those whose names are known only at run time. */
public interface Domains {

    /**
     * The domain of a name.
     *
     * @throws UnknownDomainException if nothing makes it exist
     */
    default Nexus get(String name) {
        return find(name)
                .orElseThrow(() -> new UnknownDomainException("ENX-0001 there is no domain '" + name
                        + "': configure it by eventnexus.domain." + name + ".* or name it in an annotation"));
    }

    /** The domain of a name, if there is one. */
    Optional<Nexus> find(String name);

    /** All domains, by name. */
    Collection<Nexus> all();
}
