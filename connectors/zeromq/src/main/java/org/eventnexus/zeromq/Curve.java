package org.eventnexus.zeromq;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Keys for ZeroMQ's CURVE, with which everything is encrypted and both sides know whom they talk to. One side is its server, who
 * says which clients may connect; it need not be the one that binds. Keys are the 40 characters of Z85, as
 * {@code zmq.curve_keypair()} gives them. Immutable.
 */
public sealed interface Curve {
    /**
     * The server's side.
     *
     * @param secretKey its own
     * @param clients public keys of those who may connect; nobody else gets anything
     */
    record Server(String secretKey, Set<String> clients) implements Curve {
        public Server {
            KeyText.require("secret-key", secretKey);
            if (clients.isEmpty()) {
                throw new IllegalArgumentException("no client may connect, as there is no client's key");
            }
            clients = Set.copyOf(clients);
            clients.forEach(key -> KeyText.require("client's key", key));
        }

        @Override
        public String toString() {
            return "Server[" + clients.size() + " clients]"; // the secret stays out of logs
        }
    }

    /**
     * A client's side.
     *
     * @param serverKey the server's public key: who has not the secret one that belongs to it gets nothing
     * @param publicKey its own
     * @param secretKey its own
     */
    record Client(String serverKey, String publicKey, String secretKey) implements Curve {
        public Client {
            KeyText.require("server-key", serverKey);
            KeyText.require("public-key", publicKey);
            KeyText.require("secret-key", secretKey);
        }

        @Override
        public String toString() {
            return "Client[of " + serverKey + "]";
        }
    }

    /** A server's side with one or more clients. */
    static Curve server(String secretKey, String... clients) {
        return new Server(secretKey, new LinkedHashSet<>(Set.of(clients)));
    }

    /** A client's side. */
    static Curve client(String serverKey, String publicKey, String secretKey) {
        return new Client(serverKey, publicKey, secretKey);
    }
}
