package org.eventnexus.gateway.stream;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What the Servlet API has no word for: the connection under a request. By reflection over public methods of the servers'
 * requests; on servers that are not built so nothing is done.
 */
public final class ServerConnection {
    private static final Logger LOG = Logger.getLogger(ServerConnection.class.getName());
    private static final int MAX_BYTES = 4 * Lane.JOIN;

    /** From a request to its connection; other servers' requests do not have the first of these. */
    private static final List<String> ON_PAYARA =
            List.of("getUnwrappedCoyoteRequest", "getCoyoteRequest", "getContext", "getConnection");

    private static final List<String> ON_WILDFLY = List.of("getExchange", "getConnection");

    private ServerConnection() {}

    /**
     * Bounds what is kept in memory for a connection whose client does not read.
     *
     * <p>Payara says that a response takes no more only when four times the socket's send buffer wait in the heap, which is
     * 10 MB on loopback; they stay there after the response has been completed, for as long as the client leaves the
     * connection open. Fifty such clients were the end of a server with 512 MiB. WildFly keeps next to nothing.
     */
    public static void bound(ServletRequest request) {
        try {
            Object connection = under(request, ON_PAYARA);
            connection
                    .getClass()
                    .getMethod("setMaxAsyncWriteQueueSize", int.class)
                    .invoke(connection, MAX_BYTES);
        } catch (ReflectiveOperationException | RuntimeException other) {
            LOG.log(Level.FINER, "not Payara's connection, or not as it was", other);
        }
    }

    /**
     * Ends it at once, with what waits to be sent. To complete the response does not: both servers wait until its client has
     * read what they have taken already, and WildFly leaves the connection open for as long.
     */
    public static void hangUp(ServletRequest request) {
        if (!ends(request, ON_PAYARA, "terminateSilently")) {
            ends(request, ON_WILDFLY, "close");
        }
    }

    private static boolean ends(ServletRequest request, List<String> way, String end) {
        try {
            Object connection = under(request, way);
            connection.getClass().getMethod(end).invoke(connection);
            return true;
        } catch (ReflectiveOperationException | RuntimeException other) {
            LOG.log(Level.FINER, "not such a connection, or not as it was", other);
            return false;
        }
    }

    private static Object under(ServletRequest request, List<String> way) throws ReflectiveOperationException {
        Object at = request;
        while (at instanceof ServletRequestWrapper wrapper) {
            at = wrapper.getRequest();
        }
        for (String step : way) {
            at = at.getClass().getMethod(step).invoke(at);
        }
        return at;
    }
}
