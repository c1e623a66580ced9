package org.eventnexus;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;

/**
 * How a subscriber is to be told of events. Immutable; each method that changes something gives another one.
 *
 * <pre>{@code bus.subscribe("order.*", SubscriptionOptions.defaults().named("mail").async(), event -> mail(event));}</pre>
 *
 * <p>If nothing is said the subscriber is <b>inline</b>: it is called on the domain's loop, and the domain waits for it. With
 * {@link #async}, {@link #on} or {@link #maxConcurrent} it has a <b>lane</b> of its own: a bounded queue from which it is
 * called on other threads, one event after the other in the domain's order, side by side with everybody else. Neither the
 * domain nor a publication waits for a lane: what its receiver throws is told to the {@link ErrorHandler} alone, and a
 * value that it returns to nobody. If it returns a stage, that is waited for before its next event, holding no thread.
 */
public final class SubscriptionOptions {
    /** Null: the selector. */
    private final String name;

    private final ReceiverOptions receiver;
    /** 0: always. */
    private final long times;

    private final boolean async;
    /** Null: the engine's. */
    private final Executor executor;

    private final int maxConcurrent;
    // Null where the domain's setting counts.
    private final Integer laneCapacity;
    private final LaneFull whenLaneFull;

    private SubscriptionOptions(
            String name,
            ReceiverOptions receiver,
            long times,
            boolean async,
            Executor executor,
            int maxConcurrent,
            Integer laneCapacity,
            LaneFull whenLaneFull) {
        this.name = name;
        this.receiver = receiver;
        this.times = times;
        this.async = async;
        this.executor = executor;
        this.maxConcurrent = maxConcurrent;
        this.laneCapacity = laneCapacity;
        this.whenLaneFull = whenLaneFull;
    }

    /** Inline, for all events until cancelled, named after the selector, and otherwise as the domain's settings say. */
    public static SubscriptionOptions defaults() {
        return new SubscriptionOptions(null, ReceiverOptions.defaults(), 0, false, null, 1, null, null);
    }

    /** The same with a simple name, as results, letters and logs show it. */
    public SubscriptionOptions named(String value) {
        return new SubscriptionOptions(
                Objects.requireNonNull(value, "name"),
                receiver,
                times,
                async,
                executor,
                maxConcurrent,
                laneCapacity,
                whenLaneFull);
    }

    /** The same with what a receiver wants otherwise than its domain's settings say: attempts, dead letters. */
    public SubscriptionOptions receiver(ReceiverOptions value) {
        return new SubscriptionOptions(
                name,
                Objects.requireNonNull(value, "receiver"),
                times,
                async,
                executor,
                maxConcurrent,
                laneCapacity,
                whenLaneFull);
    }

    /** The same with attempts of its own. */
    public SubscriptionOptions retry(RetryPolicy value) {
        return receiver(receiver.retry(value));
    }

    /** The same, saying whether what fails for good goes to the dead letters. */
    public SubscriptionOptions deadLetter(boolean value) {
        return receiver(receiver.deadLetter(value));
    }

    /** The same for the next event only. */
    public SubscriptionOptions once() {
        return times(1);
    }

    /**
     * The same for so many events: the next ones, whoever publishes and whoever cancels meanwhile. Then the subscription has
     * ended. Further attempts at an event and redelivery of its dead letter are not counted; what a full lane refuses is.
     *
     * @throws IllegalArgumentException if the number is less than 1
     */
    public SubscriptionOptions times(long value) {
        if (value < 1) {
            throw new IllegalArgumentException("times is " + value + ", not at least 1");
        }
        return new SubscriptionOptions(
                name, receiver, value, async, executor, maxConcurrent, laneCapacity, whenLaneFull);
    }

    /** The same with a lane, on threads of the engine that may be held: in a server, the container's. */
    public SubscriptionOptions async() {
        return new SubscriptionOptions(
                name, receiver, times, true, executor, maxConcurrent, laneCapacity, whenLaneFull);
    }

    /**
     * The same with a lane, called by an executor. It may reject: then it is asked again, every 100 ms. What context its
     * threads have is its own affair.
     */
    public SubscriptionOptions on(Executor value) {
        return new SubscriptionOptions(
                name,
                receiver,
                times,
                true,
                Objects.requireNonNull(value, "executor"),
                maxConcurrent,
                laneCapacity,
                whenLaneFull);
    }

    /**
     * The same with a lane that works on up to so many events at once, which are begun in order. The domain's
     * {@link DomainConfig#maxConcurrent()} counts as well.
     *
     * @throws IllegalArgumentException if the number is not 1 to 1,000,000
     */
    public SubscriptionOptions maxConcurrent(int value) {
        return new SubscriptionOptions(
                name,
                receiver,
                times,
                true,
                executor,
                Ranges.number("max-concurrent", value, 1, 1_000_000),
                laneCapacity,
                whenLaneFull);
    }

    /**
     * The same with a capacity for its lane; without effect if it has none.
     *
     * @throws IllegalArgumentException if it is not 1 to {@link DomainConfig#MAX_CAPACITY}
     */
    public SubscriptionOptions laneCapacity(int value) {
        return new SubscriptionOptions(
                name,
                receiver,
                times,
                async,
                executor,
                maxConcurrent,
                Ranges.number("lane-capacity", value, 1, DomainConfig.MAX_CAPACITY),
                whenLaneFull);
    }

    /** The same, saying what happens when its lane is full; without effect if it has none. */
    public SubscriptionOptions whenLaneFull(LaneFull value) {
        return new SubscriptionOptions(
                name,
                receiver,
                times,
                async,
                executor,
                maxConcurrent,
                laneCapacity,
                Objects.requireNonNull(value, "whenLaneFull"));
    }

    /** Its simple name, if it is not named after the selector. */
    public Optional<String> name() {
        return Optional.ofNullable(name);
    }

    /** What it wants otherwise than its domain's settings say. */
    public ReceiverOptions receiver() {
        return receiver;
    }

    /** For how many events; 0 for all. */
    public long times() {
        return times;
    }

    /** Whether it has a lane. */
    public boolean isAsync() {
        return async;
    }

    /** What calls it from its lane, if not the engine's threads. */
    public Optional<Executor> executor() {
        return Optional.ofNullable(executor);
    }

    /** How many events its lane works on at once. */
    public int maxConcurrent() {
        return maxConcurrent;
    }

    /** Its lane's capacity, if it has one of its own. */
    public OptionalInt laneCapacity() {
        return laneCapacity == null ? OptionalInt.empty() : OptionalInt.of(laneCapacity);
    }

    /** What happens when its lane is full, if it says so itself. */
    public Optional<LaneFull> whenLaneFull() {
        return Optional.ofNullable(whenLaneFull);
    }
}
