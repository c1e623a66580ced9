package org.eventnexus.source;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import org.eventnexus.EventSource;
import org.eventnexus.RetryPolicy;

/** A source's failures in a row: reports them, and says whether and when the source is tried again. */
final class Restarts {
    private static final System.Logger LOG = System.getLogger("org.eventnexus");

    private final String name;
    private final EventSource source;
    private final RetryPolicy policy;
    /** Counted by one thread at a time. */
    private volatile int inARow;

    /** @param policy that of the source if null */
    Restarts(String name, EventSource source, RetryPolicy policy) {
        this.name = name;
        this.source = source;
        this.policy = policy;
    }

    void succeeded() {
        if (inARow != 0) {
            inARow = 0;
        }
    }

    /** How long to wait before it is tried again; empty if it is given up. */
    Optional<Duration> failed(Throwable error, Collection<String> domains) {
        inARow = inARow == Integer.MAX_VALUE ? inARow : inARow + 1;
        RetryPolicy asked = policy();
        if (inARow >= asked.attempts()) {
            gaveUp(error, domains);
            return Optional.empty();
        }
        Duration delay = asked.delayAfter(inARow);
        LOG.log(
                Level.WARNING,
                "ENX-0032 the source '" + name + "' of " + domains + " failed, " + inARow
                        + " times in a row by now; it is tried again in " + delay,
                error);
        return Optional.of(delay);
    }

    void gaveUp(Throwable error, Collection<String> domains) {
        LOG.log(Level.ERROR, "ENX-0033 the source '" + name + "' of " + domains + " failed and is given up", error);
    }

    private RetryPolicy policy() {
        if (policy != null) {
            return policy;
        }
        try {
            return source.restartPolicy();
        } catch (RuntimeException | Error broken) { // a bean, say, that cannot be made
            return EventSource.RESTARTS;
        }
    }

    /** Closes the source; what it throws is logged. */
    void close() {
        try {
            source.close();
        } catch (Exception | Error broken) {
            LOG.log(Level.WARNING, "ENX-0034 the source '" + name + "' failed to close", broken);
        }
    }
}
