package org.eventnexus.cdi;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventSelector;

/**
 * An application's receivers, each once, however many of its containers see its class. The first container that brings one
 * has its instance.
 */
final class Roster {
    private final Map<Receiver.Key, Entry> entries = new LinkedHashMap<>();
    /** Domains in which an event may have several handlers. */
    private final Set<String> multiple = new HashSet<>();

    /** A receiver and the container that its instance is in. */
    record Entry(Receiver receiver, Container container) {}

    void add(Container container) {
        multiple.addAll(multiple(container.findings()));
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

    /** The receivers that are here, and further ones that are not. */
    Stream<Receiver> with(Findings further) {
        return Stream.concat(
                receivers(), further.receivers().stream().filter(found -> !entries.containsKey(found.key())));
    }

    private static Set<String> multiple(Findings findings) {
        return findings.domains().stream()
                .filter(DomainConfig::multiple)
                .map(DomainConfig::name)
                .collect(Collectors.toSet());
    }

    /** Reports handlers that are in each other's way, among further receivers or between them and those that are here. */
    void check(Findings further, Problems problems) {
        Set<String> mayHaveSeveral = multiple(further);
        mayHaveSeveral.addAll(multiple);
        List<Receiver> handlers = new ArrayList<>();
        with(further)
                .filter(receiver -> receiver.kind() == Receiver.Kind.HANDLER)
                .filter(receiver -> !mayHaveSeveral.contains(receiver.domain()))
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
