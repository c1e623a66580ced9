package org.eventnexus.work;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eventnexus.CollectorOptions;
import org.eventnexus.CollectorStats;
import org.eventnexus.Concurrency;
import org.eventnexus.Handler;
import org.eventnexus.HandlerContext;
import org.eventnexus.Happening;
import org.eventnexus.LaneFull;
import org.eventnexus.NexusEvent;
import org.eventnexus.RetryPolicy;
import org.eventnexus.WorkException;
import org.eventnexus.WorkException.Reason;
import org.eventnexus.WorkQueueConfig;

/**
 * Where a collector works: takes items, has its worker called for them by as many as are permitted, and ends them. All is
 * decided in the {@link Backlog}. Thread-safe.
 */
public final class Station {
    /** Items that a worker takes before it yields to other users of its executor. */
    private static final int BATCH = 64;

    private final Surroundings domain;
    private final String queue;
    private final CollectorOptions options;
    private final WorkQueueConfig config;
    private final Concurrency concurrency;
    /** 0 if there is none. */
    private final long deadlineNanos;

    private final RetryPolicy retry;
    private final Handler<Object> worker;
    private final HandlerContext context;
    private final Backlog backlog;
    private final Monitor monitor;
    private final Threads threads;

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
        this.retry = retry;
        this.worker = worker;
        this.context = context;
        this.concurrency = options.concurrency().orElse(config.concurrency());
        this.deadlineNanos =
                options.deadline().or(config::deadline).map(Duration::toNanos).orElse(0L);
        this.backlog = new Backlog(config.capacity(), config.order(), deadlineNanos > 0, concurrency.min());
        this.monitor = new Monitor(domain, config, concurrency, backlog::count, this::scale);
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
            case CLOSED -> end(item, closed());
            case FULL -> end(item, full());
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

    private void hireAll() {
        while (backlog.hire()) {
            threads.submit();
        }
    }

    // ---- who works

    /** A worker: does some of the work; whether there may be more for this worker. */
    private boolean work() {
        boolean called = false;
        for (int left = BATCH; left > 0; left--) {
            Item item = backlog.next(called);
            tellQuiet();
            relieve();
            if (item == null) {
                return false;
            }
            call(item);
            called = true;
        }
        backlog.called();
        tellQuiet();
        return true;
    }

    @SuppressWarnings("unchecked")
    private void call(Item item) {
        long now = domain.nanoTime();
        monitor.began(now, now - item.waitsSince);
        item.calledAt = now;
        if (item.attempts == 0) {
            item.startedAt = now;
        } else {
            backlog.retried();
        }
        item.attempts++; // by one worker at a time
        try {
            Object value = worker.handle((NexusEvent<Object>) item.event, context);
            if (value instanceof CompletionStage<?> stage) {
                await(item, stage);
            } else {
                over(item, value, null, false);
            }
        } catch (Throwable thrown) { // R8: whatever it is, the station goes on
            over(item, null, thrown, false);
        }
    }

    private void await(Item item, CompletionStage<?> stage) {
        backlog.beginStage();
        var ended = new AtomicBoolean();
        try {
            stage.whenComplete((value, error) -> {
                if (ended.compareAndSet(false, true)) { // a stage may tell twice
                    stageOver(item, value, cause(error));
                }
            });
        } catch (RuntimeException | Error broken) {
            if (ended.compareAndSet(false, true)) {
                stageOver(item, null, broken);
            }
        }
    }

    private static Throwable cause(Throwable error) {
        boolean wrapped = error instanceof CompletionException || error instanceof ExecutionException;
        return wrapped && error.getCause() != null ? error.getCause() : error;
    }

    private void stageOver(Item item, Object value, Throwable error) {
        over(item, value, error, true);
        hireAll();
    }

    /** A call, or the stage that it has returned, is over. */
    private void over(Item item, Object value, Throwable error, boolean stage) {
        long now = domain.nanoTime();
        monitor.ended(now, now - item.calledAt);
        if (error != null) {
            item.failure = error;
            if (item.attempts < retry.attempts() && domain.isPassing(error) && backlog.delay(item, stage)) {
                tryLater(item);
                return;
            }
        }
        if (backlog.end(item, error == null, stage)) {
            end(item, value, error, now);
        }
    }

    private void tryLater(Item item) {
        try {
            item.timer = domain.schedule(() -> tryAgain(item), domain.delay(retry, item.attempts));
        } catch (RuntimeException | Error noScheduler) {
            if (backlog.giveUp(item)) {
                end(item, item.failure);
            }
        }
    }

    private void tryAgain(Item item) {
        item.waitsSince = domain.nanoTime();
        monitor.arrived();
        if (backlog.repeat(item)) {
            threads.submit();
        }
    }

    // ---- how items end

    private void end(Item item, Throwable error) {
        end(item, null, error, domain.nanoTime());
    }

    private void end(Item item, Object value, Throwable error, long now) {
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
                domain.schedule(() -> domain.post(this::expire), Duration.ofNanos(nanos));
            } catch (RuntimeException | Error noScheduler) {
                backlog.disarm(); // the next item tries again; at a stop there is the domain's deadline
            }
        }
    }

    private void expire() {
        List<Item> late = backlog.expire(domain.nanoTime());
        late.forEach(this::cancelTimer);
        for (Item item : late) {
            end(item, late(item));
        }
        hireAll();
        relieve();
        watch();
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

    private WorkException late(Item item) {
        String when = item.attempts == 0 ? "before it was begun with" : "while it was worked on";
        return new WorkException(
                Reason.DEADLINE,
                "ENX-0050 " + where() + " had " + Duration.ofNanos(deadlineNanos) + " for the event, which was over "
                        + when,
                item.failure);
    }

    private WorkException full() {
        return new WorkException(
                Reason.FULL,
                "ENX-0051 " + where() + " is full, as " + config.capacity()
                        + " events wait for it; the event was not given to it");
    }

    private WorkException closed() {
        return new WorkException(
                Reason.CLOSED, "ENX-0055 " + where() + " was closed before the event had its turn there");
    }

    private String where() {
        return "the collector '" + name() + "' of the work queue '" + queue + "' in the domain '" + domain.domain()
                + "'";
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
        left.forEach(item -> end(item, item.failure != null ? item.failure : closed()));
        relieve();
        tellQuiet();
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
        Backlog.Count count = backlog.count();
        Figures figures = monitor.figures(count);
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
