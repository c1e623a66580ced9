package org.eventnexus;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/**
 * What a publisher gets back. It can be awaited, polled or ignored; ignoring it costs nothing. Thread-safe.
 *
 * <p>Each publication completes exactly once, with one {@link Status}. Stages complete on the domain's loop, those of a
 * dropped event on the thread that publishes the event that took its place: whoever does more in reaction than a few
 * instructions, and above all who publishes again, uses the {@code Async} methods of {@link CompletionStage}. Waiting, on
 * the loop that must complete a publication, throws {@link InvalidLoopStateException} at once.
 */
public interface Publication {

    /** How a publication stands or has ended. */
    enum Status {
        /** Not ended. */
        PENDING,
        /**
         * All receivers took the event without an error, and so did its secondary events; or a {@link Middleware} has answered
         * it.
         */
        COMPLETED,
        /** A receiver of the event or of a secondary event failed. */
        FAILED,
        /** Nobody took the event. */
        UNHANDLED,
        /** Given up in the queue in favour of a newer event, as {@link Overflow} says; the event is in the log. */
        DROPPED,
        /** Still waiting when the domain stopped. */
        ABANDONED,
        /** Never admitted; the event has no position. */
        REFUSED
    }

    /**
     * A receiver's result.
     *
     * @param receiver the receiver's simple name, also if it is one of another domain, behind a {@link Boundary}; the
     *     boundary's if it could not forward the event
     * @param value what it returned, or its stage's value; null if nothing or if it failed
     * @param error what it threw, or its stage's cause; null if it did not fail
     * @param work what a {@link Collector}'s result took; null for all others
     */
    record Result(String receiver, Object value, Throwable error, Work work) {
        public Result(String receiver, Object value, Throwable error) {
            this(receiver, value, error, null);
        }

        public boolean ok() {
            return error == null;
        }
    }

    /**
     * What it took a collector to come to its result.
     *
     * @param attempts calls; 0 if it was never called
     * @param waitNanos from when the work queue took the event to the result, in nanoseconds
     * @param serviceNanos from the beginning of the first call to the result, delays between attempts included, in nanoseconds;
     *     0 if it was never called
     */
    record Work(int attempts, long waitNanos, long serviceNanos) {}

    /**
     * How a publication ended.
     *
     * @param status not {@link Status#PENDING}
     * @param results of handlers and of subscribers that give one or failed, in the order in which they ran; then,
     *     as they come, the failures of secondary events, what comes back through boundaries, and what collectors of work
     *     queues come to, for each event in the order of their registration
     * @param total acceptance to completion; zero unless {@link EventDraft#timed()} was asked for
     * @param service time in receivers, their stages included; zero unless {@link EventDraft#timed()} was asked for
     */
    record Outcome(Status status, List<Result> results, Duration total, Duration service) {}

    /** The published event. */
    NexusEvent<?> event();

    /** How it stands. */
    Status status();

    /** Whether it has ended. */
    default boolean isDone() {
        return status() != Status.PENDING;
    }

    /** Whether the event is one that the domain's log already has, by source and id: then this is about the first one. */
    boolean isDuplicate();

    /**
     * Completes with the event when it is admitted, which is at once but for {@link EventBus#publishAsync}; with
     * {@link PublicationException} if it is refused. An event that a {@link Middleware} has answered counts as admitted
     * here, but has no position.
     */
    CompletionStage<NexusEvent<?>> accepted();

    /** Completes, never exceptionally, when the publication ends. */
    CompletionStage<Outcome> outcome();

    /**
     * Completes with the results, failures included, when the publication ends; with {@link UnhandledEventException}
     * if nobody took the event and the domain calls that an error, with {@link PublicationException} if it was refused,
     * dropped or abandoned.
     */
    CompletionStage<List<Result>> results();

    /**
     * Completes with the first result, with null if there is none, or with the first failure.
     *
     * @throws NullPointerException if type is null; a result of another class completes it with {@link PayloadException}
     */
    <R> CompletionStage<R> result(Class<R> type);

    /**
     * Completes with the results when the publication ends well, and else with one exception that tells of all: with
     * {@link ReceiversFailedException} if receivers failed, otherwise as {@link #results()}.
     */
    default CompletionStage<List<Result>> orThrow() {
        return results().thenApply(results -> {
            List<Result> failed =
                    results.stream().filter(result -> !result.ok()).toList();
            if (!failed.isEmpty()) {
                throw new ReceiversFailedException(
                        "ENX-0070 " + failed.size() + " of the receivers of the event "
                                + event().type() + " failed: "
                                + failed.stream().map(Result::receiver).toList(),
                        failed);
            }
            return results;
        });
    }

    /** The outcome, if the publication has ended. */
    Optional<Outcome> poll();

    /**
     * Blocks until the publication ends.
     *
     * @throws TimeoutException if that takes longer than the timeout
     * @throws InvalidLoopStateException on the loop that must complete it
     */
    Outcome await(Duration timeout) throws InterruptedException, TimeoutException;
}
