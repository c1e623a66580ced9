package org.eventnexus.demo;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.eventnexus.AsyncPullSource;
import org.eventnexus.EventDraft;
import org.eventnexus.domain.Scheduler;
import org.eventnexus.domain.Scheduler.Cancellable;

/**
 * Gives a week of reports at its own pace, squeezed into a lap, then from the start again, until it is closed.
 *
 * <p>Every report is due at a time reckoned from the start of its lap, never from the report before, so that delays do
 * not add up: what the domain had no room for in time comes as soon as it has. No thread is held between two reports.
 */
final class Replay implements AsyncPullSource {
    private static final Duration WEEK = Duration.ofDays(7);

    private final List<Report> week;
    private final long lapNanos;
    private final LongSupplier nanoTime;
    private final Scheduler scheduler;

    // The domain's, which asks for one report after the other.
    private long lap;
    private long lapStart;
    private int next;

    // Also that of whoever closes.
    private volatile boolean closed;
    private volatile Cancellable timer = () -> {};

    /**
     * @param week in order and not empty
     * @param lap how long seven days take
     * @param nanoTime a monotonic clock
     */
    Replay(List<Report> week, Duration lap, LongSupplier nanoTime, Scheduler scheduler) {
        if (lap.isZero() || lap.isNegative() || lap.compareTo(WEEK) > 0) {
            throw new IllegalArgumentException("a lap takes " + lap + ", not more than zero and at most a week");
        }
        this.week = List.copyOf(week);
        this.lapNanos = lap.toNanos();
        this.nanoTime = nanoTime;
        this.scheduler = scheduler;
    }

    /** The first report is due when it is first asked for. */
    @Override
    public CompletionStage<EventDraft<Quake>> obtain() {
        if (lap == 0) {
            lap = 1;
            lapStart = nanoTime.getAsLong();
        }
        EventDraft<Quake> draft = week.get(next).draft(lap);
        CompletionStage<EventDraft<Quake>> stage = at(due(), draft);
        advance();
        return stage;
    }

    private CompletionStage<EventDraft<Quake>> at(long due, EventDraft<Quake> draft) {
        long early = due - nanoTime.getAsLong();
        if (early <= 0) {
            return CompletableFuture.completedFuture(draft);
        }
        var stage = new CompletableFuture<EventDraft<Quake>>();
        timer = scheduler.schedule(() -> stage.complete(draft), Duration.ofNanos(early));
        if (closed) {
            timer.cancel();
        }
        return stage;
    }

    @Override
    public void close() {
        closed = true;
        timer.cancel();
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
