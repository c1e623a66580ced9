package org.eventnexus.zeromq;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadFactory;
import org.eventnexus.EventDraft;
import org.eventnexus.EventNexusException;
import org.eventnexus.NoMoreEventsException;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/** A source's socket, from its opening to its end, and the few events that have left it and have not been asked for. */
final class Inbound implements Traffic {
    private static final int CAPACITY = 64;

    private final ZeroMqConfig config;
    private final EventReader reader;
    private final ZeroMqFigures figures;
    private final SocketThread socket;
    // Guarded by this.
    private final Queue<EventDraft<?>> inbox = new ArrayDeque<>(CAPACITY);
    /** Who has asked and waits; null if nobody does. */
    private CompletableFuture<EventDraft<?>> waiting;

    private boolean full;
    private boolean over;
    /** Null if it was closed by intention. */
    private Throwable error;

    Inbound(ZeroMqConfig config, ThreadFactory threads, EventReader reader, ZeroMqFigures figures) {
        this.config = config;
        this.reader = reader;
        this.figures = figures;
        SocketType type = config.pattern() == ZeroMqConfig.Pattern.PUSH_PULL ? SocketType.PULL : SocketType.SUB;
        this.socket = SocketThread.open(config, type, threads, this, figures); // last: its thread looks at all of this
    }

    String address() {
        return socket.address();
    }

    /** Whether nothing will come any more, and the reason has been told. */
    synchronized boolean isOver() {
        return over && inbox.isEmpty();
    }

    /** The next event; asked for by one at a time. */
    CompletionStage<EventDraft<?>> next() {
        CompletableFuture<EventDraft<?>> answer;
        boolean relieved;
        synchronized (this) {
            EventDraft<?> draft = inbox.poll();
            if (draft != null) {
                answer = CompletableFuture.completedFuture(draft);
            } else if (over) {
                answer = CompletableFuture.failedFuture(end());
            } else {
                answer = new CompletableFuture<>();
                waiting = answer;
            }
            relieved = full && inbox.size() <= CAPACITY / 2;
            full &= !relieved;
        }
        if (relieved) {
            socket.ring();
        }
        return answer;
    }

    private Exception end() {
        return error == null
                ? new NoMoreEventsException()
                : new EventNexusException("ENX-0327 the socket " + config + " has failed", error);
    }

    void close() {
        socket.close();
    }

    // ---- on the thread that owns the socket

    @Override
    public synchronized int interest() {
        return full ? 0 : ZMQ.Poller.POLLIN;
    }

    @Override
    public boolean flow(ZMQ.Socket from) {
        while (interest() != 0) {
            byte[] first = from.recv(ZMQ.DONTWAIT);
            if (first == null) {
                return true;
            }
            take(first, from);
        }
        return false;
    }

    private void take(byte[] first, ZMQ.Socket from) {
        byte[] last = first;
        int frames = 1;
        while (from.hasReceiveMore()) { // all of a message is there, or none of it
            last = from.recv();
            frames++;
        }
        boolean wellFramed = frames == 1 || frames == 2 && config.pattern() == ZeroMqConfig.Pattern.PUB_SUB;
        if (!wellFramed) {
            figures.malformed("it has " + frames + " frames");
        } else if (last.length > config.maxFrame()) {
            figures.tooLarge();
        } else {
            read(last);
        }
    }

    private void read(byte[] frame) {
        try {
            EventDraft<?> draft = reader.read(frame);
            figures.message();
            deliver(draft);
        } catch (MalformedMessageException malformed) {
            figures.malformed(malformed.getMessage());
        }
    }

    private void deliver(EventDraft<?> draft) {
        CompletableFuture<EventDraft<?>> asked;
        synchronized (this) {
            asked = waiting;
            waiting = null;
            if (asked == null) {
                inbox.add(draft);
                full = inbox.size() == CAPACITY;
            }
        }
        if (asked != null) {
            asked.complete(draft);
        }
    }

    @Override
    public boolean lingers() {
        return false;
    }

    @Override
    public void ended(Throwable failure) {
        CompletableFuture<EventDraft<?>> asked;
        synchronized (this) {
            over = true;
            error = failure;
            asked = waiting;
            waiting = null;
        }
        if (asked != null) {
            asked.completeExceptionally(end());
        }
    }
}
