package org.eventnexus.cdi;

import java.lang.System.Logger.Level;
import java.util.Collection;

/** What the extension logs, by id. */
final class Log {
    private static final System.Logger LOG = System.getLogger("org.eventnexus.cdi");

    private Log() {}

    static void started(Collection<String> domains, int receivers, int threads) {
        LOG.log(
                Level.INFO,
                "ENX-0150 domains " + domains + " started with " + receivers + " receivers on " + threads + " threads");
    }

    static void stopped(Collection<String> domains) {
        LOG.log(Level.INFO, "ENX-0151 domains " + domains + " stopped");
    }

    static void waiting(String module, Collection<String> receivers) {
        LOG.log(
                Level.INFO,
                "ENX-0152 module " + module + " is up; domains start when the modules of these receivers are, too: "
                        + receivers);
    }

    static void unused(String domain) {
        LOG.log(
                Level.WARNING,
                "ENX-0153 the domain '" + domain
                        + "' is configured but neither injected, received from nor opened; remove"
                        + " eventnexus.domain." + domain + ".* or correct the name");
    }

    static void unused(QueueName queue) {
        LOG.log(
                Level.WARNING,
                "ENX-0147 " + queue
                        + " is configured, but nobody works for it nor has it injected; remove eventnexus.work."
                        + queue.domain() + '.' + queue.queue() + ".* or correct the name");
    }

    static void observerFailed(Object event, RuntimeException error) {
        LOG.log(Level.ERROR, "ENX-0154 an observer of " + event.getClass().getSimpleName() + " failed", error);
    }

    static void unmanaged(String what, Throwable reason) {
        LOG.log(
                Level.WARNING,
                "ENX-0155 this server gives no " + what + " (" + reason + "); plain Java's is used, without the"
                        + " application's naming context");
    }

    static void taskFailed(Throwable error) {
        LOG.log(Level.ERROR, "ENX-0156 a task on the application's threads failed", error);
    }

    static void notClosed(ConfiguredConnection connection, Exception failure) {
        LOG.log(Level.WARNING, "ENX-0305 the connection " + connection + " could not be closed", failure);
    }

    static void threadsBusy() {
        LOG.log(Level.WARNING, "ENX-0157 tasks were still running when the application's threads were shut down");
    }
}
