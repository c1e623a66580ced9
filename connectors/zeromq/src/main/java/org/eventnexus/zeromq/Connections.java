package org.eventnexus.zeromq;

import java.util.Set;
import java.util.concurrent.ThreadFactory;
import org.eventnexus.EventSelector;
import org.eventnexus.Nexus;
import org.eventnexus.SubscriptionOptions;
import org.eventnexus.cdi.Connection;

/** What settings ask for. */
final class Connections {
    private Connections() {}

    /** A source, which its domain opens and closes. */
    record In(ZeroMqConfig config) implements Connection {
        @Override
        public AutoCloseable open(String name, Nexus domain, ThreadFactory threads) {
            var source = new ZeroMqSource(config, threads);
            domain.source(name, source);
            return source::close; // again, where the domain was never started
        }
    }

    /** A sink behind a lane, so that its domain does not wait for it. */
    record Out(ZeroMqConfig config, Set<EventSelector> selectors) implements Connection {
        @Override
        public AutoCloseable open(String name, Nexus domain, ThreadFactory threads) {
            var sink = new ZeroMqSink(config, threads);
            domain.bus()
                    .subscribe(
                            selectors,
                            SubscriptionOptions.defaults().named(name).async(),
                            sink);
            return sink;
        }
    }
}
