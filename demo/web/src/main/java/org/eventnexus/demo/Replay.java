package org.eventnexus.demo;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.eventnexus.EventBus;
import org.eventnexus.NexusEvent;
import org.eventnexus.domain.Scheduler;
import org.eventnexus.domain.Scheduler.Cancellable;

/**
 * Publishes a week of reports at its own pace, squeezed into a lap, then from the start again, until it is stopped.
 *
 * <p>Every report is due at a time reckoned from the start of its lap, never from the report before, so that delays do
 * not add up. What is due is published one by one, each after the one before has been admitted: however short the lap
 * and however slow the domain, no more than one event of the replay ever waits outside the queue, and none is lost.
 * No thread is held, neither between two reports nor at a full queue. {@link #start} and {@link #stop} are for any thread.
 */
final class Replay {
    private static final Duration WEEK = Duration.ofDays(7);

    /** After a refusal, which a domain gives that is full for long. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final EventBus bus;
    private final List<Report> week;
    private final long lapNanos;
    private final LongSupplier nanoTime;
    private final Scheduler scheduler;
    private final Executor executor;

    // The running step's, and handed on from step to step by scheduler and executor.
    private long lap = 1;
    private long lapStart;
    private int next;

    // Also that of whoever stops.
    private volatile boolean stopped;
    private volatile Cancellable timer = () -> {};

    /**
     * @param week in order and not empty
     * @param lap how long seven days take
     * @param nanoTime a monotonic clock
     * @param scheduler does no more than hand steps to the executor
     */
    Replay(
            EventBus bus,
            List<Report> week,
            Duration lap,
            LongSupplier nanoTime,
            Scheduler scheduler,
            Executor executor) {
        if (lap.isZero() || lap.isNegative() || lap.compareTo(WEEK) > 0) {
            throw new IllegalArgumentException("a lap takes " + lap + ", not more than zero and at most a week");
        }
        this.bus = bus;
        this.week = List.copyOf(week);
        this.lapNanos = lap.toNanos();
        this.nanoTime = nanoTime;
        this.scheduler = scheduler;
        this.executor = executor;
    }

    /** The first report is due now. */
    void start() {
        lapStart = nanoTime.getAsLong();
        proceed();
    }

    /** Publishes nothing more, but for a step that is going on. */
    void stop() {
        stopped = true;
        timer.cancel();
    }

    private void proceed() {
        unlessRejected(() -> executor.execute(this::step));
    }

    private void proceedAfter(Duration delay) {
        unlessRejected(() -> timer = scheduler.schedule(this::proceed, delay));
    }

    /** Threads that take no more tasks are threads that are being shut down. */
    private void unlessRejected(Runnable submission) {
        if (stopped) {
            return;
        }
        try {
            submission.run();
        } catch (RejectedExecutionException shuttingDown) {
            stopped = true;
        }
    }

    private void step() {
        while (!stopped) {
            long early = due() - nanoTime.getAsLong();
            if (early > 0) {
                proceedAfter(Duration.ofNanos(early));
                return;
            }
            CompletableFuture<NexusEvent<?>> admission =
                    bus.publishAsync(week.get(next).draft(lap)).accepted().toCompletableFuture();
            if (!admission.isDone() || admission.isCompletedExceptionally()) {
                admission.whenComplete((event, refusal) -> resume(refusal == null));
                return;
            }
            advance();
        }
    }

    /** On the domain's loop, hence no more than a hop away from it. */
    private void resume(boolean admitted) {
        if (admitted) {
            advance();
            proceed();
        } else {
            proceedAfter(RETRY);
        }
    }

    private long due() {
        Duration sinceFirst =
                Duration.between(week.get(0).time(), week.get(next).time());
        return lapStart + (long) (lapNanos * ((double) sinceFirst.toMillis() / WEEK.toMillis()));
    }

    private void advance() {
        if (++next == week.size()) {
            next = 0;
            lap++;
            lapStart = nextLapStart(lapStart + lapNanos, nanoTime.getAsLong());
        }
    }

    /** A replay that is more than a lap late (the machine slept, say) does not race through what it missed. */
    private long nextLapStart(long planned, long now) {
        return now - planned > lapNanos ? now : planned;
    }
}
