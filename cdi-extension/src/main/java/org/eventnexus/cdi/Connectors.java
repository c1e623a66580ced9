package org.eventnexus.cdi;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The connectors that a container's modules know, and the settings that are theirs. */
final class Connectors {
    private static final String PREFIX = "eventnexus.";
    private static final String SERVICES = "META-INF/services/" + Connector.class.getName();
    private static final Set<String> OURS =
            Set.of("domain", "domains", "threads", "boundary", "bridge", "work", "gateway", "demo");

    /** What a setting is about; a key may have dots. */
    private record Parts(String connection, String key) {
        static Optional<Parts> of(String name, String prefix) {
            String rest = name.substring(prefix.length());
            int dot = rest.indexOf('.');
            return dot > 0 && DomainNames.isWellFormed(rest.substring(0, dot))
                    ? Optional.of(new Parts(rest.substring(0, dot), rest.substring(dot + 1)))
                    : Optional.empty();
        }
    }

    private final Map<String, Connector> bySection = new TreeMap<>();

    /** Those that these modules know, and those that lie beside the extension; reports those that cannot be used. */
    static Connectors of(Collection<ClassLoader> modules, Problems problems) {
        var connectors = new Connectors();
        Set<ClassLoader> loaders = new LinkedHashSet<>();
        loaders.add(Connectors.class.getClassLoader());
        loaders.addAll(modules);
        loaders.forEach(loader -> connectors.load(loader, problems));
        return connectors;
    }

    private void load(ClassLoader loader, Problems problems) {
        try {
            ServiceLoader.load(Connector.class, loader).forEach(connector -> add(connector, problems));
        } catch (ServiceConfigurationError | LinkageError unusable) {
            problems.add(
                    "ENX-0300",
                    SERVICES,
                    "a connector cannot be made: " + unusable.getMessage(),
                    "correct the file, and put the connector's jar and what it needs beside the extension's");
        }
    }

    /** A copy in another module is the same connector. */
    private void add(Connector connector, Problems problems) {
        String section = connector.section();
        Connector other = bySection.putIfAbsent(section, connector);
        boolean isTaken = other != null && !nameOf(other).equals(nameOf(connector));
        if (isTaken || OURS.contains(section)) {
            problems.add(
                    "ENX-0300",
                    nameOf(connector),
                    "the settings " + PREFIX + section + ".* belong to " + (isTaken ? nameOf(other) : "EventNexus"),
                    "leave out one of both, or give it another section");
        }
    }

    private static String nameOf(Connector connector) {
        return connector.getClass().getName();
    }

    /** Whether a setting is one that a connector looks at, in order or not. */
    boolean own(String setting) {
        return bySection.keySet().stream().anyMatch(section -> setting.startsWith(PREFIX + section + '.'));
    }

    /** The connections that are in order; reports what is wrong with the others. */
    List<ConfiguredConnection> read(SettingSource source, Problems problems) {
        List<ConfiguredConnection> read = new ArrayList<>();
        bySection.forEach((section, connector) -> {
            String prefix = PREFIX + section + '.';
            for (String name : names(prefix, connector, source, problems)) {
                new ConnectionReader(prefix + name + '.', name, source, problems)
                        .read(connector)
                        .ifPresent(read::add);
            }
        });
        return read;
    }

    private static Set<String> names(String prefix, Connector connector, SettingSource source, Problems problems) {
        Set<String> names = new TreeSet<>();
        for (String setting : source.names()) {
            if (setting.startsWith(prefix)) {
                Optional<Parts> parts = Parts.of(setting, prefix);
                boolean isVariable = source.mayBeVariable(setting);
                parts.map(Parts::connection)
                        .filter(name -> !isVariable || hasDomain(prefix + name, source))
                        .ifPresent(names::add);
                if (!isVariable
                        && parts.filter(each -> isKey(each.key(), connector)).isEmpty()) {
                    unknown(setting, prefix, connector, source, problems);
                }
            }
        }
        return names;
    }

    /** If not, a variable of the environment is meant for a connection whose name is written otherwise. */
    private static boolean hasDomain(String connection, SettingSource source) {
        return source.find(connection + '.' + ConnectionReader.DOMAIN).isPresent();
    }

    private static boolean isKey(String key, Connector connector) {
        return key.equals(ConnectionReader.DOMAIN) || connector.keys().contains(key);
    }

    private static void unknown(
            String setting, String prefix, Connector connector, SettingSource source, Problems problems) {
        problems.add(
                "ENX-0102",
                source.find(setting).map(Setting::place).orElse(setting),
                "there is no such setting",
                "correct or remove it; there are " + prefix
                        + "NAME.KEY, where NAME is a connection's (letters, digits, '_',"
                        + " '-') and KEY is one of " + ConnectionReader.DOMAIN + ", "
                        + String.join(", ", new TreeSet<>(connector.keys())));
    }
}
