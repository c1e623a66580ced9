package org.eventnexus.domain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.eventnexus.EventDraft;
import org.eventnexus.Publication;
import org.eventnexus.ScheduledPublication;
import org.eventnexus.domain.Scheduler.Cancellable;

/**
 * Events that wait for their time. One timer runs for all of a domain, for the earliest, so that one that is cancelled
 * leaves nothing behind. Thread-safe.
 */
final class Appointments {
    /** Far enough, and small enough to be added to a clock's reading. */
    private static final long NEVER = Long.MAX_VALUE / 4;

    /** A place in the order of publishing. */
    private record Due(long nanos, long number) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(nanos - other.nanos, 0); // a clock may have any origin
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    private final Domain domain;
    private final int max;
    // Guarded by this.
    private final TreeMap<Due, Appointment> waiting = new TreeMap<>();
    private long count;
    private boolean closed;
    private Due timed;
    private Cancellable timer = () -> {};

    Appointments(Domain domain) {
        this.domain = domain;
        this.max = domain.config().maxScheduled();
    }

    /** One event. */
    private final class Appointment implements ScheduledPublication {
        private final EventDraft<?> draft;
        private final CompletableFuture<Publication> publication = new CompletableFuture<>();
        private Due due;

        Appointment(EventDraft<?> draft) {
            this.draft = draft.copy();
        }

        @Override
        public CompletionStage<Publication> publication() {
            return publication.copy();
        }

        @Override
        public boolean isPending() {
            synchronized (Appointments.this) {
                return due != null && waiting.containsKey(due);
            }
        }

        @Override
        public boolean cancel() {
            synchronized (Appointments.this) {
                if (due == null || waiting.remove(due) == null) {
                    return false;
                }
            }
            publication.completeExceptionally(
                    new CancellationException("the event " + draft.type() + " was cancelled before its time"));
            return true;
        }

        void publish() {
            publication.complete(domain.publishing().publishAlone(draft));
        }

        void refuse(String why) {
            publication.complete(domain.publishing().refusedToPublisher(draft, why));
        }
    }

    /** @param delay not negative */
    ScheduledPublication add(Duration delay, EventDraft<?> draft) {
        var appointment = new Appointment(draft);
        long nanos = Math.min(NEVER, TimeUnit.NANOSECONDS.convert(delay));
        String refusal;
        synchronized (this) {
            refusal = closed
                    ? "it has stopped"
                    : waiting.size() >= max ? max + " events wait for their time already" : null;
            if (refusal == null) {
                appointment.due = new Due(domain.clock().nanoTime() + nanos, ++count);
                waiting.put(appointment.due, appointment);
                refusal = setTimer();
            }
            if (refusal != null && appointment.due != null) {
                waiting.remove(appointment.due);
            }
        }
        if (refusal != null) {
            appointment.refuse(refusal);
        }
        return appointment;
    }

    /** Sees to it that the timer runs for the earliest; why it cannot, or null. */
    private String setTimer() {
        if (waiting.isEmpty() || timed != null && timed.compareTo(waiting.firstKey()) <= 0) {
            return null; // an earlier one that was cancelled costs a look
        }
        timer.cancel();
        timed = waiting.firstKey();
        try {
            long left = Math.max(0, timed.nanos() - domain.clock().nanoTime());
            timer = domain.alarms().set(this::hop, Duration.ofNanos(left));
            return null;
        } catch (RejectedExecutionException stopping) {
            timed = null;
            return "it has stopped";
        }
    }

    /** The scheduler's thread is not for middlewares. */
    private void hop() {
        try {
            domain.executor().execute(this::publishDue);
        } catch (RejectedExecutionException busy) {
            publishDue();
        }
    }

    private void publishDue() {
        List<Appointment> due = new ArrayList<>();
        List<Appointment> never = new ArrayList<>();
        synchronized (this) {
            long now = domain.clock().nanoTime();
            while (!waiting.isEmpty() && waiting.firstKey().nanos() - now <= 0) {
                due.add(waiting.pollFirstEntry().getValue());
            }
            timed = null;
            if (setTimer() != null) {
                never.addAll(waiting.values());
                waiting.clear();
            }
        }
        due.forEach(Appointment::publish);
        never.forEach(appointment -> appointment.refuse("there is no timer any more"));
    }

    synchronized int size() {
        return waiting.size();
    }

    /** The domain is being stopped. */
    void close() {
        List<Appointment> left;
        synchronized (this) {
            closed = true;
            timer.cancel();
            left = new ArrayList<>(waiting.values());
            waiting.clear();
        }
        left.forEach(appointment -> appointment.refuse("it has stopped"));
    }
}
