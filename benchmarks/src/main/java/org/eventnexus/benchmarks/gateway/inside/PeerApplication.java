package org.eventnexus.benchmarks.gateway.inside;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** JAX-RS as a user would write it without EventNexus. */
@ApplicationPath("peer")
public class PeerApplication extends Application {
    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(PeerResource.class);
    }
}
