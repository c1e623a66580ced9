package org.eventnexus.domain;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.eventnexus.domain.Scheduler.Cancellable;

/** A domain's timeouts: on the engine's scheduler, but before the domain's start kept until then. Thread-safe. */
final class Alarms {
    private final Scheduler scheduler;
    private final EngineClock clock;
    /** Null once the domain has been started, or has ended. */
    private Set<Alarm> early = new LinkedHashSet<>(0);

    Alarms(Scheduler scheduler, EngineClock clock) {
        this.scheduler = scheduler;
        this.clock = clock;
    }

    /** One that was set before the start. */
    private final class Alarm implements Cancellable {
        private final Runnable task;
        private final long dueNanos;
        private boolean cancelled;
        private Cancellable scheduled;

        Alarm(Runnable task, Duration delay) {
            this.task = task;
            this.dueNanos = clock.nanoTime() + delay.toNanos();
        }

        void set() {
            Duration left = Duration.ofNanos(Math.max(0, dueNanos - clock.nanoTime()));
            synchronized (Alarms.this) {
                if (!cancelled) {
                    scheduled = scheduler.schedule(task, left);
                }
            }
        }

        @Override
        public void cancel() {
            synchronized (Alarms.this) {
                cancelled = true;
                if (early != null) {
                    early.remove(this);
                }
                if (scheduled != null) {
                    scheduled.cancel();
                }
            }
        }
    }

    /**
     * Runs a task once after a delay.
     *
     * @throws RejectedExecutionException if it never will
     */
    Cancellable set(Runnable task, Duration delay) {
        synchronized (this) {
            if (early != null) {
                var alarm = new Alarm(task, delay);
                early.add(alarm);
                return alarm;
            }
        }
        return scheduler.schedule(task, delay);
    }

    /** The domain is being started. */
    void start() {
        List<Alarm> waiting;
        synchronized (this) {
            waiting = early == null ? List.of() : List.copyOf(early);
            early = null;
        }
        for (Alarm alarm : waiting) {
            try {
                alarm.set();
            } catch (RejectedExecutionException stopping) {
                return; // what they are for ends with the domain
            }
        }
    }

    /** The domain has ended. */
    synchronized void close() {
        early = null;
    }
}
