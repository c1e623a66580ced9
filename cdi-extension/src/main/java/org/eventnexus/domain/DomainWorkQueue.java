package org.eventnexus.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.eventnexus.Collector;
import org.eventnexus.CollectorOptions;
import org.eventnexus.EventDraft;
import org.eventnexus.Handler;
import org.eventnexus.LoopStoppedException;
import org.eventnexus.MisconfiguredReceiverException;
import org.eventnexus.NexusEvent;
import org.eventnexus.Publication;
import org.eventnexus.Router;
import org.eventnexus.WorkQueue;
import org.eventnexus.WorkQueueConfig;
import org.eventnexus.WorkQueueStats;
import org.eventnexus.WorkQueueStats.Gone;

/** A work queue of a domain: who collects for it, and what was sent. Thread-safe. */
final class DomainWorkQueue implements WorkQueue {
    private final Domain domain;
    private final DomainWork work;
    private final String name;
    private final WorkQueueConfig config;

    // Guarded by this.
    /** Those that are registered, or are closed and have something left. */
    private final List<CollectorSeat> seats = new ArrayList<>();

    private Gone gone = Gone.NONE;
    private boolean stopped;

    /** What was sent and is not admitted yet, as a middleware or a transaction holds it. */
    private final Set<Publication> held = ConcurrentHashMap.newKeySet();

    DomainWorkQueue(Domain domain, DomainWork work, String name, WorkQueueConfig config) {
        this.domain = domain;
        this.work = work;
        this.name = name;
        this.config = config;
    }

    WorkSurroundings surroundings() {
        return work.surroundings();
    }

    /** Whether which collectors get an event is for the event's address alone to say. */
    boolean goesByAddress() {
        return config.router() == Router.BY_ADDRESS;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String domain() {
        return domain.name();
    }

    @Override
    public WorkQueueConfig config() {
        return config;
    }

    // ---- what is sent

    @Override
    public Publication send(Object payload) {
        return sent(domain.bus().publish(name, payload));
    }

    @Override
    public Publication send(EventDraft<?> draft) {
        if (draft == null) { // send(null) in a user's source: the compiler takes it for a draft, and means this method
            return send((Object) null);
        }
        return sent(domain.bus().publish(draft));
    }

    private Publication sent(Publication publication) {
        if (publication.event().sequence() == 0 && !publication.isDone()) {
            held.add(publication);
            publication.outcome().thenRun(() -> held.remove(publication));
        }
        return publication;
    }

    Set<Publication> held() {
        return held;
    }

    @Override
    public CompletionStage<Void> drain() {
        return work.drain(this);
    }

    // ---- who collects

    @Override
    @SuppressWarnings("unchecked")
    public <T> Collector work(CollectorOptions options, Handler<T> worker) {
        var seat = new CollectorSeat(
                domain, this, options, (Handler<Object>) (Handler<?>) Objects.requireNonNull(worker, "worker"));
        register(seat);
        domain.receivers().add(seat);
        return seat;
    }

    private synchronized void register(CollectorSeat seat) {
        if (stopped) {
            throw new LoopStoppedException("ENX-0056 the collector '" + seat.name()
                    + "' cannot be registered: the domain '" + domain.name() + "' has stopped");
        }
        String key = seat.options().key();
        seats.stream()
                .filter(other -> other.isActive() && other.options().key().equals(key))
                .findFirst()
                .ifPresent(other -> {
                    throw new MisconfiguredReceiverException("ENX-0057 the work queue '" + name + "' of the domain '"
                            + domain.name() + "' has a collector with the key '" + key + "' already, '" + other.name()
                            + "'; give this one another key");
                });
        forgetGone();
        seats.add(seat);
    }

    /** Whether a collector that has been closed, and is in no route any more, may still be working on an event. */
    synchronized boolean mayHaveTaken(Delivery<?> delivery) {
        return seats.stream()
                .filter(seat -> !seat.isActive())
                .flatMap(seat -> seat.selectors().stream())
                .anyMatch(selector -> selector.matches((NexusEvent<?>) delivery));
    }

    /** A collector has been closed. */
    synchronized void closed() {
        forgetGone();
    }

    private void forgetGone() {
        if (stopped) {
            return; // figures stay
        }
        seats.removeIf(seat -> {
            boolean over = seat.isOver();
            if (over) {
                gone = gone.plus(seat.stats());
            }
            return over;
        });
    }

    @Override
    public synchronized List<Collector> collectors() {
        return seats.stream()
                .filter(CollectorSeat::isActive)
                .map(seat -> (Collector) seat)
                .toList();
    }

    @Override
    public synchronized WorkQueueStats stats() {
        return new WorkQueueStats(
                name, domain(), seats.stream().map(CollectorSeat::stats).toList(), gone);
    }

    // ---- the end

    /** The domain has stopped: gives those that there were. */
    List<CollectorSeat> stop() {
        List<CollectorSeat> all;
        synchronized (this) {
            stopped = true;
            all = List.copyOf(seats);
        }
        all.forEach(seat -> seat.station().stop());
        return all;
    }

    @Override
    public String toString() {
        return "work queue " + name + " of " + domain();
    }
}
