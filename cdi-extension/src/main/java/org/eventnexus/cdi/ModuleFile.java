package org.eventnexus.cdi;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** A file with a module's settings. */
record ModuleFile(URL file, Properties properties) implements ConfigSource {
    private static final String NAME = "META-INF/microprofile-config.properties";

    /** Those that a module sees. */
    static List<ConfigSource> of(ClassLoader module) {
        try {
            return Collections.list(module.getResources(NAME)).stream()
                    .<ConfigSource>map(ModuleFile::read)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static ModuleFile read(URL file) {
        Properties properties = new Properties();
        try (InputStream in = file.openStream()) {
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return new ModuleFile(file, properties);
    }

    @Override
    public Set<String> getPropertyNames() {
        return properties.stringPropertyNames();
    }

    @Override
    public String getValue(String name) {
        return properties.getProperty(name);
    }

    @Override
    public String getName() {
        return file.toString();
    }
}
