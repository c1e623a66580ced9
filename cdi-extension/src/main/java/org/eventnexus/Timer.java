package org.eventnexus;

import java.time.Duration;
import java.util.Objects;
import java.util.function.LongFunction;
import org.eventnexus.SourceContext.Scheduled;

/**
 * A source that ticks.
 *
 * <pre>{@code Timer timer = Timer.countDown(Duration.ofMillis(1500), 5, "launch.count"); // 5, 4, 3, 2, 1
 * nexus.source(timer);}</pre>
 *
 * <p>The first tick is due an interval after the start, the n-th n intervals after it by the engine's monotonic clock: a tick
 * that is late does not delay those after it. Ticks never come in a bunch: when several are due at once, because the
 * machine slept, say, or the threads were busy, only the latest comes, and a tick that finds an earlier one still waiting
 * for room in a domain's queue is left out there. The counter goes on meanwhile, so that it tells the time, and a gap in it
 * the ticks that were left out; the last tick of a timer that has one is never left out.
 *
 * <p>In a server, time is kept by the container's threads, as all time in the engine is. Thread-safe. A timer may be
 * registered again after it has ended, and then counts from the beginning.
 */
public final class Timer implements PushSource {
    private static final Duration MAX_INTERVAL = Duration.ofDays(3650);

    /** How a timer counts, and when it ends. */
    public enum Kind {
        /** From 1 up to the count. */
        COUNT_UP,
        /** From the count down to 1. */
        COUNT_DOWN,
        /** From 1 without end. */
        ONGOING,
        /** Once; the counter is 1. */
        ONE_SHOT
    }

    private enum State {
        READY,
        RUNNING,
        /** Ended before its last tick. */
        STOPPED,
        /** Its last tick has come. */
        FINISHED
    }

    private final Kind kind;
    private final long intervalNanos;
    private final long ticks;
    private final LongFunction<? extends EventDraft<?>> draft;

    // Guarded by this.
    private State state = State.READY;
    private SourceContext context;
    private long started;
    private long next;
    private Scheduled scheduled = () -> {};

    /**
     * A timer of any kind.
     *
     * @param interval more than zero, at most ten years
     * @param count ticks of a timer that counts up or down, at least 1; 0 for the other kinds
     * @param draft makes the event of a tick, given the counter; null for no event. What it throws is a failure of the timer,
     *     see {@link #restartPolicy()}, which then begins anew. Called on the domains' threads
     * @throws MisconfiguredSourceException if interval or count are out of range
     */
    public Timer(Kind kind, Duration interval, long count, LongFunction<? extends EventDraft<?>> draft) {
        this.kind = Objects.requireNonNull(kind, "kind");
        this.draft = Objects.requireNonNull(draft, "draft");
        if (interval.isNegative() || interval.isZero() || interval.compareTo(MAX_INTERVAL) > 0) {
            throw new MisconfiguredSourceException(
                    "ENX-0036 a timer's interval is " + interval + ", not more than zero and at most ten years");
        }
        boolean counts = kind == Kind.COUNT_UP || kind == Kind.COUNT_DOWN;
        if (counts ? count < 1 : count != 0) {
            throw new MisconfiguredSourceException("ENX-0036 the count of a timer of the kind " + kind + " is " + count
                    + ", not " + (counts ? "1 or more" : "0"));
        }
        this.intervalNanos = interval.toNanos();
        this.ticks = switch (kind) {
            case COUNT_UP, COUNT_DOWN -> count;
            case ONGOING -> Long.MAX_VALUE;
            case ONE_SHOT -> 1;
        };
    }

    /** Ticks with 1, 2, … up to the count, which is the payload, a {@link Long}. */
    public static Timer countUp(Duration interval, long count, String type) {
        return new Timer(Kind.COUNT_UP, interval, count, counter(type));
    }

    /** Ticks with the count, the count less 1, … down to 1, which is the payload, a {@link Long}. */
    public static Timer countDown(Duration interval, long count, String type) {
        return new Timer(Kind.COUNT_DOWN, interval, count, counter(type));
    }

    /** Ticks with 1, 2, … without end, which is the payload, a {@link Long}. */
    public static Timer ongoing(Duration interval, String type) {
        return new Timer(Kind.ONGOING, interval, 0, counter(type));
    }

    /** Ticks once, after a delay; the payload is 1, a {@link Long}. */
    public static Timer oneShot(Duration delay, String type) {
        return new Timer(Kind.ONE_SHOT, delay, 0, counter(type));
    }

    private static LongFunction<EventDraft<Long>> counter(String type) {
        EventDraft.requireType(type);
        return counter -> EventDraft.of(type, counter);
    }

    /**
     * Begins to tick; called by the domain that the timer is registered with.
     *
     * @throws MultipleStartException if it is ticking already, for the domains of another engine, say
     */
    @Override
    public synchronized void start(SourceContext context) {
        if (state == State.RUNNING) {
            throw new MultipleStartException("ENX-0037 the timer has been started already");
        }
        this.state = State.RUNNING;
        this.context = context;
        this.started = context.nanoTime();
        this.next = 1;
        scheduleNext();
    }

    private void scheduleNext() {
        long due = started + next * intervalNanos;
        Duration delay = Duration.ofNanos(Math.max(0, due - context.nanoTime()));
        SourceContext current = context;
        scheduled = current.schedule(() -> tick(current), delay);
    }

    /**
     * Ends the timer, and with it its registrations. A tick that is being published at this moment still comes.
     *
     * @return true if its last tick has been kept from coming, or it has never been started; false if that tick had come, or
     *     is coming
     */
    public boolean stop() {
        SourceContext stopped;
        synchronized (this) {
            stopped = state == State.RUNNING ? context : null;
            halt();
            if (stopped == null) {
                return state != State.FINISHED;
            }
        }
        stopped.end();
        return true;
    }

    @Override
    public synchronized void close() {
        halt();
    }

    private void halt() {
        if (state == State.RUNNING) {
            state = State.STOPPED;
            scheduled.cancel();
            context = null;
        }
    }

    private void tick(SourceContext from) {
        long tick;
        synchronized (this) {
            if (context != from) {
                return; // stopped, and perhaps started again
            }
            long due = (from.nanoTime() - started) / intervalNanos;
            tick = Math.min(ticks, Math.max(next, due));
            next = tick + 1;
            if (tick == ticks) {
                state = State.FINISHED;
                context = null;
            }
        }
        publish(tick, from);
    }

    private void publish(long tick, SourceContext to) {
        EventDraft<?> event = draft.apply(kind == Kind.COUNT_DOWN ? ticks - tick + 1 : tick);
        if (tick == ticks) {
            if (event != null) {
                to.distribute(event);
            }
            to.end();
            return;
        }
        if (event != null) {
            to.offer(event);
        }
        synchronized (this) {
            if (context == to) {
                scheduleNext();
            }
        }
    }
}
