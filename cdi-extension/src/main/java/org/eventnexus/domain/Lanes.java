package org.eventnexus.domain;

import java.lang.System.Logger.Level;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.eventnexus.Handler;
import org.eventnexus.LaneStats;
import org.eventnexus.SubscriptionOptions;

/** A domain's lanes: what they have in common, and how they end together. Thread-safe. */
final class Lanes {
    private static final System.Logger LOG = System.getLogger("org.eventnexus");

    private final Domain domain;
    private final DomainEngine engine;
    private final Failures failures;
    /** Null if there is none. */
    private final LaneLimit limit;

    // guarded by this
    private final Set<Lane> lanes = new LinkedHashSet<>();
    private final LaneTotals ended = new LaneTotals();

    /** Events that are in a lane and have not come to their end. */
    private final AtomicLong outstanding = new AtomicLong();
    /** Told when there are none; null but in a stop. */
    private volatile Runnable whenIdle;

    Lanes(Domain domain, DomainEngine engine, Failures failures) {
        this.domain = domain;
        this.engine = engine;
        this.failures = failures;
        int permits = domain.config().maxConcurrent();
        this.limit = permits == 0 ? null : new LaneLimit(permits);
    }

    Lane make(SubscriptionOptions options, Handler<Object> handler) {
        return new Lane(domain, this, failures, options, handler);
    }

    synchronized void add(Lane lane) {
        lanes.add(lane);
    }

    /** Its figures change no more. */
    void remove(Lane lane) {
        LaneStats last = lane.stats();
        synchronized (this) {
            if (lanes.remove(lane)) {
                ended.keep(last);
            }
        }
    }

    private synchronized List<Lane> all() {
        return List.copyOf(lanes);
    }

    List<LaneStats> stats() {
        return all().stream().map(Lane::stats).toList();
    }

    /** The same by receiver and selector, with those that have ended. */
    List<LaneStats> totals() {
        LaneTotals totals;
        List<Lane> live;
        synchronized (this) {
            totals = new LaneTotals(ended);
            live = List.copyOf(lanes);
        }
        live.forEach(lane -> totals.add(lane.stats()));
        return totals.all();
    }

    // ---- for the lanes

    /** Threads that a receiver may hold: if lanes had the loops' own, a few slow ones would delay all domains. */
    Executor executor() {
        Executor blocking = engine.blockingExecutor();
        return blocking != null ? blocking : engine.executor();
    }

    boolean acquire(Lane lane) {
        return limit == null || limit.acquire(lane);
    }

    void release() {
        if (limit != null) {
            limit.release();
        }
    }

    void begun() {
        outstanding.incrementAndGet();
    }

    void ended() {
        if (outstanding.decrementAndGet() == 0) {
            Runnable told = whenIdle;
            if (told != null) {
                told.run();
            }
        }
    }

    /** The calling thread enters a lane, perhaps from within another workplace, which is returned. */
    Workplace enter(Lane lane) {
        return engine.enterWorkplace(lane);
    }

    void leave(Workplace outer) {
        engine.leaveWorkplace(outer);
    }

    // ---- for a stop

    boolean isIdle() {
        return outstanding.get() == 0;
    }

    void whenIdle(Runnable callback) {
        whenIdle = callback;
    }

    /** Something that changes as long as events come to their ends. */
    long progress() {
        return -outstanding.get();
    }

    boolean isRejected() {
        return !isIdle() && all().stream().anyMatch(Lane::isRejected);
    }

    /** Does some of the work that their executors do not do, on this thread. */
    void workHere() {
        if (!isIdle()) {
            all().forEach(Lane::workHere);
        }
    }

    /** Begins no further call, and waits for no stage. */
    void abandon() {
        all().forEach(Lane::abandon);
    }

    /** Tells what was left. */
    void report() {
        Map<String, Map<String, Long>> left = new TreeMap<>();
        for (Lane lane : all()) {
            Map<String, Long> byType = lane.left();
            if (!byType.isEmpty()) {
                left.put(lane.name(), byType);
            }
        }
        if (!left.isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    "ENX-0069 the domain '" + domain.name() + "' stopped with events left in lanes: " + left);
        }
    }
}
