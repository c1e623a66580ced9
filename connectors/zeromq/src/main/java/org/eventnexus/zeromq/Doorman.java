package org.eventnexus.zeromq;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * Says which clients may connect, by the ZeroMQ Authentication Protocol (RFC 27): without somebody who answers, CURVE encrypts but lets
 * everybody in. Belongs to the thread that owns the socket, so that it needs none of its own.
 */
final class Doorman {
    private static final String ADDRESS = "inproc://zeromq.zap.01";
    private static final int FRAMES = 7;
    private static final int REQUEST_ID = 1;
    private static final int MECHANISM = 5;
    private static final int KEY = 6;
    private static final int KEY_BYTES = 32;

    private final Set<String> clients;
    private final ZMQ.Socket door;
    private final ZeroMqFigures figures;

    /** To be made before the socket is bound: who comes earlier would be let in. */
    Doorman(ZContext context, Set<String> clients, ZeroMqFigures figures) {
        this.clients = clients;
        this.figures = figures;
        door = context.createSocket(SocketType.REP);
        door.bind(ADDRESS);
    }

    ZMQ.Socket socket() {
        return door;
    }

    void answer() {
        byte[] first;
        while ((first = door.recv(ZMQ.DONTWAIT)) != null) {
            List<byte[]> request = new ArrayList<>(FRAMES);
            request.add(first);
            while (door.hasReceiveMore()) {
                request.add(door.recv());
            }
            answer(request);
        }
    }

    private void answer(List<byte[]> request) {
        boolean known = request.size() == FRAMES && isKnown(request);
        if (!known) {
            figures.stranger();
        }
        door.sendMore("1.0");
        door.sendMore(request.size() > REQUEST_ID ? request.get(REQUEST_ID) : new byte[0]);
        door.sendMore(known ? "200" : "400");
        door.sendMore(known ? "OK" : "No such client");
        door.sendMore("");
        door.send("");
    }

    private boolean isKnown(List<byte[]> request) {
        byte[] key = request.get(KEY);
        return new String(request.get(MECHANISM), StandardCharsets.US_ASCII).equals("CURVE")
                && key.length == KEY_BYTES
                && clients.contains(ZMQ.Curve.z85Encode(key));
    }
}
