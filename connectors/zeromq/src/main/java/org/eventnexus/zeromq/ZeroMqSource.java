package org.eventnexus.zeromq;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadFactory;
import org.eventnexus.AsyncPullSource;
import org.eventnexus.EventDraft;
import org.eventnexus.NoMoreEventsException;

/**
 * A source of the events that other programs send over ZeroMQ, in the order in which each of them sends.
 *
 * <pre>{@code nexus.source("zmq", new ZeroMqSource(ZeroMqConfig.bind("tcp://127.0.0.1:5555"), threads));}</pre>
 *
 * <p>Its socket is opened when the domain asks for the first event, and no sooner. While the domain has no room it takes at
 * most 64 events more out of ZeroMQ, which then lets those who push wait when it has {@link ZeroMqConfig#highWaterMark()} of each;
 * for those who publish ZeroMQ throws events away. What cannot be read is counted and passed over. If the socket cannot be
 * opened or fails, it is opened again after the delay of the source's {@link #restartPolicy()}.
 *
 * <p>An event keeps its id, its type, its priority and its payload: a JSON string is a {@link String}, null is null, and
 * everything else an {@link org.eventnexus.EncodedPayload} that is read as the class that a receiver wants, by JSON-B. Nothing is
 * acknowledged: what has been received and not been admitted when the source is closed is lost.
 *
 * <p>Thread-safe.
 */
public final class ZeroMqSource implements AsyncPullSource {
    private final ZeroMqConfig config;
    private final ThreadFactory threads;
    private final ZeroMqFigures figures;
    private final EventReader reader;
    // Guarded by this.
    private Inbound current;
    private boolean closed;

    /**
     * A source that belongs to nobody yet; register it with a domain.
     *
     * @param threads makes the thread that owns the socket, and two of ZeroMQ's; in a server a {@code ManagedThreadFactory}
     */
    public ZeroMqSource(ZeroMqConfig config, ThreadFactory threads) {
        this.config = Objects.requireNonNull(config, "config");
        this.threads = Objects.requireNonNull(threads, "threads");
        this.figures = new ZeroMqFigures(config.toString(), System::nanoTime);
        this.reader = new EventReader(config);
    }

    @Override
    public CompletionStage<EventDraft<?>> obtain() throws NoMoreEventsException {
        Inbound asked;
        synchronized (this) {
            if (closed) {
                throw new NoMoreEventsException();
            }
            if (current == null || current.isOver()) {
                current = null; // stays so if it cannot be opened
                current = new Inbound(config, threads, reader, figures);
            }
            asked = current;
        }
        return asked.next();
    }

    /** Where the socket is, with the port that it got if {@code *} was asked for; empty while it is not open. */
    public synchronized Optional<String> address() {
        return Optional.ofNullable(current).map(Inbound::address);
    }

    /** What it has done so far. */
    public ZeroMqStats stats() {
        return figures.stats();
    }

    /** Closes the socket, at once, and waits until that is done; for good. */
    @Override
    public void close() {
        Inbound closing;
        synchronized (this) {
            closed = true;
            closing = current;
        }
        if (closing != null) {
            closing.close();
        }
    }
}
