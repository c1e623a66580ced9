package org.eventnexus.boundary;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eventnexus.Boundary;
import org.eventnexus.BoundaryConfig;
import org.eventnexus.LoopStoppedException;
import org.eventnexus.MisconfiguredReceiverException;

/** The boundaries that take a domain's events. Thread-safe. */
public final class DomainBoundaries {
    private final List<QueuedBoundary> boundaries = new ArrayList<>(0);
    private boolean closed;

    /**
     * Makes a boundary.
     *
     * @param channel from this domain to the other one
     * @param drainTimeout how long a close waits if nothing is said
     * @throws MisconfiguredReceiverException if there is one of this name
     * @throws LoopStoppedException if the domain has been stopped
     */
    public Boundary add(String name, BoundaryConfig config, Channel channel, Duration drainTimeout) {
        Objects.requireNonNull(name, "name");
        var boundary = new QueuedBoundary(name, config, channel, this, drainTimeout);
        synchronized (this) {
            if (closed) {
                throw new LoopStoppedException("ENX-0047 the boundary '" + name + "' cannot be registered: the domain '"
                        + channel.from() + "' has stopped");
            }
            if (boundaries.stream().anyMatch(other -> other.name().equals(name))) {
                throw new MisconfiguredReceiverException("ENX-0044 the domain '" + channel.from() + "' has a boundary '"
                        + name + "' already; give this one another name");
            }
            boundaries.add(boundary);
        }
        boundary.open();
        return boundary;
    }

    /** Those that take events, in the order of registration. */
    public synchronized List<Boundary> all() {
        return List.copyOf(boundaries);
    }

    synchronized boolean contains(QueuedBoundary boundary) {
        return boundaries.contains(boundary);
    }

    synchronized boolean remove(QueuedBoundary boundary) {
        return boundaries.remove(boundary);
    }

    /** The domain has been stopped: there are none any more. */
    public void close() {
        List<QueuedBoundary> ending;
        synchronized (this) {
            closed = true;
            ending = List.copyOf(boundaries);
            boundaries.clear();
        }
        ending.forEach(QueuedBoundary::stopped);
    }
}
