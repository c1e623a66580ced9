package org.eventnexus.gateway.stream;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Bounds what Payara keeps in memory for a connection whose client does not read.
 *
 * <p>Payara says that a response takes no more only when four times the socket's send buffer wait in the heap, which is 10
 * MB on loopback; they stay there after the response has been completed, for as long as the client leaves the connection
 * open. Fifty such clients were the end of a server with 512 MiB. The Servlet API has no word for it, so the connection
 * under the request is told, by reflection over public methods, and only this one: a stream is the last on its connection.
 */
final class WriteQueue {
    private static final Logger LOG = Logger.getLogger(WriteQueue.class.getName());
    private static final int MAX_BYTES = 4 * Lane.JOIN;

    /** From here to the connection; other servers' requests do not have the first of these. */
    private static final String[] WAY = {"getUnwrappedCoyoteRequest", "getCoyoteRequest", "getContext", "getConnection"
    };

    private WriteQueue() {}

    /** Does nothing on servers that are not built so. */
    static void bound(ServletRequest request) {
        Object at = request;
        while (at instanceof ServletRequestWrapper wrapper) {
            at = wrapper.getRequest();
        }
        try {
            for (String step : WAY) {
                at = at.getClass().getMethod(step).invoke(at);
            }
            at.getClass().getMethod("setMaxAsyncWriteQueueSize", int.class).invoke(at, MAX_BYTES);
        } catch (ReflectiveOperationException | RuntimeException other) {
            LOG.log(Level.FINER, "not Payara's connection, or not as it was", other);
        }
    }
}
