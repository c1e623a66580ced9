package org.eventnexus.zeromq;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eventnexus.cdi.Connection;
import org.eventnexus.cdi.ConnectionSettings;
import org.eventnexus.cdi.Connector;

/**
 * Sources and sinks by settings alone: {@code eventnexus.zeromq.NAME.KEY}, as {@code docs/reference/configuration.md} lists
 * them. Found by the extension; not for users. Keeps nothing, and is thread-safe.
 */
public final class ZeroMqConnector implements Connector {

    /** For {@link java.util.ServiceLoader}. */
    public ZeroMqConnector() {}

    @Override
    public String section() {
        return "zeromq";
    }

    @Override
    public Set<String> keys() {
        return Arrays.stream(ZeroMqSetting.values()).map(ZeroMqSetting::key).collect(Collectors.toSet());
    }

    @Override
    public Optional<Connection> read(ConnectionSettings settings) {
        return new ZeroMqConnectionReader(settings).read();
    }
}
