package org.eventnexus.domain;

import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eventnexus.ErrorHandler;
import org.eventnexus.NexusEvent;

/**
 * What happens to failures if nothing else is said: a line for each, and the stack trace of the first one of a receiver and
 * an exception's class. Who publishes what fails, and that may be a stranger, cannot fill the log with traces, nor write
 * lines of their own. Thread-safe.
 */
final class FailureLog implements ErrorHandler {
    private static final System.Logger LOG = System.getLogger("org.eventnexus");
    /** Kinds of failures that are remembered; further ones have no trace. */
    private static final int MAX_KINDS = 1_000;

    private static final int MAX_LENGTH = 500;

    private record Kind(String domain, String receiver, String error) {}

    private final Set<Kind> traced = ConcurrentHashMap.newKeySet();

    @Override
    public void onError(NexusEvent<?> event, String receiver, Throwable error) {
        String line = "ENX-0015 the receiver '" + receiver + "' in the domain '" + event.domain() + "' failed on event "
                + event.id() + " of type " + event.type() + ": " + oneLine(error);
        var kind = new Kind(event.domain(), receiver, error.getClass().getName());
        if (traced.size() < MAX_KINDS && traced.add(kind)) {
            LOG.log(Level.WARNING, line + "; further ones of this kind are told without a trace", error);
        } else {
            LOG.log(Level.WARNING, line);
        }
    }

    private static String oneLine(Throwable error) {
        String text = error.toString();
        String cut = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "…" : text;
        return cut.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ");
    }
}
