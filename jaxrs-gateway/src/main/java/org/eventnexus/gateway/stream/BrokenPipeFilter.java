package org.eventnexus.gateway.stream;

import java.util.logging.Filter;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Keeps WildFly from logging an error, UT005088, for each stream whose client just went away.
 *
 * <p>It holds the logger, which could be collected otherwise and come back without its filter.
 */
final class BrokenPipeFilter implements Filter {
    private static final String CATEGORY = "io.undertow.request.io";
    private static final String ID = "UT005088";

    private Logger logger;
    private Filter before;

    /** Does nothing where the log is not WildFly's. */
    void install() {
        if (LogManager.getLogManager().getClass().getName().startsWith("org.jboss.")) {
            logger = Logger.getLogger(CATEGORY);
            before = logger.getFilter();
            logger.setFilter(this);
        }
    }

    void remove() {
        if (logger != null && logger.getFilter() == this) {
            logger.setFilter(before);
        }
    }

    @Override
    public boolean isLoggable(LogRecord message) {
        String text = message.getMessage();
        return (text == null || !text.contains(ID)) && (before == null || before.isLoggable(message));
    }
}
