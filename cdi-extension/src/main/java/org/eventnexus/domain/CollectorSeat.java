package org.eventnexus.domain;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eventnexus.Address;
import org.eventnexus.Collector;
import org.eventnexus.CollectorOptions;
import org.eventnexus.CollectorStats;
import org.eventnexus.EventSelector;
import org.eventnexus.Handler;
import org.eventnexus.HandlerContext;
import org.eventnexus.NexusEvent;
import org.eventnexus.ReceiverOptions;
import org.eventnexus.Router;
import org.eventnexus.Router.Candidate;
import org.eventnexus.bus.Receiver;
import org.eventnexus.work.Item;
import org.eventnexus.work.Station;

/** A collector as its domain has it: a receiver that is given events instead of being called, and its {@link Station}. */
final class CollectorSeat implements Collector, Handler<Object> {
    private final Domain domain;
    private final DomainWorkQueue queue;
    private final CollectorOptions options;
    private final Candidate candidate;
    private final Receiver receiver;
    private final Station station;
    /** It is closed, and the loop has forgotten it. */
    private volatile boolean unknown;

    CollectorSeat(Domain domain, DomainWorkQueue queue, CollectorOptions options, Handler<Object> worker) {
        this.domain = domain;
        this.queue = queue;
        this.options = options;
        this.candidate = new Candidate(options.name(), options.key(), options.topics());
        ReceiverOptions merged = merged(options.receiver());
        List<EventSelector> selectors =
                options.selectors().isEmpty() ? List.of(EventSelector.type(queue.name())) : options.selectors();
        this.receiver = Receiver.collector(selectors, options.name(), this, worker, merged, domain.subscriptions());
        this.station = new Station(
                queue.surroundings(),
                queue.name(),
                queue.config(),
                options,
                domain.failures().policy(receiver),
                new Accompanied(worker, domain.traces(), domain.callGuard(), options::name),
                new WorkContext(domain));
    }

    /** Where it says nothing itself its queue does. */
    private ReceiverOptions merged(ReceiverOptions own) {
        ReceiverOptions merged = own;
        if (own.retry().isEmpty() && queue.config().retry().isPresent()) {
            merged = merged.retry(queue.config().retry().get());
        }
        if (own.deadLetter().isEmpty() && queue.config().deadLetter().isPresent()) {
            merged = merged.deadLetter(queue.config().deadLetter().get());
        }
        return merged;
    }

    @Override
    public Object handle(NexusEvent<Object> event, HandlerContext context) {
        throw new IllegalStateException("a collector is given events, and not called");
    }

    DomainWorkQueue ownQueue() {
        return queue;
    }

    Receiver receiver() {
        return receiver;
    }

    Station station() {
        return station;
    }

    Candidate candidate() {
        return candidate;
    }

    boolean isMeant(Address address) {
        return Router.isMeant(candidate, address);
    }

    int priority(NexusEvent<?> event) {
        return station.priority(event);
    }

    String key(NexusEvent<?> event) {
        return station.key(event);
    }

    /** On the loop. */
    void offer(Item item, boolean bounded) {
        if (station.offer(item, bounded)) {
            domain.loop().drain().backpressure().pauseUntil(station::whenHalfEmpty);
        }
    }

    void abandon(Item item) {
        station.abandon(item);
    }

    /**
     * No call begins any more; completes when none is going on.
     *
     * @param passed completes when the loop gives it nothing any more
     */
    CompletableFuture<Void> end(CompletableFuture<?> passed) {
        CompletableFuture<Void> quiet = station.close();
        passed.thenRun(() -> {
            unknown = true;
            queue.closed();
        });
        return quiet;
    }

    /** Whether it is closed, and neither gets events any more nor has any. */
    boolean isOver() {
        return unknown && station.isOver();
    }

    @Override
    public String name() {
        return options.name();
    }

    @Override
    public String queue() {
        return queue.name();
    }

    @Override
    public CollectorOptions options() {
        return options;
    }

    @Override
    public List<EventSelector> selectors() {
        return receiver.selectors();
    }

    @Override
    public boolean isActive() {
        return receiver.isActive();
    }

    @Override
    public CollectorStats stats() {
        return station.stats();
    }

    @Override
    public void close() {
        receiver.cancel();
    }

    @Override
    public String toString() {
        return "collector " + name() + " of the work queue " + queue();
    }
}
