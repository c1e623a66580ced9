package org.eventnexus.bus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.eventnexus.EventSelector;
import org.eventnexus.MisconfiguredReceiverException;

/**
 * Receivers by selector; one may have several. Finding the receivers of a type costs what matches, not what is registered; who asks often keeps
 * the answer until {@link #version} moves. Thread-safe.
 */
public final class SelectorIndex {
    private static final Comparator<Receiver> REGISTRATION = Comparator.comparingLong(receiver -> receiver.number);

    private final boolean multiple;
    private final List<Receiver> filters = new ArrayList<>();
    private final Map<EventSelector, Set<Receiver>> handlers = new HashMap<>();
    private final Map<EventSelector, Set<Receiver>> subscribers = new HashMap<>();
    private final Map<EventSelector, Set<Receiver>> boundaries = new HashMap<>();
    private final Map<EventSelector, Set<Receiver>> collectors = new HashMap<>();
    /** How many receivers have a selector that no look-up by an event's type leads to. */
    private final Map<EventSelector, Integer> uses = new HashMap<>();

    private final NumericSelectors numeric = new NumericSelectors();
    private final PayloadSelectors classes = new PayloadSelectors();
    private final WeakOwners owners = new WeakOwners();
    private final Changes changes = new Changes();
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
        changed(filter);
    }

    /** Registers a subscriber. */
    public void addSubscriber(Receiver subscriber) {
        owners.endCollected();
        synchronized (this) {
            subscriberCount++;
            add(subscribers, subscriber);
            owners.add(subscriber);
        }
    }

    /** Registers a boundary's receiver. */
    public synchronized void addBoundary(Receiver boundary) {
        add(boundaries, boundary);
    }

    /** Registers a work queue's collector. */
    public synchronized void addCollector(Receiver collector) {
        add(collectors, collector);
    }

    private void add(Map<EventSelector, Set<Receiver>> receivers, Receiver receiver) {
        receiver.number = ++numbers;
        for (EventSelector selector : receiver.selectors()) {
            boolean added = receivers
                    .computeIfAbsent(selector, none -> new LinkedHashSet<>(2))
                    .add(receiver);
            if (added && isSought(selector) && uses.merge(selector, 1, Integer::sum) == 1) {
                numeric.add(selector);
                classes.add(selector);
            }
        }
        changed(receiver);
    }

    private void changed(Receiver receiver) {
        int next = version + 1;
        changes.add(next, receiver.selectors());
        version = next;
    }

    /** Forgets a receiver, if it is known. */
    public void remove(Receiver receiver) {
        owners.endCollected();
        synchronized (this) {
            Map<EventSelector, Set<Receiver>> receivers = kindOf(receiver);
            if (receiver.isFilter() ? !filters.remove(receiver) : !removeFrom(receivers, receiver)) {
                return;
            }
            if (receivers == subscribers && !receiver.isFilter()) {
                subscriberCount--;
            }
            owners.remove(receiver);
            changed(receiver);
        }
    }

    private Map<EventSelector, Set<Receiver>> kindOf(Receiver receiver) {
        if (receiver.isHandler()) {
            return handlers;
        }
        return receiver.isBoundary() ? boundaries : receiver.isCollector() ? collectors : subscribers;
    }

    private boolean removeFrom(Map<EventSelector, Set<Receiver>> receivers, Receiver receiver) {
        boolean any = false;
        for (EventSelector selector : receiver.selectors()) {
            Set<Receiver> same = receivers.get(selector);
            if (same != null && same.remove(receiver)) {
                any = true;
                if (same.isEmpty()) {
                    receivers.remove(selector);
                }
                if (isSought(selector) && uses.merge(selector, -1, SelectorIndex::sumOrNone) == null) {
                    numeric.remove(selector);
                    classes.remove(selector);
                }
            }
        }
        return any;
    }

    /** The subscribers with exactly this selector. */
    public synchronized List<Receiver> subscribersOf(EventSelector selector) {
        return List.copyOf(subscribers.getOrDefault(selector, Set.of()));
    }

    /** The subscribers as which an object was registered. */
    public synchronized List<Receiver> subscribersWith(Object target) {
        return subscribers.values().stream()
                .flatMap(Set::stream)
                .filter(receiver -> receiver.target() == target)
                .distinct()
                .toList();
    }

    /**
     * The types whose receivers have changed since a version; empty if they are too many, or may be of any type.
     *
     * @param since a version seen before
     */
    public synchronized Optional<List<Object>> changedSince(int since) {
        return changes.between(since, version);
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

    /** All filters, then all handlers, then all subscribers, then all boundaries, then all collectors, each in the order of registration. */
    public synchronized List<Receiver> all() {
        List<Receiver> all = new ArrayList<>(filters);
        addSorted(handlers, all);
        addSorted(subscribers, all);
        addSorted(boundaries, all);
        addSorted(collectors, all);
        return all;
    }

    private static void addSorted(Map<EventSelector, Set<Receiver>> receivers, List<Receiver> to) {
        receivers.values().stream()
                .flatMap(Set::stream)
                .distinct()
                .sorted(REGISTRATION)
                .forEach(to::add);
    }

    /** How many subscribers there are. */
    public int subscribers() {
        owners.endCollected();
        synchronized (this) {
            return subscriberCount;
        }
    }

    /**
     * The receivers of an event: the filters, then the most specific handler, if there is one, or all handlers if there may
     * be several, then the subscribers, then the boundaries, then the collectors; each in the order of their registration.
     *
     * @param type a string or a long
     * @param payload may be null
     */
    public Receiver[] find(Object type, Object payload) {
        owners.endCollected();
        return findActive(type, payload);
    }

    private synchronized Receiver[] findActive(Object type, Object payload) {
        List<EventSelector> selectors = fromSpecific(type, payload);
        List<Receiver> found = new ArrayList<>(filters);
        found.addAll(multiple ? allHandlers(selectors) : mostSpecificHandler(selectors));
        addAll(subscribers, selectors, found);
        if (!boundaries.isEmpty()) {
            addAll(boundaries, selectors, found);
        }
        if (!collectors.isEmpty()) {
            addAll(collectors, selectors, found);
        }
        return found.toArray(Receiver[]::new);
    }

    private static void addAll(
            Map<EventSelector, Set<Receiver>> receivers, List<EventSelector> selectors, List<Receiver> to) {
        selectors.stream()
                .flatMap(selector -> receivers.getOrDefault(selector, Set.of()).stream())
                .distinct()
                .sorted(REGISTRATION)
                .forEach(to::add);
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
        selectors.addAll(classes.of(payload));
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
