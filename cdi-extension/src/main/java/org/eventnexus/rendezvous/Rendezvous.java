package org.eventnexus.rendezvous;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/**
 * Hands values over from putters to getters, as Go's unbuffered channel does: a value is given when somebody takes it, and
 * nothing is kept between the two. Nobody is held: whoever has to wait gets a stage that completes later.
 *
 * <p><b>Order.</b> First come, first served, on both sides. Calls take effect at once and in one order (they are
 * linearizable); the stages of those who have met are complete before any later call returns.
 *
 * <p><b>Guarantee.</b> A value that is given is given to one getter, once. A party whose time is up, or whose stage is
 * cancelled ({@code stage.toCompletableFuture().cancel(…)}), has either met another before, and then its stage says so, or
 * it leaves without a trace: it takes no value with it, and nobody gets its value. {@code cancel} says which of the two.
 *
 * <p><b>Threads.</b> Thread-safe. What depends on a stage runs on the thread that completes it: that of the other party, or
 * the scheduler's, so it should not block. <b>Bound.</b> A party that finds as many others waiting as there may be gets a
 * stage that has failed with a {@link java.util.concurrent.RejectedExecutionException}. <b>Times</b> are at least as long as
 * given; zero or less does not wait at all, and only that needs no scheduler. <b>Nulls.</b> Values may not be null, as in
 * the JDK's queues; fallbacks may.
 *
 * <p>After {@code asyncutils.channels.Rendezvous}, whose coroutines are stages here. Different are: parties leave at once
 * instead of with the next clean-up, so no task in the background is needed; two exchanges that meet swap their values.
 *
 * @param <T> the values' type
 */
public final class Rendezvous<T> {
    /** How many parties may wait, if nothing else is said. */
    public static final int DEFAULT_MAX_WAITING = 1024;

    private final Meeting<T> meeting;

    /**
     * Who waits at a moment.
     *
     * @param getters who wish a value
     * @param putters who offer one; an exchange may be among both
     */
    public record State(int getters, int putters) {
        /** How many offers and wishes there are. */
        public int operations() {
            return getters + putters;
        }

        /** Whether nobody waits. */
        public boolean isIdle() {
            return operations() == 0;
        }
    }

    /** One without a scheduler: no call that takes a time may wait. */
    public Rendezvous() {
        this(null, System::nanoTime, DEFAULT_MAX_WAITING);
    }

    /** @param scheduler ends those whose time is up; it stays the caller's */
    public Rendezvous(ScheduledExecutorService scheduler) {
        this(Objects.requireNonNull(scheduler, "scheduler"), System::nanoTime, DEFAULT_MAX_WAITING);
    }

    /**
     * @param scheduler null for none
     * @param nanoTime the clock, which never goes back, in nanoseconds
     * @param maxWaiting how many offers and wishes may wait, one at least; an exchange is one of each
     * @throws IllegalArgumentException if the bound is less than one
     */
    public Rendezvous(ScheduledExecutorService scheduler, LongSupplier nanoTime, int maxWaiting) {
        if (maxWaiting < 1) {
            throw new IllegalArgumentException("maxWaiting is " + maxWaiting + ", must be at least 1");
        }
        this.meeting = new Meeting<>(scheduler, Objects.requireNonNull(nanoTime, "nanoTime"), maxWaiting);
    }

    /**
     * Gives a value to the oldest getter, or waits for one.
     *
     * @return completes with true when the value is taken; fails with a
     *     {@link java.util.concurrent.CancellationException} at a {@link #reset()}
     */
    public CompletionStage<Boolean> put(T value) {
        return meeting.enter(putter(value, false), null);
    }

    /**
     * Gives a value, or waits for a while.
     *
     * @return completes with true when the value is taken, and with false when the time is up: then nobody gets it; fails
     *     as {@link #put(Object)}
     * @throws IllegalStateException if there is no scheduler
     */
    public CompletionStage<Boolean> put(T value, Duration timeout) {
        return meeting.enter(putter(value, false), Objects.requireNonNull(timeout, "timeout"));
    }

    /**
     * The same as {@link #put(Object, Duration)}, but time that is up is a failure: {@code raising_put}.
     *
     * @return completes with true; fails with a {@link java.util.concurrent.TimeoutException} when the time is up, and else
     *     as {@link #put(Object)}
     */
    public CompletionStage<Boolean> putOrFail(T value, Duration timeout) {
        return meeting.enter(putter(value, true), Objects.requireNonNull(timeout, "timeout"));
    }

    private Putter<T> putter(T value, boolean raising) {
        return new Putter<>(meeting, Objects.requireNonNull(value, "value"), raising);
    }

    /**
     * Takes the value of the oldest putter, or waits for one.
     *
     * @return completes with the value; fails with a {@link java.util.concurrent.CancellationException} at a
     *     {@link #reset()}
     */
    public CompletionStage<T> get() {
        return meeting.enter(new Getter<>(meeting), null);
    }

    /**
     * Takes a value, or waits for a while.
     *
     * @return completes with the value; fails with a {@link java.util.concurrent.TimeoutException} when the time is up, and
     *     else as {@link #get()}
     * @throws IllegalStateException if there is no scheduler
     */
    public CompletionStage<T> get(Duration timeout) {
        return meeting.enter(new Getter<>(meeting), Objects.requireNonNull(timeout, "timeout"));
    }

    /**
     * Takes a value, or waits for a while.
     *
     * @return completes with the value, or with the fallback when the time is up; fails as {@link #get()}
     * @throws IllegalStateException if there is no scheduler
     */
    public CompletionStage<T> getOrDefault(T fallback, Duration timeout) {
        return meeting.enter(new Getter.WithFallback<>(meeting, fallback), Objects.requireNonNull(timeout, "timeout"));
    }

    /** Takes the value of the oldest putter, or the fallback if nobody waits to give one: {@code get} with a default. */
    public T getNow(T fallback) {
        return meeting.enter(new Getter.WithFallback<>(meeting, fallback), Duration.ZERO)
                .join();
    }

    /** The same as {@link #exchange(Object, Duration, boolean)}, as long as it takes, giving first. */
    public CompletionStage<T> exchange(T value) {
        return meeting.enter(exchanger(value, false), null);
    }

    /** The same as {@link #exchange(Object, Duration, boolean)}, as long as it takes. */
    public CompletionStage<T> exchange(T value, boolean asap) {
        return meeting.enter(exchanger(value, asap), null);
    }

    /**
     * Gives a value and takes another's; never its own.
     *
     * <p>Without {@code asap} the value is given first; with that done a value is taken, so that one that was taken never
     * depends on another step. Two exchanges of this kind that meet swap. With {@code asap} both are tried from the start:
     * the stage completes as soon as a value is there, and the own one goes on waiting for a taker, until a
     * {@link #reset()}.
     *
     * @return completes with the value taken; fails with a {@link java.util.concurrent.TimeoutException} when the time is
     *     up, which is a {@link HalfExchangedException} if the own value had been taken, or with a
     *     {@link java.util.concurrent.CancellationException} at a {@link #reset()}. Whoever cancels it cannot tell whether
     *     the own value had been taken
     * @throws IllegalStateException if there is no scheduler
     */
    public CompletionStage<T> exchange(T value, Duration timeout, boolean asap) {
        return meeting.enter(exchanger(value, asap), Objects.requireNonNull(timeout, "timeout"));
    }

    private Exchanger<T> exchanger(T value, boolean asap) {
        return new Exchanger<>(meeting, Objects.requireNonNull(value, "value"), asap);
    }

    /** Sends away all who wait: their stages fail with a {@link java.util.concurrent.CancellationException}. */
    public void reset() {
        meeting.reset();
    }

    /**
     * Ends those whose time is up by the clock although no timer has said so, because the scheduler is late or shut down.
     * Nothing else is ever left to clean up.
     *
     * @return how many there were
     */
    public int cleanup() {
        return meeting.cleanUp();
    }

    /** Cleans up, as {@link #cleanup()}, and says who waits: {@code state_snapshot}. */
    public State state() {
        meeting.cleanUp();
        return meeting.state();
    }

    /** How many offers and wishes wait: {@code length_hint}. It may be another number when the call returns. */
    public int pending() {
        return meeting.pending();
    }
}
