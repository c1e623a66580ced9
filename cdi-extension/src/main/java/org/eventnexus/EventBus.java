package org.eventnexus;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * A domain's face for its users: publish and subscribe, and see what becomes of it. Thread-safe; no argument may be null but payloads.
 *
 * <p>Events that one thread publishes are handled in the order in which it published them. The order of events from
 * several threads is that of their positions. A publication made by a receiver on its own domain's loop is a secondary
 * event (see {@link HandlerContext}); made by a receiver of another domain, it never blocks.
 */
public interface EventBus extends EventStreams, Monitored {

    /** The domain's name. */
    String domain();

    /**
     * Publishes an event of a type.
     *
     * <p>With a full queue and {@link Overflow#AWAIT} this holds the calling thread until there is room, at most as long
     * as the domain's {@link DomainConfig#awaitTimeout()}; an interrupt ends the wait, refuses the event and stays set.
     * An event that is not admitted is told by {@link Publication#status()}, never by an exception.
     *
     * @throws IllegalArgumentException if the type is malformed
     */
    Publication publish(String type, Object payload);

    /**
     * Publishes an event of the type that the payload's class names, otherwise as {@link #publish(String, Object)}.
     *
     * @param payload of a class with an {@link EventType}, or else whose qualified name is the type; not a string, see
     *     {@link EventDraft#of(Object)}
     */
    default Publication publish(Object payload) {
        return publish(EventDraft.of(payload));
    }

    /** Publishes what a draft says, otherwise as {@link #publish(String, Object)}. */
    Publication publish(EventDraft<?> draft);

    /**
     * Publishes without ever holding the calling thread: with a full queue and {@link Overflow#AWAIT} the event waits for
     * room by itself, in order with others so published, and {@link Publication#accepted()} tells. As many may wait so
     * as the domain's capacity; further ones are refused at once. What the same thread publishes meanwhile by
     * {@link #publish(EventDraft)} may come first.
     */
    Publication publishAsync(EventDraft<?> draft);

    /**
     * Publishes several events together: all are admitted, with positions that follow each other in the order of the list
     * and nothing in between, or none is. They are handled one after the other as others are.
     *
     * <p>With a full queue the domain's {@link Overflow} counts for all as a whole: {@link Overflow#AWAIT} holds the calling
     * thread until there is room for all, as {@link #publish(EventDraft)} does for one, and others that want just one place
     * do not keep the batch waiting; {@link Overflow#FAIL} and {@link Overflow#DROP_NEWEST} refuse all of them;
     * {@link Overflow#DROP_OLDEST} and {@link Overflow#KEEP_LATEST} admit all. An event that the log has already, or that is
     * in the list a second time, is a {@linkplain Publication#isDuplicate() duplicate} and takes no place.
     *
     * <p>Each event meets the {@link Middleware}s first, in order. If one is refused, so are all; one that is answered is not
     * admitted, and the others are. With an asynchronous one all wait together. Published by a receiver into its own domain,
     * they are secondary events, all or none of them within the limit; by a receiver into another one, they are taken beyond
     * its capacity as single events are. For the end of a transaction they wait as one.
     *
     * @param drafts at most as many as the domain's {@link DomainConfig#capacity()}; of one {@link EventDraft#phase phase}
     * @return each event's publication, in order; not modifiable
     * @throws IllegalArgumentException if there are more, or the phases differ
     */
    List<Publication> publishAll(List<? extends EventDraft<?>> drafts);

    /**
     * The same without ever holding the calling thread: with a full queue and {@link Overflow#AWAIT} they wait for room for
     * all of them, as with {@link #publishAsync}, and each {@link Publication#accepted()} tells when all are admitted.
     */
    List<Publication> publishAllAsync(List<? extends EventDraft<?>> drafts);

    /**
     * Publishes after a delay, as by {@link #publishAsync}, on one of the domains' threads and with nobody's identity. Events
     * that become due together are published in the order of their times, then of these calls. What is to be published is
     * copied now. As many may wait as {@link DomainConfig#maxScheduled()} says; further ones are refused. A domain that has not
     * been started publishes at its start what was due before. At a stop those that wait are refused.
     *
     * @param delay by the engine's monotonic clock; longer than some hundred years is never
     * @throws IllegalArgumentException if the delay is negative
     */
    ScheduledPublication publishAfter(Duration delay, EventDraft<?> draft);

    /** Publishes an event of a type after a delay. */
    default ScheduledPublication publishAfter(Duration delay, String type, Object payload) {
        return publishAfter(delay, EventDraft.of(type, payload));
    }

    /**
     * Publishes at a time of day, or at once if that is over, otherwise as {@link #publishAfter(Duration, EventDraft)}. The
     * delay is found out now: if the clock is set meanwhile, the event does not move with it.
     */
    ScheduledPublication publishAt(Instant time, EventDraft<?> draft);

    /** Subscribes to events; they are delivered in the domain's order, after the event's handler. */
    <T> Subscription subscribe(EventSelector selector, Subscriber<T> subscriber);

    /** Subscribes by name or pattern; see {@link EventSelector#parse}. */
    default <T> Subscription subscribe(String selector, Subscriber<T> subscriber) {
        return subscribe(EventSelector.parse(selector), subscriber);
    }

    /** Subscribes to payloads of a class. */
    default <T> Subscription subscribe(Class<T> payload, Subscriber<T> subscriber) {
        return subscribe(EventSelector.payload(payload), subscriber);
    }

    /**
     * Subscribes with a receiver whose value is one of the publication's results if it is not null.
     *
     * @param name the receiver's simple name, as results show it
     * @param options what it wants otherwise than the domain's settings say
     */
    <T> Subscription subscribe(EventSelector selector, String name, Handler<T> subscriber, ReceiverOptions options);

    /** Subscribes with a receiver, otherwise the same, for which the domain's settings count. */
    default <T> Subscription subscribe(EventSelector selector, String name, Handler<T> subscriber) {
        return subscribe(selector, name, subscriber, ReceiverOptions.defaults());
    }

    /**
     * Subscribes with options; an event that several of the selectors select is delivered once.
     *
     * @param selectors at least one
     * @param subscriber if it is inline, its value is one of the publication's results if it is not null
     * @throws IllegalArgumentException if there is no selector
     */
    <T> Subscription subscribe(Collection<EventSelector> selectors, SubscriptionOptions options, Handler<T> subscriber);

    /** Subscribes with options, without results. */
    <T> Subscription subscribe(
            Collection<EventSelector> selectors, SubscriptionOptions options, Subscriber<T> subscriber);

    /** Subscribes with options. */
    default <T> Subscription subscribe(EventSelector selector, SubscriptionOptions options, Handler<T> subscriber) {
        return subscribe(List.of(selector), options, subscriber);
    }

    /** Subscribes with options, without results. */
    default <T> Subscription subscribe(EventSelector selector, SubscriptionOptions options, Subscriber<T> subscriber) {
        return subscribe(List.of(selector), options, subscriber);
    }

    /** Subscribes by name or pattern, with options. */
    default <T> Subscription subscribe(String selector, SubscriptionOptions options, Handler<T> subscriber) {
        return subscribe(EventSelector.parse(selector), options, subscriber);
    }

    /** Subscribes by name or pattern, with options, without results. */
    default <T> Subscription subscribe(String selector, SubscriptionOptions options, Subscriber<T> subscriber) {
        return subscribe(EventSelector.parse(selector), options, subscriber);
    }

    /**
     * Cancels all subscriptions with exactly this selector, as {@link #clear(EventSelector)} does: those that are
     * {@linkplain ReceiverOptions#permanent() permanent} stay, and one with further selectors ends as a whole.
     *
     * @return how many
     */
    int unsubscribe(EventSelector selector);

    /** Cancels all subscriptions with exactly this name or pattern; see {@link #unsubscribe(EventSelector)}. */
    default int unsubscribe(String selector) {
        return unsubscribe(EventSelector.parse(selector));
    }

    /**
     * Cancels all subscriptions of a subscriber, that is of this very object, but permanent ones. Looks at each subscription
     * that there is.
     *
     * @return how many
     */
    int unsubscribe(Subscriber<?> subscriber);

    /** The same for a subscriber with results. */
    int unsubscribe(Handler<?> subscriber);
}
