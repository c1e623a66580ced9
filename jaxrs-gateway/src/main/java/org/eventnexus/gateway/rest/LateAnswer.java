package org.eventnexus.gateway.rest;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Writes an answer after its request's thread has gone, without holding another: by a write listener, as streams do.
 *
 * <p>It must not be replaced by resuming the JAX-RS response. That writes blocking, so that on the application's few
 * threads two clients who do not read their answers would stop all domains; and at an undeployment Payara takes Jersey
 * down before it tells the application, so that whoever still waits would never hear.
 */
final class LateAnswer implements WriteListener {
    private static final Logger LOG = Logger.getLogger(LateAnswer.class.getName());

    private final AsyncContext context;
    private final ServletOutputStream out;
    private final byte[] body;
    private boolean written;

    private LateAnswer(AsyncContext context, ServletOutputStream out, byte[] body) {
        this.context = context;
        this.out = out;
        this.body = body;
    }

    static void send(AsyncContext context, Reply reply) {
        try {
            HttpServletResponse response = (HttpServletResponse) context.getResponse();
            response.setStatus(reply.status());
            reply.headers().forEach(response::setHeader);
            if (reply.contentType() == null) {
                context.complete();
            } else {
                response.setContentType(reply.contentType());
                response.setContentLength(reply.body().length);
                ServletOutputStream out = response.getOutputStream();
                out.setWriteListener(new LateAnswer(context, out, reply.body()));
            }
        } catch (IOException | RuntimeException gone) {
            LOG.log(Level.FINE, "nobody waits for this answer any more", gone);
        }
    }

    @Override
    public void onWritePossible() throws IOException {
        if (!written && out.isReady()) {
            written = true;
            out.write(body);
        }
        if (written && out.isReady()) {
            context.complete();
        }
    }

    @Override
    public void onError(Throwable gone) {
        LOG.log(Level.FINE, "nobody waits for this answer any more", gone);
        try {
            context.complete();
        } catch (RuntimeException completed) {
            LOG.log(Level.FINE, "the server has completed it", completed);
        }
    }
}
