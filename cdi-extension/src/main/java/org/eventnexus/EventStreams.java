package org.eventnexus;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Predicate;

/** A domain for those who look on without being receivers: an {@link EventBus} is one. Thread-safe; no argument may be null. */
public interface EventStreams {

    /**
     * Waits for the first event that is admitted after this call. Events are seen as they are admitted, in the order of their
     * positions, whether a receiver takes them, has not come to them yet, or never does; to wait for one does not count as
     * taking it. Of a domain that has not been started the time runs from its start.
     *
     * <p>The stage ends exactly once, on one of the engine's threads and never on the domain's loop: with the event; or with
     * {@link java.util.concurrent.TimeoutException}, or {@link LoopStoppedException} when the domain has stopped. If there
     * are 10,000 already it fails at once with {@link IllegalStateException}. Its holder may cancel it, and leaves nothing
     * behind.
     *
     * @param timeout more than zero
     */
    <T> CompletionStage<NexusEvent<T>> next(EventSelector selector, Duration timeout);

    /**
     * Waits for the first event that meets a condition, otherwise as {@link #next(EventSelector, Duration)}. The condition is
     * tried on the engine's threads, with one event at a time; what it throws fails the stage. If more than 1,024 events wait
     * for their turn with it, the stage fails with {@link StreamOverflowException}.
     */
    <T> CompletionStage<NexusEvent<T>> next(
            EventSelector selector, Predicate<? super NexusEvent<T>> condition, Duration timeout);

    /** Waits by name or pattern; see {@link EventSelector#parse}. */
    default <T> CompletionStage<NexusEvent<T>> next(String selector, Duration timeout) {
        return next(EventSelector.parse(selector), timeout);
    }

    /** Waits by name or pattern, with a condition. */
    default <T> CompletionStage<NexusEvent<T>> next(
            String selector, Predicate<? super NexusEvent<T>> condition, Duration timeout) {
        return next(EventSelector.parse(selector), condition, timeout);
    }

    /**
     * The events that are admitted, in the order of their positions, for any number of subscribers up to 1,000 in a domain:
     * each has a stream of its own, from its subscription on or from where the options say. What nobody handles or a full
     * queue drops is among them, what is refused is not; to see an event in a stream does not count as taking it.
     *
     * <p>A subscriber gets as many events as it requests, one call at a time, on the engine's threads or the options'
     * executor, never on the domain's loop or a publisher's thread; of a domain that has not been started from its start on.
     * A slow one delays nobody: what it does not request waits in its buffer, and then the options' {@link StreamOverflow}
     * decides. After {@link Flow.Subscription#cancel} it holds nothing.
     *
     * <p>When the domain stops, a stream gets what was admitted and then its end; at a stop without a deadline, or if its
     * subscriber does not take what there is by the deadline or for a second, {@link LoopStoppedException}. Further errors:
     * {@link java.util.concurrent.TimeoutException} and {@link StreamOverflowException} as the options say, and
     * {@link IllegalStateException} beyond the bound. A subscriber that throws is cancelled.
     *
     * @throws IllegalArgumentException if it is to begin in the log and the domain keeps none
     */
    <T> Flow.Publisher<NexusEvent<T>> stream(EventSelector selector, StreamOptions options);

    /** From now on, with {@link StreamOptions#defaults()}. */
    default <T> Flow.Publisher<NexusEvent<T>> stream(EventSelector selector) {
        return stream(selector, StreamOptions.defaults());
    }

    /** By name or pattern; see {@link EventSelector#parse}. */
    default <T> Flow.Publisher<NexusEvent<T>> stream(String selector, StreamOptions options) {
        return stream(EventSelector.parse(selector), options);
    }

    /** By name or pattern, from now on, with {@link StreamOptions#defaults()}. */
    default <T> Flow.Publisher<NexusEvent<T>> stream(String selector) {
        return stream(EventSelector.parse(selector));
    }

    /**
     * Gives an event to streams alone: it is not admitted, so that no receiver and no {@link #next} sees it, and it has no
     * position, is not in the log, and does not count as published. It comes after what the same thread has published before.
     *
     * <p>If no open stream selects it, it is kept for the next one that does, which gets it first; at most 1,024 are kept.
     *
     * @return false if it was refused, because so many are kept or the domain has stopped
     */
    boolean feed(EventDraft<?> draft);

    /** Who follows the domain. */
    StreamStats streamStats();
}
