package org.eventnexus.zeromq;

import java.nio.channels.ClosedSelectorException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/**
 * Wakes the thread that owns a socket, from any other one. ZeroMQ's sockets are not thread-safe, so that all who ring share
 * one under a lock; rings that nobody has heard yet are one.
 */
final class Bell {
    private static final String ADDRESS = "inproc://bell";
    private static final byte[] RING = {1};

    private final AtomicBoolean ringing = new AtomicBoolean();
    /** The owner's. */
    private final ZMQ.Socket heard;
    // Guarded by this.
    private final ZMQ.Socket rope;
    private boolean silent;

    Bell(ZContext context) {
        heard = context.createSocket(SocketType.PAIR);
        heard.bind(ADDRESS);
        rope = context.createSocket(SocketType.PAIR);
        rope.connect(ADDRESS);
    }

    /** What the owner waits at, beside its other sockets. */
    ZMQ.Socket socket() {
        return heard;
    }

    void ring() {
        if (ringing.compareAndSet(false, true)) {
            send();
        }
    }

    private synchronized void send() {
        try {
            if (!silent) {
                rope.send(RING, ZMQ.DONTWAIT);
            }
        } catch (ZMQException | ClosedSelectorException interrupted) {
            ringing.set(false); // whoever rings next tries again
        }
    }

    /** By the owner, before it looks at what there is to do: what is asked for from now on rings again. */
    void heard() {
        while (heard.recv(ZMQ.DONTWAIT) != null) {
            // all of them are one
        }
        ringing.set(false); // last: else a ring could be taken away here and still count as ringing, and no other would
        // come
    }

    /** By the owner, before its sockets are closed: afterwards ringing does nothing. */
    synchronized void silence() {
        silent = true;
    }
}
