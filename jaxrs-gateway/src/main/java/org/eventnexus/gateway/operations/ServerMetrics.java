package org.eventnexus.gateway.operations;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eventnexus.cdi.DomainsStarted;
import org.eventnexus.cdi.DomainsStopping;
import org.eventnexus.gateway.access.GatewayAccess;

/**
 * Shows the figures among the server's own where it has MicroProfile Metrics. Many have not: WildFly lacks even the
 * classes, so that this one must not name them.
 */
@ApplicationScoped
class ServerMetrics {
    private static final Logger LOG = Logger.getLogger(ServerMetrics.class.getName());
    private static final String REGISTRY = "org.eclipse.microprofile.metrics.MetricRegistry";

    @Inject
    @Any
    Instance<Object> beans;

    @Inject
    Figures figures;

    @Inject
    GatewayAccess access;

    private AutoCloseable registered = () -> {};

    /** Only of domains that everybody may know of, as nobody knows who reads the server's metrics. */
    synchronized void started(@Observes DomainsStarted event) {
        close();
        registryClass().ifPresent(type -> {
            Instance<?> registry = beans.select(type, Default.Literal.INSTANCE);
            if (registry.isResolvable()) {
                registered = RegisteredFigures.in(registry.get(), figures.lasting(access::visibleToEverybody));
            }
        });
    }

    private static Optional<Class<?>> registryClass() {
        try {
            return Optional.of(Class.forName(REGISTRY, false, ServerMetrics.class.getClassLoader()));
        } catch (ClassNotFoundException | LinkageError none) {
            return Optional.empty();
        }
    }

    /** The server would keep them, and with them this application's classes. */
    synchronized void stopping(@Observes DomainsStopping event) {
        close();
    }

    @PreDestroy
    synchronized void close() {
        AutoCloseable closing = registered;
        registered = () -> {};
        try {
            closing.close();
        } catch (Exception gone) {
            LOG.log(Level.WARNING, gone, () -> "ENX-0250 the gateway's figures could not be taken from the server's");
        }
    }
}
