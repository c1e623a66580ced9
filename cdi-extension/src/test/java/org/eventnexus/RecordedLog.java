package org.eventnexus;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What engine and extension log in the time of a test; it is not printed. */
public final class RecordedLog extends Handler implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger("org.eventnexus"); // held, else it may be collected

    private final List<LogRecord> records = new CopyOnWriteArrayList<>();

    public RecordedLog() {
        LOGGER.setUseParentHandlers(false);
        LOGGER.addHandler(this);
    }

    public List<String> lines() {
        return records.stream().map(LogRecord::getMessage).toList();
    }

    /** Those of an id. */
    public List<LogRecord> records(String id) {
        return records.stream()
                .filter(each -> each.getMessage().startsWith(id + ' '))
                .toList();
    }

    @Override
    public void publish(LogRecord line) {
        records.add(line);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        LOGGER.removeHandler(this);
        LOGGER.setUseParentHandlers(true);
    }
}
