package org.eventnexus;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Something that happened in the engine itself, as the payload of an event of the domain named {@value #DOMAIN}. Immutable;
 * none has a payload of the application's in it.
 *
 * <pre>{@code
 * void failed(@Subscribes @EventDomain("eventnexus") Happening.ReceiverFailed failed, Pager pager) {
 *   pager.tell(failed.receiver());
 * }
 * }</pre>
 *
 * <p>That domain exists only where a receiver, an injection point or a setting names it; nobody pays for it otherwise. An
 * event's type is that of its payload's class, such as {@code eventnexus.receiver.failed}, and its subject the name of the
 * domain in which it happened.
 *
 * <p>What happened is published without ever waiting, past filters' and publishers' limits and middleware: in a full queue
 * the oldest waiting one gives way ({@link Overflow#DROP_OLDEST} is that domain's default; under another policy the new one
 * is refused), which the domain's figures show. What happens in that domain itself is not published, so that a receiver of
 * happenings that fails causes no further one. A receiver that publishes into another domain at each failure there may still
 * go round in circles.
 */
public sealed interface Happening {

    /** The domain's name. */
    String DOMAIN = "eventnexus";

    /** The name of the domain in which it happened. */
    String domain();

    /**
     * The event that something happened to.
     *
     * @param id its id
     * @param type its type, a number in decimal
     * @param position where the log has it or had it; null if it has no position
     */
    record Event(String id, String type, String position) {
        public Event {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(type, "type");
        }

        /** What there is to say of an event. */
        public static Event of(NexusEvent<?> event) {
            return new Event(
                    event.id(),
                    event.type(),
                    event.position().map(Position::toString).orElse(null));
        }
    }

    /**
     * Why something failed.
     *
     * @param type the exception's class
     * @param message its message, its first 1,000 characters; null if it has none
     */
    record Cause(String type, String message) {
        private static final int MAX_MESSAGE = 1000;

        public Cause {
            Objects.requireNonNull(type, "type");
        }

        /** What there is to say of an exception. */
        public static Cause of(Throwable error) {
            return new Cause(
                    error.getClass().getName(),
                    Optional.ofNullable(error.getMessage())
                            .map(text -> text.length() <= MAX_MESSAGE ? text : text.substring(0, MAX_MESSAGE))
                            .orElse(null));
        }
    }

    /** A domain handles events from now on. */
    @EventType("eventnexus.domain.started")
    record DomainStarted(String domain) implements Happening {}

    /** A domain refuses new events from now on. */
    @EventType("eventnexus.domain.stopping")
    record DomainStopping(String domain) implements Happening {}

    /**
     * A domain has stopped.
     *
     * @param left what was abandoned: number of events by type
     */
    @EventType("eventnexus.domain.stopped")
    record DomainStopped(String domain, Map<String, Long> left) implements Happening {
        public DomainStopped {
            left = Map.copyOf(left);
        }
    }

    /** A receiver has failed on an event for good, after the last attempt. */
    @EventType("eventnexus.receiver.failed")
    record ReceiverFailed(String domain, String receiver, int attempts, Event event, Cause error)
            implements Happening {}

    /** A receiver keeps its domain waiting for longer than {@link DomainConfig#slowReceiver()}; once for each call. */
    @EventType("eventnexus.receiver.slow")
    record ReceiverSlow(String domain, String receiver, Event event) implements Happening {}

    /** Nobody took an event of a domain that calls that an error or keeps it; one that only counts does not tell. */
    @EventType("eventnexus.event.unhandled")
    record EventUnhandled(String domain, Event event) implements Happening {}

    /**
     * An event was kept as a dead letter.
     *
     * @param letter the letter's id
     * @param receiver which failed on it; null if nobody took it
     */
    @EventType("eventnexus.dead-letter.kept")
    record DeadLetterKept(String domain, String letter, String receiver, Event event) implements Happening {}

    /** A domain's queue has become full: an event has found no place in it. Told again only after {@link QueueFreed}. */
    @EventType("eventnexus.queue.full")
    record QueueFull(String domain, int capacity) implements Happening {}

    /** A queue that was full is half empty. */
    @EventType("eventnexus.queue.freed")
    record QueueFreed(String domain, int capacity) implements Happening {}

    /** A work queue takes events from now on. */
    @EventType("eventnexus.work.started")
    record WorkQueueStarted(String domain, String queue) implements Happening {}

    /**
     * A collector of a work queue may work on more or fewer events at once, as its load has changed.
     *
     * @param from before
     * @param to from now on
     */
    @EventType("eventnexus.work.scaled")
    record WorkQueueScaled(String domain, String queue, String collector, int from, int to) implements Happening {}

    /** A collector's queue has become full. Told again only after it was half empty. */
    @EventType("eventnexus.work.full")
    record WorkQueueFull(String domain, String queue, String collector, int capacity) implements Happening {}

    /**
     * A work queue's collector has come to the end of an event that it did not work on well: it failed for good, or the event
     * was too late or found no room. What it failed with is told by {@link ReceiverFailed} as well.
     *
     * @param attempts calls; 0 if there was none
     */
    @EventType("eventnexus.work.failed")
    record WorkFailed(String domain, String queue, String collector, int attempts, Event event, Cause error)
            implements Happening {}

    /** A work queue has stopped with its domain. */
    @EventType("eventnexus.work.stopped")
    record WorkQueueStopped(String domain, String queue) implements Happening {}

    /** Somebody has begun to follow a domain's events by a stream. */
    @EventType("eventnexus.stream.opened")
    record StreamOpened(String domain, String selector) implements Happening {}

    /** A stream has ended, whoever has ended it. */
    @EventType("eventnexus.stream.closed")
    record StreamClosed(String domain, String selector) implements Happening {}

    /**
     * A client has begun to stream a domain's events over HTTP; of a stream of several domains, each tells of its own.
     *
     * @param selector what the client wants, several separated by commas
     */
    @EventType("eventnexus.gateway.stream.opened")
    record GatewayStreamOpened(String domain, String selector) implements Happening {}

    /**
     * A client's stream has ended.
     *
     * @param tooSlow whether it was ended because the client read too slowly
     */
    @EventType("eventnexus.gateway.stream.closed")
    record GatewayStreamClosed(String domain, String selector, boolean tooSlow) implements Happening {}

    /** Somebody waits for the next event; see {@link EventBus#next}. */
    @EventType("eventnexus.waiter.opened")
    record WaiterOpened(String domain, String selector) implements Happening {}

    /** Who has waited has got an event, or waits no longer. */
    @EventType("eventnexus.waiter.closed")
    record WaiterClosed(String domain, String selector) implements Happening {}

    /** A boundary has not forwarded an event into a domain that it comes from. */
    @EventType("eventnexus.boundary.loop-stopped")
    record LoopStopped(String domain, String boundary, String to, Event event) implements Happening {}

    /** A source has been started, for the first time or once more. */
    @EventType("eventnexus.source.started")
    record SourceStarted(String domain, String source) implements Happening {}

    /** A source has failed and is tried again after a delay. */
    @EventType("eventnexus.source.failed")
    record SourceFailed(String domain, String source, Duration delay, Cause error) implements Happening {}

    /** A source has ended, by itself or as it was cancelled or its domain stopped. */
    @EventType("eventnexus.source.ended")
    record SourceEnded(String domain, String source) implements Happening {}

    /** A source has failed and is not tried again. */
    @EventType("eventnexus.source.given-up")
    record SourceGivenUp(String domain, String source, Cause error) implements Happening {}
}
