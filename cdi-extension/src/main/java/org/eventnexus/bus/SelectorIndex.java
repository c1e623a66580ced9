package org.eventnexus.bus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eventnexus.EventSelector;
import org.eventnexus.MisconfiguredReceiverException;

/**
 * Receivers by selector. Finding the receivers of a type costs what matches, not what is registered; who asks often keeps
 * the answer until {@link #version} moves. Thread-safe.
 */
public final class SelectorIndex {
    private static final Comparator<Receiver> REGISTRATION = Comparator.comparingLong(receiver -> receiver.number);

    private final boolean multiple;
    private final List<Receiver> filters = new ArrayList<>();
    private final Map<EventSelector, Set<Receiver>> handlers = new HashMap<>();
    private final Map<EventSelector, Set<Receiver>> subscribers = new HashMap<>();
    /** How many receivers have a selector that no look-up by an event's type leads to. */
    private final Map<EventSelector, Integer> uses = new HashMap<>();

    private final NumericSelectors numeric = new NumericSelectors();
    private final Set<EventSelector> classes = new LinkedHashSet<>();
    private long numbers;
    private int subscriberCount;
    private volatile int version;

    /** @param multiple whether an event may have several handlers */
    public SelectorIndex(boolean multiple) {
        this.multiple = multiple;
    }

    /** Changes with each registration and cancellation. */
    public int version() {
        return version;
    }

    /**
     * Registers a handler.
     *
     * @throws MisconfiguredReceiverException if another one is registered for a selector that clashes with its own, and an
     *     event may have only one
     */
    public synchronized void addHandler(Receiver handler) {
        for (EventSelector other : handlers.keySet()) {
            if (!multiple && other.clashesWith(handler.selector())) {
                throw new MisconfiguredReceiverException("ENX-0004 two handlers for " + handler.selector() + ": '"
                        + handlers.get(other).iterator().next().name() + "' and '" + handler.name()
                        + "'; make one of them a subscriber or narrow its selector");
            }
        }
        add(handlers, handler);
    }

    /** Registers a filter, for all events. */
    public synchronized void addFilter(Receiver filter) {
        filters.add(filter);
        version++;
    }

    /** Registers a subscriber. */
    public synchronized void addSubscriber(Receiver subscriber) {
        subscriberCount++;
        add(subscribers, subscriber);
    }

    private void add(Map<EventSelector, Set<Receiver>> receivers, Receiver receiver) {
        receiver.number = ++numbers;
        receivers
                .computeIfAbsent(receiver.selector(), selector -> new LinkedHashSet<>())
                .add(receiver);
        if (isSought(receiver.selector()) && uses.merge(receiver.selector(), 1, Integer::sum) == 1) {
            numeric.add(receiver.selector());
            if (receiver.selector() instanceof EventSelector.Payload) {
                classes.add(receiver.selector());
            }
        }
        version++;
    }

    /** Forgets a receiver, if it is known. */
    public synchronized void remove(Receiver receiver) {
        if (filters.remove(receiver)) {
            version++;
        }
        Map<EventSelector, Set<Receiver>> receivers = receiver.isHandler() ? handlers : subscribers;
        EventSelector selector = receiver.selector();
        Set<Receiver> same = receivers.get(selector);
        if (same == null || !same.remove(receiver)) {
            return;
        }
        if (same.isEmpty()) {
            receivers.remove(selector);
        }
        if (!receiver.isHandler()) {
            subscriberCount--;
        }
        if (isSought(selector) && uses.merge(selector, -1, SelectorIndex::sumOrNone) == null) {
            numeric.remove(selector);
            classes.remove(selector);
        }
        version++;
    }

    private static Integer sumOrNone(int one, int other) {
        return one + other == 0 ? null : Integer.valueOf(one + other);
    }

    private static boolean isSought(EventSelector selector) {
        return selector instanceof EventSelector.Range
                || selector instanceof EventSelector.Mask
                || selector instanceof EventSelector.Payload;
    }

    /** Whether the receivers of an event depend on its payload's class. */
    public synchronized boolean dependsOnPayload() {
        return !classes.isEmpty();
    }

    /** The filters' names in the order of registration. */
    public synchronized List<String> filterNames() {
        return filters.stream().map(Receiver::name).toList();
    }

    /** The handlers' names in the order of registration. */
    public synchronized List<String> handlerNames() {
        return handlers.values().stream()
                .flatMap(Set::stream)
                .sorted(REGISTRATION)
                .map(Receiver::name)
                .toList();
    }

    /** All filters, then all handlers, then all subscribers, each in the order of registration. */
    public synchronized List<Receiver> all() {
        List<Receiver> all = new ArrayList<>(filters);
        addSorted(handlers, all);
        addSorted(subscribers, all);
        return all;
    }

    private static void addSorted(Map<EventSelector, Set<Receiver>> receivers, List<Receiver> to) {
        receivers.values().stream().flatMap(Set::stream).sorted(REGISTRATION).forEach(to::add);
    }

    /** How many subscribers there are. */
    public synchronized int subscribers() {
        return subscriberCount;
    }

    /**
     * The receivers of an event: the filters, then the most specific handler, if there is one, or all handlers if there may
     * be several, then the subscribers; each in the order of their registration.
     *
     * @param type a string or a long
     * @param payload may be null
     */
    public synchronized Receiver[] find(Object type, Object payload) {
        List<EventSelector> selectors = fromSpecific(type, payload);
        List<Receiver> found = new ArrayList<>(filters);
        found.addAll(multiple ? allHandlers(selectors) : mostSpecificHandler(selectors));
        selectors.stream()
                .flatMap(selector -> subscribers.getOrDefault(selector, Set.of()).stream())
                .sorted(REGISTRATION)
                .forEach(found::add);
        return found.toArray(Receiver[]::new);
    }

    private Set<Receiver> mostSpecificHandler(List<EventSelector> fromSpecific) {
        return fromSpecific.stream()
                .map(handlers::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(Set.of());
    }

    private List<Receiver> allHandlers(List<EventSelector> selectors) {
        List<Receiver> sorted = selectors.stream()
                .filter(selector -> !selector.equals(EventSelector.any()))
                .flatMap(selector -> handlers.getOrDefault(selector, Set.of()).stream())
                .sorted(REGISTRATION)
                .toList();
        List<Receiver> different = new ArrayList<>();
        for (Receiver handler : sorted) {
            if (different.stream().noneMatch(handler::isSameAs)) {
                different.add(handler);
            }
        }
        return different.isEmpty() ? List.copyOf(handlers.getOrDefault(EventSelector.any(), Set.of())) : different;
    }

    /** All selectors in use that could match, the most specific first. */
    private List<EventSelector> fromSpecific(Object type, Object payload) {
        var selectors = new ArrayList<EventSelector>();
        selectors.add(new EventSelector.Exact(type));
        if (type instanceof String name) {
            addPatterns(name, selectors);
        } else {
            selectors.addAll(numeric.of((Long) type));
        }
        classes.stream().filter(selector -> selector.matches(type, payload)).forEach(selectors::add);
        selectors.add(EventSelector.any());
        return selectors;
    }

    /** A dot at the very end begins no segment, and one at the very beginning ends none. */
    private static void addPatterns(String name, List<EventSelector> to) {
        int dot = name.lastIndexOf('.');
        if (dot < 0) {
            to.add(new EventSelector.Children(""));
        } else if (dot > 0 && dot < name.length() - 1) {
            to.add(new EventSelector.Children(name.substring(0, dot)));
        }
        for (dot = name.lastIndexOf('.', name.length() - 2); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
            to.add(new EventSelector.Descendants(name.substring(0, dot)));
        }
    }
}
