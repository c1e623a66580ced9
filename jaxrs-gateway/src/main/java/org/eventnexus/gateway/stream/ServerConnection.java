package org.eventnexus.gateway.stream;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What the Servlet API has no word for: the connection under a request, on Payara. By reflection over public methods; on
 * servers that are not built so nothing is done, nor is it needed there.
 */
public final class ServerConnection {
    private static final Logger LOG = Logger.getLogger(ServerConnection.class.getName());
    private static final int MAX_BYTES = 4 * Lane.JOIN;

    /** From here to the connection; other servers' requests do not have the first of these. */
    private static final String[] WAY = {"getUnwrappedCoyoteRequest", "getCoyoteRequest", "getContext", "getConnection"
    };

    private ServerConnection() {}

    /**
     * Bounds what is kept in memory for a connection whose client does not read.
     *
     * <p>Payara says that a response takes no more only when four times the socket's send buffer wait in the heap, which is
     * 10 MB on loopback; they stay there after the response has been completed, for as long as the client leaves the
     * connection open. Fifty such clients were the end of a server with 512 MiB.
     */
    public static void bound(ServletRequest request) {
        try {
            Object connection = under(request);
            connection
                    .getClass()
                    .getMethod("setMaxAsyncWriteQueueSize", int.class)
                    .invoke(connection, MAX_BYTES);
        } catch (ReflectiveOperationException | RuntimeException other) {
            LOG.log(Level.FINER, "not Payara's connection, or not as it was", other);
        }
    }

    /**
     * Ends it at once, with what waits to be sent. WildFly does so itself where a response is completed that has not been
     * written as far as its head has said.
     */
    public static void hangUp(ServletRequest request) {
        try {
            Object connection = under(request);
            connection.getClass().getMethod("terminateSilently").invoke(connection);
        } catch (ReflectiveOperationException | RuntimeException other) {
            LOG.log(Level.FINER, "not Payara's connection, or not as it was", other);
        }
    }

    private static Object under(ServletRequest request) throws ReflectiveOperationException {
        Object at = request;
        while (at instanceof ServletRequestWrapper wrapper) {
            at = wrapper.getRequest();
        }
        for (String step : WAY) {
            at = at.getClass().getMethod(step).invoke(at);
        }
        return at;
    }
}
