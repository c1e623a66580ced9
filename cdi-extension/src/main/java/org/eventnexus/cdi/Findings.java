package org.eventnexus.cdi;

import java.util.List;
import java.util.Set;
import org.eventnexus.DomainConfig;

/**
 * What was found in a CDI container and in its settings.
 *
 * @param domains configured, injected or received from
 * @param used the names of those that are injected or received from
 * @param receivers handlers and subscribers
 * @param threads how many the domains are to share
 * @param sources beans that are sources of events
 * @param middlewares beans that are middlewares
 * @param eventAccess beans that decide who may read events
 * @param bridge who exchanges events between CDI and domains
 * @param boundaries those that settings ask for
 * @param queues work queues, injected, worked for or configured
 * @param connections those that settings ask for
 */
record Findings(
        List<DomainConfig> domains,
        Set<String> used,
        List<Receiver> receivers,
        int threads,
        List<SourceBean> sources,
        List<MiddlewareBean> middlewares,
        List<EventAccessBean> eventAccess,
        BridgeFindings bridge,
        List<ConfiguredBoundary> boundaries,
        List<ConfiguredQueue> queues,
        List<ConfiguredConnection> connections) {
    Findings {
        domains = List.copyOf(domains);
        used = Set.copyOf(used);
        receivers = List.copyOf(receivers);
        sources = List.copyOf(sources);
        middlewares = List.copyOf(middlewares);
        eventAccess = List.copyOf(eventAccess);
        boundaries = List.copyOf(boundaries);
        queues = List.copyOf(queues);
        connections = List.copyOf(connections);
    }

    List<QueueName> queueNames() {
        return queues.stream().map(ConfiguredQueue::name).toList();
    }
}
