package org.eventnexus.cdi;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eventnexus.Domains;
import org.eventnexus.Nexus;

/**
 * An application's middleware beans, each once, however many of its containers see its class. Registered as soon as the
 * domains exist, so that they see also what is published before the start; so among those of several containers, which
 * some servers make of one application, the containers' order counts first.
 */
final class MiddlewareRoster {
    private final Set<Class<?>> registered = new HashSet<>();
    private final List<MiddlewareInstance> instances = new ArrayList<>();

    /** Registers a container's with their domains, which exist. */
    void register(Container container, Domains domains) {
        container.findings().middlewares().stream()
                .sorted(MiddlewareBean.ORDER)
                .filter(found -> registered.add(found.bean().getBeanClass()))
                .forEach(found -> register(found, new MiddlewareInstance(container.manager(), found.bean()), domains));
    }

    private void register(MiddlewareBean found, MiddlewareInstance instance, Domains domains) {
        instances.add(instance);
        for (String name : found.domains()) {
            Nexus nexus = domains.get(name);
            if (found.isAsync()) {
                nexus.useAsync(found.name(), instance::decideLater);
            } else {
                nexus.use(found.name(), instance::decide);
            }
        }
    }

    /** Destroys what was made; the domains have stopped. */
    void close() {
        instances.forEach(MiddlewareInstance::close);
    }
}
