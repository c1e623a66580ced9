package org.eventnexus.gateway.stream;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A response in non-blocking mode. */
final class ServletOutlet implements Outlet {
    private static final Logger LOG = Logger.getLogger(ServletOutlet.class.getName());

    private final AsyncContext context;
    private final ServletOutputStream out;

    private ServletOutlet(AsyncContext context) throws IOException {
        this.context = context;
        this.out = context.getResponse().getOutputStream();
    }

    /**
     * Takes over a request that JAX-RS has suspended and never resumes: Jersey and RESTEasy have then started asynchronous
     * processing already, and to start it again would fail.
     */
    static ServletOutlet of(HttpServletRequest request, HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType("text/event-stream;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no");
        response.setHeader("Connection", "close"); // else a client that is closed for not reading keeps its connection
        AsyncContext context =
                request.isAsyncStarted() ? request.getAsyncContext() : request.startAsync(request, response);
        context.setTimeout(0);
        ServerConnection.bound(context.getRequest());
        try {
            return new ServletOutlet(context);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    @Override
    public void listen(StreamClient client) {
        context.addListener(new Endings(client));
        out.setWriteListener(new Writing(client));
    }

    @Override
    public boolean isReady() {
        return out.isReady();
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    /** WildFly's does. Payara's must not be flushed without need: a response flushed once too often did not end. */
    @Override
    public boolean flushesInPart() {
        return out.getClass().getName().startsWith("io.undertow.");
    }

    /** Where the connection is gone, the server has completed the response itself, and says so by throwing. */
    @Override
    public void complete() {
        try {
            context.complete();
        } catch (RuntimeException completed) {
            LOG.log(Level.FINE, "the response had been completed", completed);
        }
    }

    private record Writing(StreamClient client) implements WriteListener {
        @Override
        public void onWritePossible() {
            client.writable();
        }

        @Override
        public void onError(Throwable gone) {
            client.close();
        }
    }

    /** WildFly calls this inside the flush that finds the connection cut; completing there is the server's business. */
    private record Endings(StreamClient client) implements AsyncListener {
        @Override
        public void onComplete(AsyncEvent event) {
            client.gone();
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            client.close();
        }

        @Override
        public void onError(AsyncEvent event) {
            client.gone();
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            // nobody starts it again
        }
    }
}
