package org.eventnexus.gateway.stream;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One open stream: a connection and a place in the log. It holds no events; what it has not been given is in the log.
 *
 * <p>All writing is done under its lock, by its pump while the connection is ready, and by the container's thread that
 * says so when it is again. Between a no of the connection and that call nobody else writes.
 */
final class StreamClient implements Follower {
    private static final Logger LOG = Logger.getLogger(StreamClient.class.getName());
    private static final byte[] HEARTBEAT = ":\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final int BATCHES_A_VISIT = 4;

    /** So long a client may be slow, whatever waits: a network's hiccup is shorter. */
    private static final long GRACE = Duration.ofMillis(500).toNanos();

    private static final int SILENT_HEARTBEATS = 4;
    private static final int PROBES = 2;

    private final Reader reader;
    private final LongSupplier clock;
    private final long heartbeat;
    private final long probeInterval;
    private final Runnable pump;
    private final Consumer<StreamClient> onClose;

    // guarded by this
    private Outlet outlet;
    private byte[] preface;
    private boolean parked = true;
    private long parkedAt;
    private boolean flushDue;
    private long heartbeatAt;
    private int probes;
    private long probeAt;
    private boolean tooSlow;

    private volatile boolean closed;

    /**
     * @param preface what is written first
     * @param pump is woken when there is more to write than a container's thread should
     * @param onClose is run once
     */
    StreamClient(
            Reader reader,
            byte[] preface,
            Duration heartbeat,
            LongSupplier clock,
            Runnable pump,
            Consumer<StreamClient> onClose) {
        this.reader = reader;
        this.preface = preface;
        this.heartbeat = heartbeat.toNanos();
        this.probeInterval = Math.min(Duration.ofSeconds(1).toNanos(), this.heartbeat / 4);
        this.clock = clock;
        this.pump = pump;
        this.onClose = onClose;
        this.parkedAt = clock.getAsLong();
        this.heartbeatAt = parkedAt + this.heartbeat;
    }

    /** Gets its connection. */
    void connect(Outlet connection) throws IOException {
        synchronized (this) {
            outlet = connection;
        }
        connection.listen(this);
    }

    /** The connection takes bytes, for the first time or again. */
    void writable() {
        synchronized (this) {
            parked = false;
            if (!advance()) {
                return;
            }
        }
        pump.run();
    }

    @Override
    public synchronized boolean advance() {
        if (closed) {
            return false;
        }
        if (parked) {
            closeIfTooSlow(clock.getAsLong());
            return false;
        }
        try {
            return write();
        } catch (IOException | RuntimeException gone) {
            LOG.log(Level.FINE, "a stream's client is gone", gone);
            close();
            return false;
        }
    }

    private boolean write() throws IOException {
        for (int i = 0; i < BATCHES_A_VISIT; i++) {
            if (!flushed()) {
                return false;
            }
            byte[] bytes = preface == null ? reader.next() : preface;
            if (bytes == null) {
                return reader.lost(); // the log has just moved on: look again
            }
            if (bytes == Reader.GO_ON) {
                continue; // taken() is for what was written, and would move the reader back to where that was
            }
            if (!ready()) {
                return false;
            }
            put(bytes);
        }
        return flushed();
    }

    private void put(byte[] bytes) throws IOException {
        outlet.write(bytes);
        flushDue = true;
        if (preface == null) {
            reader.taken();
        }
        preface = null;
    }

    private boolean flushed() throws IOException {
        if (flushDue) {
            if (!ready()) {
                return false;
            }
            flushDue = false;
            outlet.flush();
        }
        return !closed;
    }

    /** After a no only {@link #writable} lets anybody write again. */
    private boolean ready() {
        if (closed || outlet.isReady()) {
            return !closed;
        }
        parked = true;
        parkedAt = clock.getAsLong();
        reader.stalled();
        return false;
    }

    /** Its resume finds everything in the log, or is told of the gap. */
    private void closeIfTooSlow(long now) {
        long silent = now - parkedAt;
        if (silent > SILENT_HEARTBEATS * heartbeat || silent > GRACE && reader.overdue()) {
            tooSlow = true;
            close();
        }
    }

    @Override
    public synchronized void tick(long now) {
        if (closed || parked) {
            return;
        }
        try {
            if (now - heartbeatAt >= 0) {
                beat(now);
            } else if (probes > 0 && now - probeAt >= 0) {
                probe(now);
            } else {
                flushAgain();
            }
        } catch (IOException | RuntimeException gone) {
            LOG.log(Level.FINE, "a stream's client is gone", gone);
            close();
        }
    }

    private void beat(long now) throws IOException {
        if (comment()) {
            heartbeatAt = now + heartbeat;
            probes = PROBES;
            probeAt = now + probeInterval;
        }
    }

    /**
     * The first write to a connection that was closed succeeds, and brings the answer that there is nobody; the next one
     * fails, which Payara says when the one after it is tried. A flush alone is nothing there if there is nothing to flush.
     */
    private void probe(long now) throws IOException {
        if (comment()) {
            probes--;
            probeAt = now + probeInterval;
        }
    }

    /** Without it a burst's last events could come with the next heartbeat. */
    private void flushAgain() throws IOException {
        if (preface == null && outlet.flushesInPart()) {
            flushDue = true;
            flushed();
        }
    }

    private boolean comment() throws IOException {
        if (preface != null || !flushed() || !ready()) {
            return false;
        }
        outlet.write(HEARTBEAT);
        flushDue = true;
        flushed();
        return true;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    /** Whether it was closed because its client read too slowly. */
    synchronized boolean wasTooSlow() {
        return tooSlow;
    }

    /** Ends the response and leaves. */
    @Override
    public synchronized void close() {
        if (!closed) {
            gone();
            if (outlet != null) {
                outlet.complete();
            }
        }
    }

    @Override
    public synchronized void dismiss(Duration comeBack) {
        if (!closed && !parked) {
            try {
                farewell(comeBack);
            } catch (IOException | RuntimeException gone) {
                LOG.log(Level.FINE, "a stream's client is gone", gone);
            }
        }
        close();
    }

    private void farewell(Duration comeBack) throws IOException {
        if (flushed() && ready()) {
            outlet.write(("retry: " + comeBack.toMillis() + "\n\n").getBytes(StandardCharsets.US_ASCII));
            flushDue = true; // what is left to the response's end keeps Payara's from ending
            flushed();
        }
    }

    /** The container has ended the response. */
    synchronized void gone() {
        if (!closed) {
            closed = true;
            onClose.accept(this);
        }
    }
}
