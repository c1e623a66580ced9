package org.eventnexus.domain;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eventnexus.Happening;
import org.eventnexus.LoopStoppedException;
import org.eventnexus.MisconfiguredReceiverException;
import org.eventnexus.Nexus.State;
import org.eventnexus.WorkQueue;
import org.eventnexus.WorkQueueConfig;
import org.eventnexus.bus.Receiver;

/** A domain's work queues: how they begin, are given events, and end together. Thread-safe. */
final class DomainWork {
    private static final System.Logger LOG = System.getLogger("org.eventnexus");

    private final Domain domain;
    private final WorkSurroundings surroundings;
    private final Routing routing;

    // Guarded by this.
    private final Map<String, DomainWorkQueue> queues = new LinkedHashMap<>(0);
    private boolean started;
    private boolean stopped;

    DomainWork(Domain domain, DomainEngine engine) {
        this.domain = domain;
        this.surroundings = new WorkSurroundings(domain, engine);
        this.routing = new Routing(domain);
    }

    WorkSurroundings surroundings() {
        return surroundings;
    }

    WorkQueue add(String name, WorkQueueConfig config) {
        Objects.requireNonNull(config, "config");
        requireName(name);
        var queue = new DomainWorkQueue(domain, this, name, config);
        boolean told;
        synchronized (this) {
            if (stopped) {
                throw new LoopStoppedException("ENX-0056 the work queue '" + name + "' cannot be made: the domain '"
                        + domain.name() + "' has stopped");
            }
            if (queues.putIfAbsent(name, queue) != null) {
                throw new MisconfiguredReceiverException("ENX-0049 the domain '" + domain.name()
                        + "' has a work queue '" + name + "' already; look it up, or give this one another name");
            }
            told = started;
        }
        if (told) {
            tellStarted(queue);
        }
        return queue;
    }

    private static void requireName(String name) {
        try {
            WorkQueue.requireName(name);
        } catch (IllegalArgumentException malformed) {
            throw new MisconfiguredReceiverException("ENX-0049 " + malformed.getMessage());
        }
    }

    private synchronized List<DomainWorkQueue> list() {
        return List.copyOf(queues.values());
    }

    List<WorkQueue> all() {
        return List.copyOf(list());
    }

    // ---- on the loop

    /** The domain has been started. */
    void start() {
        List<DomainWorkQueue> all;
        synchronized (this) {
            started = true;
            all = list();
        }
        all.forEach(this::tellStarted);
    }

    private void tellStarted(DomainWorkQueue queue) {
        domain.tell(() -> new Happening.WorkQueueStarted(domain.name(), queue.name()));
    }

    /**
     * Gives an event to the collectors that are chosen for it.
     *
     * @param from where the collectors begin in its route
     * @return whether there are any
     */
    boolean take(Delivery<?> delivery, Receiver[] route, int from) {
        return routing.take(delivery, route, from);
    }

    // ---- waiting

    CompletionStage<Void> drain(DomainWorkQueue queue) {
        CompletableFuture<Void> ended = domain.lifecycle().ended();
        if (ended.isDone()) {
            return CompletableFuture.completedFuture(null);
        }
        var drained = new CompletableFuture<Void>();
        Runnable look = () -> unended(queue).whenComplete((done, impossible) -> drained.complete(null));
        if (domain.state() == State.READY) {
            domain.loop().leave(look); // for when it is started; till then nothing is to be run
            if (domain.state() != State.READY) {
                domain.loop().post(() -> {}); // it was just now: the loop looks again
            }
        } else {
            domain.loop().post(look);
        }
        return CompletableFuture.anyOf(drained, ended).thenApply(either -> null);
    }

    /** On the loop: completes when what may be the queue's business now has ended. */
    private CompletableFuture<Void> unended(DomainWorkQueue queue) {
        List<CompletionStage<?>> waiting = new ArrayList<>();
        domain.loop().drain().peek(delivery -> {
            if (isOf(queue, delivery)) {
                waiting.add(delivery.outcome());
            }
        });
        queue.held().forEach(publication -> waiting.add(publication.outcome()));
        return CompletableFuture.allOf(
                waiting.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new));
    }

    private boolean isOf(DomainWorkQueue queue, Delivery<?> delivery) {
        for (Receiver receiver : domain.dispatcher().route(delivery)) {
            if (receiver.isCollector() && ((CollectorSeat) receiver.collector()).ownQueue() == queue) {
                return true;
            }
        }
        return queue.mayHaveTaken(delivery);
    }

    // ---- for a stop

    boolean isRejected() {
        return surroundings.isRejected();
    }

    /** Does some of the work that the executor does not do, on this thread. */
    void workHere() {
        surroundings.workHere();
    }

    /** Begins no further call, and tells what was left. */
    void close() {
        synchronized (this) {
            stopped = true;
        }
        Map<String, Map<String, Long>> left = new TreeMap<>();
        for (DomainWorkQueue queue : list()) {
            for (CollectorSeat seat : queue.stop()) {
                Map<String, Long> byType = seat.station().left();
                if (!byType.isEmpty()) {
                    left.put(queue.name() + "/" + seat.name(), byType);
                }
            }
            domain.tell(() -> new Happening.WorkQueueStopped(domain.name(), queue.name()));
        }
        if (!left.isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    "ENX-0054 the domain '" + domain.name() + "' stopped with events left in work queues: " + left);
        }
    }
}
