package org.eventnexus.cdi;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eventnexus.EventSelector;

/**
 * An application's receivers, each once, however many of its containers see its class. The first container that brings one
 * has its instance.
 */
final class Roster {
    private final Map<Receiver.Key, Entry> entries = new LinkedHashMap<>();

    /** A receiver and the container that its instance is in. */
    record Entry(Receiver receiver, Container container) {}

    void add(Container container) {
        container
                .findings()
                .receivers()
                .forEach(receiver -> entries.putIfAbsent(receiver.key(), new Entry(receiver, container)));
    }

    /** In the order among receivers of one event. */
    List<Entry> sorted() {
        return entries.values().stream()
                .sorted((left, right) -> Receiver.ORDER.compare(left.receiver(), right.receiver()))
                .toList();
    }

    Stream<Receiver> receivers() {
        return entries.values().stream().map(Entry::receiver);
    }

    /** Reports handlers that are in each other's way, among further receivers or between them and those that are here. */
    void check(Collection<Receiver> further, Problems problems) {
        List<Receiver> handlers = new ArrayList<>();
        Stream.concat(receivers(), further.stream().filter(receiver -> !entries.containsKey(receiver.key())))
                .filter(receiver -> receiver.kind() == Receiver.Kind.HANDLER)
                .sorted(Receiver.ORDER)
                .forEach(handler -> {
                    handlers.forEach(other -> check(other, handler, problems));
                    handlers.add(handler);
                });
    }

    private static void check(Receiver first, Receiver second, Problems problems) {
        if (first.domain().equals(second.domain())) {
            clash(first, second)
                    .ifPresent(selector -> problems.add(
                            "ENX-0101",
                            first.place(),
                            "the domain '" + first.domain() + "' has a second handler of '" + selector + "', "
                                    + second.place(),
                            "keep one and make the other a @Subscribes, or handle another type"));
        }
    }

    private static Optional<EventSelector> clash(Receiver first, Receiver second) {
        return first.selectors().stream()
                .filter(selector -> second.selectors().stream().anyMatch(selector::clashesWith))
                .findFirst();
    }
}
