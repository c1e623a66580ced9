package org.eventnexus.cdi;

import java.util.concurrent.ThreadFactory;
import org.eventnexus.Nexus;

/** A connection between a domain and something outside, as a {@link Connector} has read it from settings. */
@FunctionalInterface
public interface Connection {

    /**
     * Opens it, once: registers a {@link Nexus#source source}, say, or {@link org.eventnexus.EventBus#subscribe subscribes}.
     * Called when the modules of all receivers are up, just before the domains start; what throws here keeps them from it, and
     * the deployment fails.
     *
     * @param name the one in its settings, for sources and subscribers
     * @param domain the one that its settings name, not started yet, and never null
     * @param threads makes its threads: in a server they are the container's, in the application's context and with nobody's
     *     identity. Who has them made ends them before the close returns
     * @return closed when the domain has stopped, and so after its sources have been closed and its lanes drained, and before the
     *     application's threads end; also if another connection could not be opened. Not null
     * @throws Exception if it cannot be opened; the message is told
     */
    AutoCloseable open(String name, Nexus domain, ThreadFactory threads) throws Exception;
}
