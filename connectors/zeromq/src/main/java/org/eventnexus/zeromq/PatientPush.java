package org.eventnexus.zeromq;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import org.zeromq.ZMQ;
import zmq.Ctx;
import zmq.IMailbox;
import zmq.Msg;
import zmq.SocketBase;
import zmq.pipe.Pipe;
import zmq.socket.LB;

/**
 * A PUSH socket that gives messages only to peers whose handshake is over, as libzmq does since 4.3.3. JeroMQ's own (0.6.0)
 * deals them out among all who have connected, so that those which fall to somebody who is then refused, or who has only
 * knocked, are lost. That a handshake is over is told by what ZeroMQ then puts first into a peer's pipe: its identity.
 *
 * <p>Nothing else is expected of peers, and passed over. Belongs to the thread that owns the socket.
 */
final class PatientPush extends SocketBase {
    /** Those whom messages are dealt out to. */
    private final LB greeted = new LB();

    private final Set<Pipe> strangers = new HashSet<>();

    private PatientPush(Ctx context, int slot) {
        super(context, slot, slot);
        options.type = zmq.ZMQ.ZMQ_PUSH;
        options.recvIdentity = true;
    }

    static ZMQ.Socket open(Ctx context) {
        SocketBase current = context.createSocket(zmq.ZMQ.ZMQ_PUSH);
        try {
            var patient = new PatientPush(context, current.getTid());
            IMailbox unused = patient.replace(current, context);
            current = patient;
            unused.close();
            return new Socket(patient);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError otherVersion) {
            current.close(); // its context would wait for it
            throw new IllegalStateException(
                    "this version of JeroMQ is not known; let the application have the one that the connector brings",
                    otherVersion);
        } catch (IOException e) {
            current.close();
            throw new UncheckedIOException(e);
        }
    }

    private static final class Socket extends ZMQ.Socket {
        Socket(PatientPush base) {
            super(base);
        }
    }

    /**
     * JeroMQ makes sockets of its own classes only, so that this one takes the place of another one that has just been made.
     * Returns the other one's mailbox, which nobody uses any more.
     */
    private IMailbox replace(SocketBase usual, Ctx context) throws ReflectiveOperationException {
        Method mailbox = open(SocketBase.class.getDeclaredMethod("getMailbox"));
        @SuppressWarnings("unchecked")
        var sockets = (List<SocketBase>) field("sockets").get(context);
        var slots = (IMailbox[]) field("slots").get(context);
        var lock = (Lock) field("slotSync").get(context);
        var mine = (IMailbox) mailbox.invoke(this);
        var unused = (IMailbox) mailbox.invoke(usual);
        lock.lock();
        try {
            sockets.set(sockets.indexOf(usual), this);
            slots[getTid()] = mine;
        } finally {
            lock.unlock();
        }
        return unused;
    }

    private static Field field(String name) throws NoSuchFieldException {
        return open(Ctx.class.getDeclaredField(name));
    }

    private static <A extends AccessibleObject> A open(A member) {
        member.setAccessible(true);
        return member;
    }

    @Override
    protected void xattachPipe(Pipe pipe, boolean subscribe2all, boolean isLocallyInitiated) {
        pipe.setNoDelay(); // as what comes from peers is of no interest
        strangers.add(pipe);
        xreadActivated(pipe);
    }

    @Override
    protected void xreadActivated(Pipe pipe) {
        boolean over = false;
        while (pipe.read() != null) {
            over = true;
        }
        if (over && strangers.remove(pipe)) {
            greeted.attach(pipe);
        }
    }

    @Override
    protected void xwriteActivated(Pipe pipe) {
        greeted.activated(pipe);
    }

    @Override
    protected void xpipeTerminated(Pipe pipe) {
        if (!strangers.remove(pipe)) {
            greeted.terminated(pipe);
        }
    }

    @Override
    protected boolean xsend(Msg message) {
        return greeted.sendpipe(message, errno, null);
    }

    @Override
    protected boolean xhasOut() {
        return greeted.hasOut();
    }
}
