package org.eventnexus.zeromq;

import java.util.concurrent.TimeUnit;
import org.zeromq.ZEvent;
import org.zeromq.ZMQ;
import org.zeromq.ZMonitor;
import zmq.poll.Poller;

/**
 * What becomes of those that a socket talks to. ZeroMQ says only that it has lost one; why, it leaves in the number of the last
 * error, on its own thread, on which it tells of it. One whom it has cut off itself it does not connect to again, so that the
 * owner does.
 */
final class Peers implements ZEvent.ZEventConsummer {
    private static final int CONNECTING = ZMQ.EVENT_CONNECTED | ZMQ.EVENT_CONNECT_DELAYED | ZMQ.EVENT_CONNECT_RETRIED;
    /** ZeroMQ begins to connect again after a tenth of that; and a peer that is cut off each time must not keep both busy. */
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

    private final ZMQ.Socket socket;
    /** Of ZeroMQ's thread. */
    private final Poller poller;

    private final ZeroMqConfig config;
    private final ZeroMqFigures figures;
    private final Bell bell;
    /** Nobody is there and nobody is being connected to. */
    private volatile boolean lost;
    // The owner's.
    private boolean waiting;
    private long due;

    Peers(ZMQ.Socket socket, Poller poller, ZeroMqConfig config, ZeroMqFigures figures, Bell bell) {
        this.socket = socket;
        this.poller = poller;
        this.config = config;
        this.figures = figures;
        this.bell = bell;
        socket.setEventHook(this, ZMQ.EVENT_DISCONNECTED | (config.isBinding() ? 0 : CONNECTING));
    }

    /** On ZeroMQ's thread. */
    @Override
    public void consume(ZEvent event) {
        if (event.getEvent() == ZMonitor.Event.CONNECTED) {
            SecondLook.at(poller, event.getValue());
        }
        boolean disconnected = event.getEvent() == ZMonitor.Event.DISCONNECTED;
        if (disconnected && ZMQ.Error.findByCode(socket.errno()) == ZMQ.Error.EMSGSIZE) {
            figures.tooLarge();
        }
        lost = disconnected && !config.isBinding();
        if (lost) {
            bell.ring();
        }
    }

    /** By the owner: connects again where ZeroMQ does not; gives the milliseconds until it may have to, -1 for never. */
    long redial() {
        if (!lost) {
            waiting = false;
            return -1;
        }
        if (!waiting) {
            waiting = true;
            due = System.nanoTime() + PAUSE;
        }
        long left = due - System.nanoTime();
        if (left > 0) {
            return TimeUnit.NANOSECONDS.toMillis(left) + 1;
        }
        lost = false;
        waiting = false;
        socket.disconnect(config.address());
        socket.connect(config.address());
        return -1;
    }
}
