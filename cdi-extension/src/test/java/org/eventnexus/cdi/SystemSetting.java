package org.eventnexus.cdi;

import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;

/** A setting that is set for the time of a test. */
record SystemSetting(String name) implements AutoCloseable {

    static SystemSetting of(String name, String value) {
        System.setProperty(name, value);
        readAgain();
        return new SystemSetting(name);
    }

    @Override
    public void close() {
        System.clearProperty(name);
        readAgain();
    }

    /** A configuration remembers the names that it has seen. */
    private static void readAgain() {
        ConfigProviderResolver.instance().releaseConfig(ConfigProvider.getConfig());
    }
}
