package org.eventnexus.work;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.eventnexus.CollectorOptions;
import org.eventnexus.CollectorStats;
import org.eventnexus.Concurrency;
import org.eventnexus.Handler;
import org.eventnexus.HandlerContext;
import org.eventnexus.Happening;
import org.eventnexus.LaneFull;
import org.eventnexus.NexusEvent;
import org.eventnexus.RetryPolicy;
import org.eventnexus.WorkQueueConfig;

/**
 * Where a collector works: takes items, has its worker called for them by as many as are permitted, and ends them. All is
 * decided in the {@link Backlog}. Thread-safe.
 */
public final class Station {
    /** Items that a worker takes before it yields to other users of its executor. */
    private static final int BATCH = 64;
    /** The same of time: who is slow yields after each item. */
    private static final long SLICE_NANOS = 1_000_000;

    private final Surroundings domain;
    private final String queue;
    private final CollectorOptions options;
    private final WorkQueueConfig config;
    private final Concurrency concurrency;
    /** 0 if there is none. */
    private final long deadlineNanos;

    private final Backlog backlog;
    private final Monitor monitor;
    private final Calls calls;
    private final Refusals refusals;
    private final Threads threads;
    /** Cancels what looks for expired items. */
    private volatile Runnable alarm = () -> {};

    /**
     * @param retry how often the worker is called
     * @param context what the worker is called with
     */
    public Station(
            Surroundings domain,
            String queue,
            WorkQueueConfig config,
            CollectorOptions options,
            RetryPolicy retry,
            Handler<Object> worker,
            HandlerContext context) {
        this.domain = domain;
        this.queue = queue;
        this.config = config;
        this.options = options;
        this.refusals = new Refusals("the collector '" + name() + "' of the work queue '" + queue + "' in the domain '"
                + domain.domain() + "'");
        this.concurrency = options.concurrency().orElse(config.concurrency());
        this.deadlineNanos =
                options.deadline().or(config::deadline).map(Duration::toNanos).orElse(0L);
        int permits = concurrency.min();
        this.backlog = new Backlog(
                config.capacity(), config.order(), deadlineNanos > 0, permits, Monitor.window(domain, config, permits));
        this.monitor = new Monitor(domain, config, concurrency, backlog, this::scale);
        this.calls = new Calls(domain, this, backlog, monitor, retry, worker, context);
        this.threads = domain.threads("the collector '" + name() + "' of the work queue '" + queue + "'", this::work);
    }

    String name() {
        return options.name();
    }

    /** Where an event stands in an order by priority. */
    public int priority(NexusEvent<?> event) {
        return event.hasPriority() ? event.priority() : config.defaultPriority();
    }

    /** By what an event waits for others; null if it does not. */
    public String key(NexusEvent<?> event) {
        return options.isOrdered() ? event.key().orElse(null) : null;
    }

    // ---- what comes

    /**
     * Takes an item, and ends it if that is not possible.
     *
     * @param bounded whether there must be room for it
     * @return whether the domain is to pause until {@link #whenHalfEmpty}
     */
    public boolean offer(Item item, boolean bounded) {
        boolean pauses = config.whenFull() == LaneFull.PAUSE;
        item.takenAt = domain.nanoTime();
        item.waitsSince = item.takenAt;
        item.due = item.takenAt + deadlineNanos;
        Backlog.Offer offer = backlog.offer(item, bounded && !pauses);
        switch (offer) {
            case CLOSED -> end(item, refusals.closed());
            case FULL -> end(item, refusals.full(config.capacity()));
            case HIRED -> {
                monitor.arrived();
                threads.submit();
            }
            default -> {
                monitor.arrived();
                threads.nudge();
            }
        }
        if (deadlineNanos > 0) {
            watch();
        }
        if (backlog.isNewlyFull()) {
            domain.tell(() -> new Happening.WorkQueueFull(domain.domain(), queue, name(), config.capacity()));
        }
        return pauses && backlog.isToPause();
    }

    /** It is full: calls back when it is half empty, or at once if it is already. */
    public void whenHalfEmpty(Runnable callback) {
        if (!backlog.awaitHalfEmpty(callback)) {
            callback.run();
        }
    }

    private void relieve() {
        Runnable relieved = backlog.relieved();
        if (relieved != null) {
            relieved.run();
        }
    }

    private void scale(int permits) {
        int before = backlog.permits(permits);
        domain.tell(() -> new Happening.WorkQueueScaled(domain.domain(), queue, name(), before, permits));
        hireAll();
    }

    void hireAll() {
        while (backlog.hire()) {
            threads.submit();
        }
    }

    void hireIf(boolean hired) {
        if (hired) {
            threads.submit();
        }
    }

    // ---- who works

    /** A worker: does some of the work; whether there may be more for this worker. */
    private boolean work() {
        long began = domain.nanoTime();
        long now = began;
        boolean called = false;
        for (int left = BATCH; left > 0 && now - began < SLICE_NANOS; left--) {
            endLate(now);
            Item item = backlog.next(called, now);
            tellQuiet();
            relieve();
            if (item == null) {
                return false;
            }
            now = calls.call(item, now);
            called = true;
        }
        backlog.called();
        tellQuiet();
        return true;
    }

    // ---- how items end

    private void end(Item item, Throwable error) {
        end(item, null, error, domain.nanoTime());
    }

    /** An item has ended, and has not before. */
    void end(Item item, Object value, Throwable error, long now) {
        if (error != null) {
            domain.tell(() -> new Happening.WorkFailed(
                    domain.domain(),
                    queue,
                    name(),
                    item.attempts,
                    Happening.Event.of(item.event),
                    Happening.Cause.of(error)));
        }
        item.ended(value, error, item.work(now));
    }

    /** Sees to it that somebody looks when the next item expires. */
    private void watch() {
        long nanos = backlog.arm(domain.nanoTime());
        if (nanos >= 0) {
            try {
                alarm = domain.schedule(() -> domain.post(this::expire), Duration.ofNanos(nanos));
            } catch (RuntimeException | Error noScheduler) {
                backlog.disarm(); // the next item tries again; at a stop there is the domain's deadline
            }
        }
    }

    /** Before a call: what is late is not begun, also if the loop, which looks for such items, is held by somebody. */
    private void endLate(long now) {
        if (deadlineNanos > 0 && backlog.isDue(now)) {
            end(backlog.expire(now));
        }
    }

    /** On the loop, when a timer says so. */
    private void expire() {
        backlog.disarm();
        end(backlog.expire(domain.nanoTime()));
        watch();
    }

    private void end(List<Item> late) {
        late.forEach(this::cancelTimer);
        for (Item item : late) {
            end(item, refusals.late(item, deadlineNanos));
        }
        hireAll();
        relieve();
    }

    private void cancelTimer(Item item) {
        Runnable timer = item.timer;
        if (timer != null) { // else it is being scheduled, and finds that nobody waits when it is due
            timer.run();
        }
    }

    /** Ends an item of which nobody wants to know any more. */
    public void abandon(Item item) {
        if (backlog.abandon(item)) {
            cancelTimer(item);
            hireAll();
        }
    }

    // ---- its end

    /** It takes nothing more, and no call begins any more: ends what waits. The stage completes when no call is going on. */
    public CompletableFuture<Void> close() {
        return close(false);
    }

    /** The same at the end of the domain's stop. */
    public void stop() {
        close(true);
    }

    private CompletableFuture<Void> close(boolean stopped) {
        List<Item> left = new ArrayList<>();
        CompletableFuture<Void> quiet = backlog.close(left, stopped);
        monitor.close();
        threads.over();
        left.forEach(this::cancelTimer);
        left.forEach(item -> end(item, item.failure != null ? item.failure : refusals.closed()));
        relieve();
        tellQuiet();
        if (isOver()) { // else what is being worked on keeps its deadline
            alarm.run();
        }
        return quiet;
    }

    private void tellQuiet() {
        CompletableFuture<Void> quiet = backlog.quiet();
        if (quiet != null) {
            quiet.complete(null);
        }
    }

    /** Whether it is closed and nothing is with it any more. */
    public boolean isOver() {
        return backlog.isOver();
    }

    public CollectorStats stats() {
        Count count = backlog.count();
        Figures figures = monitor.figures();
        return new CollectorStats(
                name(),
                options.key(),
                options.topics(),
                config.capacity(),
                count.permits,
                concurrency,
                count.waiting,
                count.busy,
                count.overdue,
                count.taken,
                count.done,
                count.failed,
                count.expired,
                count.abandoned,
                count.retried,
                Math.min(1, (double) count.inUse() / count.permits),
                figures.meanLoad(),
                figures.meanService(),
                figures.meanWait(),
                figures.arrivalRate(),
                figures.departureRate(),
                figures.over());
    }

    /** What the domain's stop has left, by type. */
    public Map<String, Long> left() {
        return backlog.leftByType();
    }
}
