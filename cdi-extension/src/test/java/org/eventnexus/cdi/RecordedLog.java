package org.eventnexus.cdi;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the extension logs in the time of a test. */
final class RecordedLog extends Handler implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger("org.eventnexus.cdi"); // held, else it may be collected

    private final List<String> lines = new CopyOnWriteArrayList<>();

    RecordedLog() {
        LOGGER.addHandler(this);
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void publish(LogRecord line) {
        lines.add(line.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        LOGGER.removeHandler(this);
    }
}
