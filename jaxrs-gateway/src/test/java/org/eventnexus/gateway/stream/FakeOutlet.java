package org.eventnexus.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A connection that a test opens and shuts. It fails the test where non-blocking output would throw: at a write or a flush
 * without a yes just before it. Thread-safe.
 */
final class FakeOutlet implements Outlet {
    private static final Pattern ID = Pattern.compile("(?m)^id: (.+)$");

    private final StringBuilder written = new StringBuilder();
    private final List<String> faults = new ArrayList<>();
    private StreamClient client;
    private boolean open;
    private boolean asked;
    private boolean completed;
    private boolean cut;
    private int writes;
    private int flushes;

    @Override
    public synchronized void listen(StreamClient listening) {
        client = listening;
    }

    /** Takes bytes from now on, and says so. */
    void open() {
        synchronized (this) {
            open = true;
        }
        client.writable();
    }

    /** Takes no more bytes. */
    synchronized void shut() {
        open = false;
    }

    /** Throws from now on, whatever is done with it. */
    synchronized void cut() {
        cut = true;
    }

    @Override
    public synchronized boolean isReady() {
        asked = open;
        return open;
    }

    @Override
    public synchronized void write(byte[] bytes) throws IOException {
        use("write");
        writes++;
        written.append(new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public synchronized void flush() throws IOException {
        use("flush");
        flushes++;
    }

    @Override
    public boolean flushesInPart() {
        return true;
    }

    private void use(String what) throws IOException {
        if (!asked || completed) {
            faults.add(what + (completed ? " after the end" : " without a yes"));
        }
        asked = false;
        if (cut) {
            throw new IOException("cut");
        }
    }

    @Override
    public synchronized void complete() {
        completed = true;
    }

    synchronized boolean isCompleted() {
        return completed;
    }

    synchronized int writes() {
        return writes;
    }

    synchronized int flushes() {
        return flushes;
    }

    synchronized String text() {
        assertThat(faults).isEmpty();
        return written.toString();
    }

    /** The positions that have been written, in their order. */
    List<String> ids() {
        return ID.matcher(text())
                .results()
                .map((MatchResult line) -> line.group(1))
                .toList();
    }
}
