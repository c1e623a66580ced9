package org.eventnexus.cdi;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadFactory;
import org.eventnexus.Domains;
import org.eventnexus.Nexus;

/** An application's connections, each once, however many of its containers have read its settings. */
final class ConnectionRoster {
    private final Map<String, ConfiguredConnection> connections = new TreeMap<>();
    private final Deque<Opened> opened = new ArrayDeque<>();

    private record Opened(ConfiguredConnection connection, AutoCloseable closeable) {}

    /** Reports those that another container has otherwise. */
    void check(Collection<ConfiguredConnection> further, Problems problems) {
        for (ConfiguredConnection connection : further) {
            ConfiguredConnection other = connections.get(connection.id());
            if (other != null && !other.settings().equals(connection.settings())) {
                problems.add(
                        "ENX-0303",
                        connection.place(),
                        "the settings of the connection '" + connection.name()
                                + "' are different in two modules of the application",
                        "put them into the META-INF/microprofile-config.properties of a jar in the EAR's lib");
            }
        }
    }

    void add(Container container) {
        container.findings().connections().forEach(each -> connections.putIfAbsent(each.id(), each));
    }

    /** Reports those whose domain no container has; to be called when all are known. */
    void checkDomains(Domains domains, Problems problems) {
        for (ConfiguredConnection connection : connections.values()) {
            if (domains.find(connection.domain()).isEmpty()) {
                problems.add(
                        "ENX-0302",
                        connection.place(),
                        "there is no domain '" + connection.domain() + "' in this application",
                        "correct the name, or name the domain in eventnexus.domains or in an annotation; there are "
                                + domains.all().stream()
                                        .map(Nexus::name)
                                        .sorted()
                                        .toList());
            }
        }
    }

    /** Opens all, or as many as can be; reports the others. */
    void open(Domains domains, ThreadFactory threads, Problems problems) {
        for (ConfiguredConnection each : connections.values()) {
            Nexus domain = domains.get(each.domain());
            try {
                opened.push(new Opened(each, each.connection().open(each.name(), domain, threads)));
            } catch (Exception | LinkageError failure) {
                problems.add(
                        "ENX-0304",
                        each.place(),
                        "the connection '" + each.name() + "' cannot be opened: " + reason(failure),
                        "do as the reason says, or remove its settings");
            }
        }
    }

    private static String reason(Throwable failure) {
        return Optional.ofNullable(failure.getMessage()).orElseGet(failure::toString);
    }

    /** Closes what is open, the last one first. */
    void close() {
        while (!opened.isEmpty()) {
            Opened last = opened.pop();
            try {
                last.closeable().close();
            } catch (Exception failure) {
                Log.notClosed(last.connection(), failure);
            }
        }
    }
}
