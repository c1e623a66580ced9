package org.eventnexus.domain;

import java.util.List;
import org.eventnexus.Boundary;
import org.eventnexus.BoundaryConfig;
import org.eventnexus.EventSelector;
import org.eventnexus.Filter;
import org.eventnexus.Handler;
import org.eventnexus.Inspection;
import org.eventnexus.MisconfiguredReceiverException;
import org.eventnexus.ReceiverOptions;
import org.eventnexus.Subscription;
import org.eventnexus.boundary.DomainBoundaries;
import org.eventnexus.bus.Receiver;
import org.eventnexus.bus.SelectorIndex;

/** Who takes a domain's events: handlers, filters, boundaries, and its {@link Subscriptions}. Thread-safe. */
final class Receivers {
    private final Domain domain;
    private final SelectorIndex index;
    private final Subscriptions subscriptions;
    private final DomainBoundaries boundaries = new DomainBoundaries();

    Receivers(Domain domain, SelectorIndex index, Subscriptions subscriptions) {
        this.domain = domain;
        this.index = index;
        this.subscriptions = subscriptions;
    }

    SelectorIndex index() {
        return index;
    }

    Subscriptions subscriptions() {
        return subscriptions;
    }

    <T> Subscription handle(EventSelector selector, String name, Handler<T> handler, ReceiverOptions options) {
        var receiver = Receiver.handler(selector, name, handler, options, subscriptions);
        index.addHandler(receiver);
        return receiver;
    }

    <T> Subscription filter(String name, Filter<T> filter, ReceiverOptions options) {
        var receiver = Receiver.filter(name, filter, options, subscriptions);
        index.addFilter(receiver);
        return receiver;
    }

    Boundary boundary(String name, BoundaryConfig config) {
        if (config.to() == domain || !(config.to() instanceof Domain other) || !other.isOfSameEngine(domain)) {
            throw new MisconfiguredReceiverException("ENX-0044 the boundary '" + name + "' of the domain '"
                    + domain.name() + "' must lead into another domain of the same engine");
        }
        return boundaries.add(
                name, config, new DomainChannel(domain, other), domain.config().drainTimeout());
    }

    /** A boundary that is one of the domain's receivers. */
    void add(Receiver boundary) {
        index.addBoundary(boundary);
    }

    /** A work queue's collector. */
    void add(CollectorSeat collector) {
        index.addCollector(collector.receiver());
    }

    List<Boundary> boundaries() {
        return boundaries.all();
    }

    /** All of them, as others see them. */
    List<Inspection.Registered> inspect() {
        return index.all().stream().map(Receiver::inspect).toList();
    }

    /** The domain has ended. */
    void close() {
        boundaries.close();
    }
}
