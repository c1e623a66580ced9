package org.eventnexus.gateway.rest;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eventnexus.gateway.stream.ServerConnection;

/**
 * Writes an answer without holding a thread for it, as fast as its client reads: by a write listener, as streams do.
 *
 * <p>It must not be replaced by resuming the JAX-RS response. That writes blocking, so that a handful of clients who do not
 * read their answers would have all of a server's threads, or of the application's few, and so stop all domains; and at an
 * undeployment Payara takes Jersey down before it tells the application, so that whoever still waits would never hear.
 *
 * <p>Thread-safe.
 */
final class AsyncAnswer implements WriteListener, AsyncListener {
    private static final Logger LOG = Logger.getLogger(AsyncAnswer.class.getName());
    private static final int PORTION = 16_384;

    private final AsyncContext context;
    private final CompletableFuture<Void> over = new CompletableFuture<>();

    // guarded by this
    private ServletOutputStream out;
    private byte[] body;
    private int written;
    private int seen;

    AsyncAnswer(AsyncContext context) {
        this.context = context;
    }

    /** When it has been taken, or nobody waits for it any more. */
    CompletionStage<Void> over() {
        return over;
    }

    /** Once only. */
    void send(Reply reply) {
        try {
            HttpServletResponse response = (HttpServletResponse) context.getResponse();
            response.setStatus(reply.status());
            reply.headers().forEach(response::setHeader);
            if (reply.contentType() == null) {
                complete();
            } else {
                response.setContentType(reply.contentType());
                response.setContentLength(reply.body().length);
                if (!reply.isShort()) {
                    ServerConnection.bound(context.getRequest());
                    listen();
                }
                begin(response.getOutputStream(), reply.body());
            }
        } catch (IOException | RuntimeException gone) {
            LOG.log(Level.FINE, "nobody waits for this answer any more", gone);
            complete();
        }
    }

    /** Who comes after the request's thread has gone may not: then a failed write tells, or time. */
    private void listen() {
        try {
            context.addListener(this);
        } catch (IllegalStateException late) {
            LOG.log(Level.FINEST, "as Payara has it", late);
        }
    }

    private void begin(ServletOutputStream stream, byte[] bytes) {
        synchronized (this) {
            out = stream;
            body = bytes;
        }
        stream.setWriteListener(this);
    }

    @Override
    public void onWritePossible() throws IOException {
        if (writes()) {
            complete();
        }
    }

    /** Whether all of it has been taken. */
    private synchronized boolean writes() throws IOException {
        while (body != null && written < body.length && out.isReady()) {
            int portion = Math.min(PORTION, body.length - written);
            out.write(body, written, portion);
            written += portion;
        }
        return body != null && written == body.length && out.isReady();
    }

    /** Whether its client has taken nothing since this was asked last. */
    synchronized boolean isStuck() {
        boolean stuck = written == seen;
        seen = written;
        return stuck;
    }

    /**
     * Its client is hung up on, as it would take what comes next for the rest of this.
     *
     * <p>Not while this is locked: Payara calls a write listener under a lock of its own, which ending a connection or a
     * response may want as well.
     */
    void giveUp() {
        if (forget()) {
            ServerConnection.hangUp(context.getRequest());
            complete();
        }
    }

    /** Nothing more of it is written. Whether something might have been. */
    private synchronized boolean forget() {
        boolean begun = body != null;
        body = null;
        return begun;
    }

    /** Once only: the server uses a request that has been completed for another one. */
    private void complete() {
        if (end()) {
            try {
                context.complete();
            } catch (RuntimeException completed) {
                LOG.log(Level.FINE, "the server has completed it", completed);
            }
        }
    }

    /**
     * The server may keep this for as long as the connection lasts; the bytes are not to be kept with it.
     *
     * @return whether it had not ended yet
     */
    private boolean end() {
        forget();
        return over.complete(null);
    }

    @Override
    public void onError(Throwable gone) {
        LOG.log(Level.FINE, "nobody waits for this answer any more", gone);
        complete();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        end();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        // there is none
    }

    /** Completing is the server's business here. */
    @Override
    public void onError(AsyncEvent event) {
        end();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // nobody starts it again
    }
}
