package org.eventnexus.zeromq;

import java.lang.System.Logger.Level;

/** What the connector logs of sources and sinks themselves, by id. */
final class Log {
    private static final System.Logger LOG = System.getLogger("org.eventnexus.zeromq");

    private Log() {}

    static void notClosed(ZeroMqConfig config, Throwable failure) {
        LOG.log(Level.WARNING, "ENX-0322 a socket " + config + " could not be closed", failure);
    }

    static void notEnded(ZeroMqConfig config) {
        LOG.log(Level.WARNING, "ENX-0323 the thread of a socket " + config + " has not ended in time, and is given up");
    }

    static void unsent(ZeroMqConfig config, int events) {
        LOG.log(Level.WARNING, "ENX-0324 the sink " + config + " was closed with " + events + " events not sent");
    }
}
