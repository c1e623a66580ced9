package org.eventnexus;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A look at a domain: its receivers, and what it was doing. Immutable; taken part by part without stopping the domain.
 *
 * @param domain the domain's name
 * @param state where it was in its life
 * @param middlewares the names of what events passed before they were admitted
 * @param receivers filters, handlers, subscribers, boundaries and work queues' collectors, each kind in the order of registration
 * @param activeCalls receivers that were being called, stages that receivers had returned and that had not ended, and next
 *     attempts that were waited for
 * @param sources the names of the sources that had not ended
 * @param lanes of the subscribers that have one
 * @param streams how many follow, by streams and by waiting
 */
public record Inspection(
        String domain,
        Nexus.State state,
        List<String> middlewares,
        List<Registered> receivers,
        int activeCalls,
        List<String> sources,
        List<LaneStats> lanes,
        StreamStats streams) {
    public Inspection {
        Objects.requireNonNull(domain, "domain");
        Objects.requireNonNull(state, "state");
        middlewares = List.copyOf(middlewares);
        receivers = List.copyOf(receivers);
        sources = List.copyOf(sources);
        lanes = List.copyOf(lanes);
        Objects.requireNonNull(streams, "streams");
    }

    /** What a receiver is for. */
    public enum Kind {
        /** Sees every event before the others, and decides whether it goes on. */
        FILTER,
        /** Takes an event, one for each or, in a domain with {@link DomainConfig#multiple()}, several. */
        HANDLER,
        /** Is told of events. */
        SUBSCRIBER,
        /** Forwards events into another domain. */
        BOUNDARY,
        /** Works on events beside the domain, for a {@link WorkQueue}. */
        COLLECTOR
    }

    /**
     * A receiver.
     *
     * @param name its simple name
     * @param selectors which events it was for; mostly one
     * @param kind what it was for
     * @param options what it wanted otherwise than the domain
     * @param active whether events were still delivered to it
     * @param target the object that was registered
     */
    public record Registered(
            String name,
            List<EventSelector> selectors,
            Kind kind,
            ReceiverOptions options,
            boolean active,
            Object target) {
        public Registered {
            selectors = List.copyOf(selectors);
        }

        boolean isWildcard() {
            return !selectors.stream().allMatch(EventSelector.Exact.class::isInstance);
        }

        boolean matches(Object type, Object payload) {
            return selectors.stream().anyMatch(selector -> selector.matches(type, payload));
        }
    }

    private List<Registered> of(Kind kind) {
        return receivers.stream().filter(receiver -> receiver.kind() == kind).toList();
    }

    /** The filters. */
    public List<Registered> filters() {
        return of(Kind.FILTER);
    }

    /** The handlers. */
    public List<Registered> handlers() {
        return of(Kind.HANDLER);
    }

    /** The subscribers, of whatever selector. */
    public List<Registered> subscribers() {
        return of(Kind.SUBSCRIBER);
    }

    /** The boundaries. */
    public List<Registered> boundaries() {
        return of(Kind.BOUNDARY);
    }

    /** The work queues' collectors. */
    public List<Registered> collectors() {
        return of(Kind.COLLECTOR);
    }

    /** The types that have subscribers of their own, numbers in decimal. */
    public Set<String> eventNames() {
        return subscribers().stream()
                .flatMap(subscriber -> subscriber.selectors().stream())
                .filter(EventSelector.Exact.class::isInstance)
                .map(selector -> ((EventSelector.Exact) selector).type().toString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The subscribers of which a selector is not one type. */
    public List<Registered> wildcards() {
        return subscribers().stream().filter(Registered::isWildcard).toList();
    }

    /**
     * The subscribers that an event of a type would be delivered to, whatever its payload: those that select by a payload's
     * class are not among them.
     */
    public List<Registered> subscribersFor(String type) {
        return matching(EventDraft.requireType(type), null);
    }

    /** The same for a numeric type. */
    public List<Registered> subscribersFor(long type) {
        return matching(type, null);
    }

    /** The subscribers that this event would be delivered to, if neither filter nor middleware held it back. */
    public List<Registered> subscribersFor(EventDraft<?> draft) {
        return matching(draft.type(), draft.payload());
    }

    private List<Registered> matching(Object type, Object payload) {
        return subscribers().stream()
                .filter(subscriber -> subscriber.matches(type, payload))
                .toList();
    }

    /** Whether an event of a type would be delivered to a subscriber; see {@link #subscribersFor(String)}. */
    public boolean hasSubscribers(String type) {
        return !subscribersFor(type).isEmpty();
    }

    /** How many subscribers an event of a type would be delivered to; see {@link #subscribersFor(String)}. */
    public int subscriberCount(String type) {
        return subscribersFor(type).size();
    }

    /** Whether an object is registered as a subscriber, for whatever events. */
    public boolean isSubscribed(Object subscriber) {
        return subscribers().stream().anyMatch(registered -> registered.target() == subscriber);
    }

    /** Whether an object is registered as a subscriber for exactly this selector, perhaps among others. */
    public boolean isSubscribed(Object subscriber, EventSelector selector) {
        return subscribers().stream()
                .anyMatch(registered -> registered.target() == subscriber
                        && registered.selectors().contains(selector));
    }

    /** The subscribers' number. */
    public int totalSubscribers() {
        return subscribers().size();
    }
}
