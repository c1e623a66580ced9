package org.eventnexus.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eventnexus.EventSource;
import org.eventnexus.LoopStoppedException;
import org.eventnexus.RetryPolicy;
import org.eventnexus.SourceRegistration;

/** The sources of a domain. Thread-safe. */
public final class DomainSources {
    private enum Phase {
        WAITING,
        STARTED,
        CLOSED
    }

    private final Inlet inlet;
    private final SourceRegistry registry;
    // Guarded by this.
    private final List<Registration> registrations = new ArrayList<>(0);
    private Phase phase = Phase.WAITING;

    public DomainSources(Inlet inlet, SourceRegistry registry) {
        this.inlet = inlet;
        this.registry = registry;
    }

    Inlet inlet() {
        return inlet;
    }

    /**
     * Registers a source, and starts it if the domain has been started.
     *
     * @param policy that of the source if null
     * @throws LoopStoppedException if the domain has been stopped
     * @throws org.eventnexus.MisconfiguredSourceException if the source is registered already and cannot be twice
     */
    public SourceRegistration add(String name, EventSource source, RetryPolicy policy) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(source, "source");
        Registration registration;
        boolean start;
        synchronized (this) {
            if (phase == Phase.CLOSED) {
                throw new LoopStoppedException("ENX-0031 the source '" + name + "' cannot be registered: the domain '"
                        + inlet.name() + "' has stopped");
            }
            registration = registry.register(name, source, policy, this);
            registrations.add(registration);
            start = phase == Phase.STARTED;
        }
        if (start) {
            registration.start();
        }
        return registration;
    }

    /** The names of the active sources, in the order of registration. */
    public synchronized List<String> names() {
        return registrations.stream().map(Registration::name).toList();
    }

    /** Starts all, on threads of their own; to be called when the domain takes events. */
    public void start() {
        List<Registration> starting;
        synchronized (this) {
            if (phase != Phase.WAITING) {
                return;
            }
            phase = Phase.STARTED;
            starting = List.copyOf(registrations);
        }
        starting.forEach(Registration::start);
    }

    /** Begins to close all, for good: from now on nothing comes from them. */
    public Closing close() {
        List<Registration> closing;
        synchronized (this) {
            phase = Phase.CLOSED;
            closing = List.copyOf(registrations);
        }
        return Closing.of(closing, inlet.name(), registry.surroundings());
    }

    synchronized void remove(Registration ended) {
        registrations.remove(ended);
    }
}
