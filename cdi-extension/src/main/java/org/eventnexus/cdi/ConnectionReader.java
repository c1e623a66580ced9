package org.eventnexus.cdi;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eventnexus.DomainConfig;

/** Reads one connection's settings, and remembers what it has found. */
final class ConnectionReader implements ConnectionSettings {
    static final String DOMAIN = "domain";

    private final String prefix;
    private final String name;
    private final SettingSource source;
    private final Problems problems;
    private final Map<String, String> found = new HashMap<>();

    /** @param prefix of the settings' names, up to their keys */
    ConnectionReader(String prefix, String name, SettingSource source, Problems problems) {
        this.prefix = prefix;
        this.name = name;
        this.source = source;
        this.problems = problems;
    }

    /** The connection, if all is in order. */
    Optional<ConfiguredConnection> read(Connector connector) {
        Optional<String> domain = read(DOMAIN, text -> DomainConfig.requireName(text.strip()));
        if (find(DOMAIN).isEmpty()) {
            missing(DOMAIN, "the name of a domain");
        }
        String id = connector.section() + '.' + name;
        return connector
                .read(this)
                .flatMap(connection -> domain.map(
                        named -> new ConfiguredConnection(id, name, named, place(DOMAIN), found, connection)));
    }

    private String place(String key) {
        return source.find(prefix + key).map(Setting::place).orElse(prefix + key);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> find(String key) {
        Optional<String> value = source.find(prefix + key).map(Setting::value).filter(text -> !text.isBlank());
        value.ifPresent(text -> found.put(key, text));
        return value;
    }

    @Override
    public void malformed(String key, String what) {
        problems.add(
                "ENX-0103", place(key), what, "correct the value or remove the setting, which then has its default");
    }

    @Override
    public void missing(String key, String to) {
        problem(
                "ENX-0301",
                key,
                "the connection '" + name + "' has no setting '" + key + "'",
                "set " + prefix + key + " to " + to);
    }

    @Override
    public void problem(String id, String key, String what, String mend) {
        problems.add(id, place(key), what, mend);
    }
}
