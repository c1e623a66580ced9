package org.eventnexus.cdi;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eventnexus.CollectorOptions;
import org.eventnexus.Domains;
import org.eventnexus.Handler;
import org.eventnexus.MisconfiguredReceiverException;
import org.eventnexus.Nexus;

/** An application's work queues, each once, however many of its containers know of it, and the collectors of each. */
final class WorkRoster {
    private final Map<QueueName, ConfiguredQueue> queues = new TreeMap<>();

    /** What tells the collectors of the application apart. */
    private record Key(QueueName queue, String key) {}

    /** Takes a container's queues, and makes those that are not there; their domains are. */
    void add(Container container, Domains domains) {
        for (ConfiguredQueue queue : container.findings().queues()) {
            queues.merge(queue.name(), queue, (known, further) -> further.isUsed() ? further : known);
            Nexus nexus = domains.get(queue.name().domain());
            if (nexus.findWorkQueue(queue.name().queue()).isEmpty()) {
                nexus.workQueue(queue.name().queue(), queue.config());
            }
        }
    }

    /** @param receivers those of other containers and of these findings, each once */
    void check(Stream<Receiver> receivers, Findings further, Problems problems) {
        further.queues().forEach(queue -> check(queue, problems));
        Map<Key, String> places = new HashMap<>();
        receivers
                .filter(receiver -> receiver.kind() == Receiver.Kind.WORKER)
                .sorted(Receiver.ORDER)
                .forEach(worker -> check(worker, places, problems));
    }

    private void check(ConfiguredQueue queue, Problems problems) {
        ConfiguredQueue other = queues.get(queue.name());
        if (other != null && !other.settings().equals(queue.settings())) {
            problems.add(
                    "ENX-0179",
                    queue.name().toString(),
                    "its settings are different in two modules of the application: " + queue.settings() + " and "
                            + other.settings(),
                    "put its settings into the META-INF/microprofile-config.properties of a jar in the EAR's lib");
        }
    }

    private static void check(Receiver worker, Map<Key, String> places, Problems problems) {
        String key = options(worker, new Problems()).key();
        String first = places.putIfAbsent(new Key(worker.queue(), key), worker.place());
        if (first != null) {
            taken(worker, key, first, problems);
        }
    }

    private static void taken(Receiver worker, String key, String by, Problems problems) {
        problems.add(
                "ENX-0178",
                worker.place(),
                worker.queue() + " has a second collector with the key '" + key + "', " + by,
                "give one of them a key of its own in @Works; a bean that inherits the method can override it with one");
    }

    private static CollectorOptions options(Receiver worker, Problems problems) {
        return new CollectorReader(worker.place(), problems)
                .read(worker.parameter(), worker.selectors(), worker.options().receiver());
    }

    /** Registers a collector, when the modules of all are up. */
    static void register(Receiver worker, Nexus nexus, Handler<Object> handler, Problems problems) {
        CollectorOptions options = options(worker, problems);
        try {
            nexus.findWorkQueue(worker.queue().queue()).orElseThrow().work(options, handler);
        } catch (MisconfiguredReceiverException taken) { // by the application's own code, before the start
            taken(worker, options.key(), "made by code", problems);
        }
    }

    /** Tells of those that are only configured. */
    void warnOfUnused() {
        queues.values().stream().filter(queue -> !queue.isUsed()).forEach(queue -> Log.unused(queue.name()));
    }
}
