package org.eventnexus.bus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eventnexus.EventSelector;

/**
 * Receivers by selector. Finding the receivers of a type costs what matches, not what is registered; who asks often keeps
 * the answer until {@link #version} moves. Thread-safe.
 */
public final class SelectorIndex {
    private final Map<EventSelector, Receiver> handlers = new LinkedHashMap<>();
    private final Map<EventSelector, Set<Receiver>> subscribers = new HashMap<>();
    private int classes;
    private long numbers;
    private int subscriberCount;
    private volatile int version;

    /** Changes with each registration and cancellation. */
    public int version() {
        return version;
    }

    /**
     * Registers a handler.
     *
     * @throws IllegalStateException if another one is registered for an equal or an overlapping selector
     */
    public synchronized void addHandler(Receiver handler) {
        for (Receiver other : handlers.values()) {
            if (clash(other.selector(), handler.selector())) {
                throw new IllegalStateException("ENX-0004 two handlers for " + handler.selector() + ": '" + other.name()
                        + "' and '" + handler.name() + "'; make one of them a subscriber or narrow its selector");
            }
        }
        handlers.put(handler.selector(), handler);
        changed(handler, 1);
    }

    private static boolean clash(EventSelector one, EventSelector other) {
        if (one instanceof EventSelector.Payload a && other instanceof EventSelector.Payload b) {
            return a.type().isAssignableFrom(b.type()) || b.type().isAssignableFrom(a.type());
        }
        return one.equals(other);
    }

    /** Registers a subscriber. */
    public synchronized void addSubscriber(Receiver subscriber) {
        subscribers
                .computeIfAbsent(subscriber.selector(), selector -> new LinkedHashSet<>())
                .add(subscriber);
        subscriberCount++;
        changed(subscriber, 1);
    }

    /** Forgets a receiver, if it is known. */
    public synchronized void remove(Receiver receiver) {
        boolean removed =
                receiver.isHandler() ? handlers.remove(receiver.selector(), receiver) : removeSubscriber(receiver);
        if (removed) {
            changed(receiver, -1);
        }
    }

    private boolean removeSubscriber(Receiver subscriber) {
        Set<Receiver> same = subscribers.get(subscriber.selector());
        if (same == null || !same.remove(subscriber)) {
            return false;
        }
        if (same.isEmpty()) {
            subscribers.remove(subscriber.selector());
        }
        subscriberCount--;
        return true;
    }

    private void changed(Receiver receiver, int by) {
        if (by > 0) {
            receiver.number = ++numbers;
        }
        if (receiver.selector() instanceof EventSelector.Payload) {
            classes += by;
        }
        version++;
    }

    /** Whether the receivers of an event depend on its payload's class. */
    public synchronized boolean dependsOnPayload() {
        return classes > 0;
    }

    /** The handlers' names in the order of registration. */
    public synchronized List<String> handlerNames() {
        return handlers.values().stream().map(Receiver::name).toList();
    }

    /** How many subscribers there are. */
    public synchronized int subscribers() {
        return subscriberCount;
    }

    /**
     * The receivers of an event: the most specific handler, if there is one, then the subscribers in the order of their
     * registration.
     *
     * @param type a string or a long
     * @param payload may be null
     */
    public synchronized Receiver[] find(Object type, Object payload) {
        Receiver handler = null;
        var found = new ArrayList<Receiver>();
        for (EventSelector selector : fromSpecific(type, payload)) {
            if (handler == null) {
                handler = handlers.get(selector);
            }
            found.addAll(subscribers.getOrDefault(selector, Set.of()));
        }
        found.sort(Comparator.comparingLong(receiver -> receiver.number));
        if (handler != null) {
            found.add(0, handler);
        }
        return found.toArray(Receiver[]::new);
    }

    /** All selectors in use that could match, the most specific first. */
    private List<EventSelector> fromSpecific(Object type, Object payload) {
        var selectors = new ArrayList<EventSelector>();
        selectors.add(new EventSelector.Exact(type));
        if (type instanceof String name) {
            addPatterns(name, selectors);
        }
        if (classes > 0) {
            addPayloadSelectors(payload, selectors);
        }
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

    private void addPayloadSelectors(Object payload, List<EventSelector> to) {
        var inUse = new LinkedHashSet<EventSelector>(handlers.keySet());
        inUse.addAll(subscribers.keySet());
        for (EventSelector selector : inUse) {
            if (selector instanceof EventSelector.Payload && selector.matches("", payload)) {
                to.add(selector);
            }
        }
    }
}
