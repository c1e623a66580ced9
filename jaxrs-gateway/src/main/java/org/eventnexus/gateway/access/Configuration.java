package org.eventnexus.gateway.access;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * MicroProfile Config, and below it the files {@code META-INF/microprofile-config.properties} of this module: of an EAR
 * Payara reads only those in {@code lib/}, and leaves out its WARs'. Where the server does read them, they are the same
 * files again, and change nothing.
 */
public final class Configuration {
    private static final String FILE = "META-INF/microprofile-config.properties";

    private final Config config;
    private final List<File> files;

    private record File(String name, Properties properties) {}

    private Configuration(Config config, List<File> files) {
        this.config = config;
        this.files = files;
    }

    /** What the module that has the gateway in it is told. */
    public static Configuration ofThisModule() {
        ClassLoader loader = Configuration.class.getClassLoader();
        return new Configuration(ConfigProvider.getConfig(loader), files(loader));
    }

    private static List<File> files(ClassLoader loader) {
        List<File> files = new ArrayList<>();
        try {
            for (URL file : Collections.list(loader.getResources(FILE))) {
                files.add(new File(file.toString(), read(file)));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return files;
    }

    /** Without the cache, which would keep the jar open after an undeployment. */
    private static Properties read(URL file) throws IOException {
        URLConnection connection = file.openConnection();
        connection.setUseCaches(false);
        Properties properties = new Properties();
        try (Reader reader = new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        return properties;
    }

    /** A setting's value. */
    public Optional<String> find(String name) {
        return config.getOptionalValue(name, String.class).or(() -> inFiles(name));
    }

    /** An empty value is none, as in MicroProfile Config. */
    private Optional<String> inFiles(String name) {
        return files.stream()
                .map(file -> file.properties().getProperty(name, ""))
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    /** The domains that settings of the gateway are about, whether they exist or not. */
    public Set<String> domains() {
        Set<String> domains = new TreeSet<>();
        visit((name, value, source) -> SettingsCheck.domainOf(name).ifPresent(domains::add));
        return domains;
    }

    /** Shows all settings, wherever they were set. */
    void visit(Visitor visitor) {
        for (ConfigSource source : config.getConfigSources()) {
            source.getPropertyNames().forEach(name -> visitor.look(name, source.getValue(name), source.getName()));
        }
        for (File file : files) {
            file.properties().forEach((name, value) -> visitor.look(name.toString(), value.toString(), file.name()));
        }
    }

    /** Is shown a setting and where it was set. */
    @FunctionalInterface
    interface Visitor {
        void look(String name, String value, String source);
    }
}
