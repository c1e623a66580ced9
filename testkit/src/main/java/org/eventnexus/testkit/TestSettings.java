package org.eventnexus.testkit;

import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * The settings of one test, as those of a class loader of its own: so tests that run at the same time do not see each
 * other's, nor those who read settings later.
 */
final class TestSettings implements AutoCloseable {
    private final ClassLoader outer = Thread.currentThread().getContextClassLoader();
    private final Config config;

    private record Given(Map<String, String> values) implements ConfigSource {
        @Override
        public Set<String> getPropertyNames() {
            return values.keySet();
        }

        @Override
        public String getValue(String name) {
            return values.get(name);
        }

        @Override
        public String getName() {
            return "the test's settings";
        }

        @Override
        public int getOrdinal() {
            return Integer.MAX_VALUE;
        }
    }

    private static final class Loader extends ClassLoader {
        private Loader(ClassLoader parent) {
            super(parent);
        }
    }

    /** They hold for this thread, and those that it makes, until they are closed on it. */
    TestSettings(Map<String, String> values) {
        var resolver = ConfigProviderResolver.instance();
        config = resolver.getBuilder()
                .forClassLoader(outer)
                .addDefaultSources()
                .addDiscoveredSources()
                .addDiscoveredConverters()
                .withSources(new Given(values))
                .build();
        ClassLoader own = new Loader(outer);
        resolver.registerConfig(config, own);
        Thread.currentThread().setContextClassLoader(own);
    }

    @Override
    public void close() {
        Thread.currentThread().setContextClassLoader(outer);
        ConfigProviderResolver.instance().releaseConfig(config);
    }
}
