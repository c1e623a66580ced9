package org.eventnexus.zeromq;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadFactory;
import org.eventnexus.EventNexusException;
import org.eventnexus.LaneFullException;
import org.eventnexus.LoopStoppedException;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/** A sink's socket, and the events that wait for it. */
final class Outbound implements Traffic {
    /** As many may wait without anybody being told to wait for them. */
    private static final int FEW = 64;

    private final ZeroMqConfig config;
    private final ThreadFactory threads;
    private final ZeroMqFigures figures;
    private final SocketType type;
    // Guarded by this.
    private final Queue<Parcel> outbox = new ArrayDeque<>();
    private SocketThread socket;
    /** The socket has failed, or been closed. */
    private boolean over;

    private boolean closed;
    // The owner's.
    /** Whether its topic has been sent, and so the rest must be. */
    private boolean begun;

    private record Parcel(byte[] topic, byte[] frame, CompletableFuture<Void> sent) {}

    Outbound(ZeroMqConfig config, ThreadFactory threads, ZeroMqFigures figures) {
        this.config = config;
        this.threads = threads;
        this.figures = figures;
        this.type = config.pattern() == ZeroMqConfig.Pattern.PUSH_PULL ? SocketType.PUSH : SocketType.PUB;
        this.socket = open();
    }

    private SocketThread open() {
        return SocketThread.open(config, type, threads, this, figures);
    }

    synchronized String address() {
        return socket.address();
    }

    CompletionStage<Void> send(byte[] topic, byte[] frame) {
        var parcel = new Parcel(topic, frame, new CompletableFuture<>());
        SocketThread waiting;
        synchronized (this) {
            if (closed) {
                return refused(new LoopStoppedException("ENX-0328 the sink " + config + " is closed"));
            }
            if (outbox.size() >= config.highWaterMark()) {
                return refused(new LaneFullException("ENX-0329 the sink " + config + " is full, as " + outbox.size()
                        + " events wait in it; the event was not sent"));
            }
            if (over) {
                socket = open();
                over = false;
            }
            outbox.add(parcel);
            waiting = socket;
        }
        waiting.ring();
        return parcel.sent();
    }

    private CompletionStage<Void> refused(EventNexusException why) {
        figures.refused();
        return CompletableFuture.failedFuture(why);
    }

    synchronized boolean isRoomy() {
        return outbox.size() < FEW;
    }

    void close() {
        SocketThread closing;
        synchronized (this) {
            closed = true;
            closing = socket;
        }
        closing.close();
    }

    // ---- on the thread that owns the socket

    /** Never 0, though nothing comes in: so the socket also lets go of peers that have gone while there is nothing to send. */
    @Override
    public synchronized int interest() {
        return outbox.isEmpty() ? ZMQ.Poller.POLLIN : ZMQ.Poller.POLLOUT;
    }

    @Override
    public boolean flow(ZMQ.Socket to) {
        Parcel next;
        while ((next = peek()) != null && isSent(next, to)) {
            synchronized (this) {
                outbox.poll();
            }
            figures.message();
            next.sent().complete(null);
        }
        return false;
    }

    private synchronized Parcel peek() {
        return outbox.peek();
    }

    private boolean isSent(Parcel parcel, ZMQ.Socket to) {
        if (parcel.topic() != null && !begun) {
            begun = to.send(parcel.topic(), ZMQ.DONTWAIT | ZMQ.SNDMORE);
            if (!begun) {
                return false;
            }
        }
        boolean sent = to.send(parcel.frame(), ZMQ.DONTWAIT);
        begun &= !sent;
        return sent;
    }

    @Override
    public synchronized boolean lingers() {
        return !outbox.isEmpty();
    }

    @Override
    public void ended(Throwable error) {
        List<Parcel> left;
        synchronized (this) {
            left = new ArrayList<>(outbox);
            outbox.clear();
            over = true;
            begun = false;
        }
        if (!left.isEmpty()) {
            Log.unsent(config, left.size());
        }
        var why =
                new EventNexusException("ENX-0324 the sink " + config + " was closed before the event was sent", error);
        for (Parcel parcel : left) {
            figures.refused();
            parcel.sent().completeExceptionally(why);
        }
    }
}
