package org.eventnexus.zeromq;

import java.nio.charset.StandardCharsets;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;
import zmq.poll.Poller;

/**
 * A socket as a configuration says, bound or connected, with all that makes up for what JeroMQ (0.6.0) does not do:
 *
 * <ul>
 *   <li>{@link PatientPush}, as it sends to peers before it knows whether they are let in.
 *   <li>{@link Frames}, as it does not bound how many frames a message has.
 *   <li>{@link Throttle}, as with CURVE a message that meets its high-water mark is lost.
 *   <li>{@link Peers}, as it does not connect again to a peer that it has cut off, and does not say why it has lost one.
 *   <li>{@link SecondLook}, as it now and then forgets a connection that it has just made.
 *   <li>{@link #SMALLEST_LIMIT}, as its limit for frames holds for its own commands as well.
 * </ul>
 *
 * <p>Belongs to the thread that owns it.
 */
final class MendedSocket {
    /** What CURVE's handshake needs, and subscriptions. */
    private static final int SMALLEST_LIMIT = 4096;
    /** What CURVE adds to a frame: a name, a nonce, flags and a checksum. */
    private static final int ENCRYPTION = 64;

    private final ZeroMqConfig config;
    private final SocketType type;
    private final ZMQ.Socket socket;
    private final Throttle throttle;
    private final Peers peers;

    /**
     * Opens it.
     *
     * @param poller of the one thread by which ZeroMQ listens to connections
     * @throws ZMQException if that cannot be done; then nothing of it stays
     */
    MendedSocket(
            ZContext context, Poller poller, ZeroMqConfig config, SocketType type, ZeroMqFigures figures, Bell bell) {
        this.config = config;
        this.type = type;
        throttle = new Throttle(isThrottled() ? config.highWaterMark() : 0, bell);
        socket = type == SocketType.PUSH ? PatientPush.open(bell.socket().getCtx()) : context.createSocket(type);
        try {
            setUp();
            peers = new Peers(socket, poller, config, figures, bell);
            attach();
        } catch (RuntimeException | Error failure) {
            socket.setLinger(0);
            socket.close();
            throw failure;
        }
    }

    private boolean receives() {
        return type == SocketType.PULL || type == SocketType.SUB;
    }

    private boolean isThrottled() {
        return receives() && config.curve().isPresent();
    }

    private void setUp() {
        socket.setIPv6(Addresses.isVersion6(config.address()));
        socket.setMaxMsgSize(
                receives() ? Math.max(SMALLEST_LIMIT, config.maxFrame() + (long) ENCRYPTION) : SMALLEST_LIMIT);
        socket.setMsgAllocator(new Frames(type == SocketType.SUB, throttle));
        socket.setRcvHWM(isThrottled() ? 0 : config.highWaterMark());
        socket.setSndHWM(config.highWaterMark());
        socket.setTCPKeepAlive(1);
        config.curve().ifPresent(this::encrypt);
        if (type == SocketType.SUB) {
            socket.subscribe(config.topic().orElse("").getBytes(StandardCharsets.UTF_8));
        }
    }

    private void encrypt(Curve curve) {
        if (curve instanceof Curve.Server server) {
            socket.setCurveServer(true);
            socket.setCurveSecretKey(bytes(server.secretKey()));
        } else if (curve instanceof Curve.Client client) {
            socket.setCurveServerKey(bytes(client.serverKey()));
            socket.setCurvePublicKey(bytes(client.publicKey()));
            socket.setCurveSecretKey(bytes(client.secretKey()));
        }
    }

    private static byte[] bytes(String key) {
        return ZMQ.Curve.z85Decode(key);
    }

    private void attach() {
        if (config.isBinding()) {
            socket.bind(config.address());
        } else {
            socket.connect(config.address());
        }
    }

    ZMQ.Socket socket() {
        return socket;
    }

    /** Where it is, with the port that it got if any was asked for. */
    String address() {
        return socket.getLastEndpoint();
    }

    /** Connects again where ZeroMQ does not; gives the milliseconds until it may have to, -1 for never. */
    long redial() {
        return peers.redial();
    }

    /** Lets the traffic flow; if then nothing more has come, more may come. */
    void flow(Traffic traffic) {
        if (traffic.flow(socket)) {
            throttle.drained();
        }
    }

    /** Closes it; ZeroMQ goes on to send what it has taken, for so long. */
    void close(int lingerMillis) {
        throttle.open();
        socket.setLinger(lingerMillis);
        socket.close();
    }
}
