package org.eventnexus.cdi;

import java.util.Map;

/**
 * A connection that settings ask for.
 *
 * @param id its section and name: once in an application
 * @param name the one in the settings' names
 * @param place of its setting {@code domain}
 * @param settings what is set, by key: two containers must not differ. There may be secrets among them
 */
record ConfiguredConnection(
        String id, String name, String domain, String place, Map<String, String> settings, Connection connection) {

    ConfiguredConnection {
        settings = Map.copyOf(settings);
    }

    @Override
    public String toString() {
        return id; // secrets stay out of logs
    }
}
