package org.eventnexus.zeromq;

import java.nio.charset.StandardCharsets;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** Makes a socket as a configuration says; it is neither bound nor connected. */
record SocketSetup(ZeroMqConfig config, SocketType type, Bell bell) {
    /** What CURVE's handshake needs, and subscriptions. */
    private static final int SMALLEST_LIMIT = 4096;
    /** What CURVE adds to a frame: a name, a nonce, flags and a checksum. */
    private static final int ENCRYPTION = 64;
    /**
     * How long two sides may take to greet each other before who has connected tries anew. ZeroMQ (JeroMQ 0.6.0) now and then
     * forgets to listen to a connection that it has just made: if a command comes to its thread at the same moment, its table has
     * the connection twice, and the older entry takes the newer one's registration away. Its own limit would be 30 s.
     */
    private static final int HANDSHAKE_MILLIS = 3000;

    Throttle throttle() {
        return new Throttle(receives() && config.curve().isPresent() ? config.highWaterMark() : 0, bell);
    }

    private boolean receives() {
        return type == SocketType.PULL || type == SocketType.SUB;
    }

    ZMQ.Socket make(ZContext context, Throttle throttle) {
        ZMQ.Socket socket = context.createSocket(type);
        socket.setMaxMsgSize(
                receives() ? Math.max(SMALLEST_LIMIT, config.maxFrame() + (long) ENCRYPTION) : SMALLEST_LIMIT);
        socket.setMsgAllocator(new Frames(type == SocketType.SUB, throttle));
        socket.setRcvHWM(config.curve().isPresent() ? 0 : config.highWaterMark()); // see Throttle
        socket.setSndHWM(config.highWaterMark());
        socket.setLinger((int) config.linger().toMillis());
        socket.setTCPKeepAlive(1);
        if (!config.isBinding()) {
            socket.setHandshakeIvl(HANDSHAKE_MILLIS);
        }
        config.curve().ifPresent(curve -> encrypt(socket, curve));
        if (type == SocketType.SUB) {
            socket.subscribe(config.topic().orElse("").getBytes(StandardCharsets.UTF_8));
        }
        return socket;
    }

    private static void encrypt(ZMQ.Socket socket, Curve curve) {
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
}
