package org.eventnexus.work;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eventnexus.Handler;
import org.eventnexus.HandlerContext;
import org.eventnexus.NexusEvent;
import org.eventnexus.RetryPolicy;

/** Calls a collector's worker, and sees to what comes of it (R8); holds no lock. Any number of workers at once. */
final class Calls {
    private final Surroundings domain;
    private final Station station;
    private final Backlog backlog;
    private final Monitor monitor;
    private final RetryPolicy retry;
    private final Handler<Object> worker;
    private final HandlerContext context;

    Calls(
            Surroundings domain,
            Station station,
            Backlog backlog,
            Monitor monitor,
            RetryPolicy retry,
            Handler<Object> worker,
            HandlerContext context) {
        this.domain = domain;
        this.station = station;
        this.backlog = backlog;
        this.monitor = monitor;
        this.retry = retry;
        this.worker = worker;
        this.context = context;
    }

    /**
     * Calls the worker; whatever it does, this returns.
     *
     * @return the time then
     */
    @SuppressWarnings("unchecked")
    long call(Item item, long now) {
        Object value = null;
        Throwable error = null;
        try {
            value = worker.handle((NexusEvent<Object>) item.event, context);
        } catch (Throwable thrown) { // R8: whatever it is, the station goes on
            error = thrown;
        }
        if (value instanceof CompletionStage<?> stage) {
            await(item, stage);
            return domain.nanoTime();
        }
        return over(item, value, error, false);
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
        station.hireAll();
    }

    /** A call, or the stage that it has returned, is over; gives the time. */
    private long over(Item item, Object value, Throwable error, boolean stage) {
        long now = domain.nanoTime();
        if (error != null && mayAgain(item, error) && backlog.delay(item, error, stage, now)) {
            tryLater(item);
        } else if (backlog.end(item, error, stage, now)) {
            station.end(item, value, error, now);
        }
        return now;
    }

    private boolean mayAgain(Item item, Throwable error) {
        return item.attempts < retry.attempts() && domain.isPassing(error);
    }

    private void tryLater(Item item) {
        try {
            item.timer = domain.schedule(() -> tryAgain(item), domain.delay(retry, item.attempts));
        } catch (RuntimeException | Error noScheduler) {
            if (backlog.giveUp(item)) {
                station.end(item, null, item.failure, domain.nanoTime());
            }
        }
    }

    private void tryAgain(Item item) {
        item.waitsSince = domain.nanoTime();
        boolean hired = backlog.repeat(item);
        monitor.arrived();
        station.hireIf(hired);
    }
}
