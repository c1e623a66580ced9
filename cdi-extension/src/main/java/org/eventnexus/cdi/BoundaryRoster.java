package org.eventnexus.cdi;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eventnexus.Domains;
import org.eventnexus.MisconfiguredReceiverException;

/** An application's boundaries, those that methods are and those that settings ask for: each name once in its domain. */
final class BoundaryRoster {
    private final Map<String, ConfiguredBoundary> configured = new TreeMap<>();

    /** What a boundary's name must tell it from. */
    private record Key(String from, String name) {}

    void add(Container container) {
        container.findings().boundaries().forEach(boundary -> configured.putIfAbsent(boundary.name(), boundary));
    }

    /** @param receivers those of other containers and of these findings, each once */
    void check(Stream<Receiver> receivers, Collection<ConfiguredBoundary> further, Problems problems) {
        Map<Key, String> places = new HashMap<>();
        Map<String, ConfiguredBoundary> all = new TreeMap<>(configured);
        further.forEach(boundary -> {
            ConfiguredBoundary other = all.putIfAbsent(boundary.name(), boundary);
            if (other != null && !other.equals(boundary)) {
                problems.add(
                        "ENX-0144",
                        boundary.place(),
                        "the settings of the boundary '" + boundary.name()
                                + "' are different in two modules of the application",
                        "put them into the META-INF/microprofile-config.properties of a jar in the EAR's lib");
            }
        });
        receivers
                .filter(receiver -> receiver.kind() == Receiver.Kind.BOUNDARY)
                .sorted(Receiver.ORDER)
                .forEach(receiver ->
                        check(new Key(receiver.domain(), receiver.name()), receiver.place(), places, problems));
        all.values()
                .forEach(boundary ->
                        check(new Key(boundary.from(), boundary.name()), boundary.place(), places, problems));
    }

    private static void check(Key key, String place, Map<Key, String> places, Problems problems) {
        String first = places.putIfAbsent(key, place);
        if (first != null) {
            taken(key.from(), key.name(), place, first, problems);
        }
    }

    static void taken(String from, String name, String place, String by, Problems problems) {
        problems.add(
                "ENX-0140",
                place,
                "the domain '" + from + "' has a second boundary named '" + name + "', " + by,
                "give one of them another name");
    }

    /** Makes those of the settings; to be called when those that methods are have been made. */
    void register(Domains domains, Problems problems) {
        for (ConfiguredBoundary boundary : configured.values()) {
            try {
                boundary.register(domains);
            } catch (MisconfiguredReceiverException taken) { // by the application's own code, before the start
                taken(boundary.from(), boundary.name(), boundary.place(), "made by code", problems);
            }
        }
    }
}
