package org.eventnexus.gateway.rest;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;

/**
 * Reads a request's body up to a limit and not further, whatever its length claims to be, and holds no thread while it does
 * not come: a server has few, and a handful of clients that send a byte now and then would have them all.
 *
 * <p>Called by the server, by one thread at a time.
 */
final class BodyReader implements ReadListener {
    private static final int PORTION = 8_192;
    /** So many times the limit is read of a body that is not taken, before its sender is hung up on. */
    private static final int PATIENCE = 8;

    private final ServletInputStream in;
    /** What it says of itself; negative if nothing. */
    private final long length;

    private final int limit;
    private final Taker taker;
    private ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final byte[] portion = new byte[PORTION];
    private long seen;
    /** Null unless the body will not be taken. */
    private ProblemException refusal;

    private boolean answered;

    /** Who gets the body. */
    interface Taker {
        /**
         * Asks for leave to keep so many bytes more.
         *
         * @throws ProblemException if there is no room
         */
        void more(int bytes);

        /** There it is, on a thread of the server's that is not to be held. */
        void whole(byte[] body);

        /** It will not be taken; what more of it comes is thrown away, and then it has failed. */
        void refused(ProblemException why);

        /** It will not come, or has not been taken; told once, and instead. */
        void failed(ProblemException why);
    }

    private BodyReader(ServletInputStream in, long length, int limit, Taker taker) {
        this.in = in;
        this.length = length;
        this.limit = limit;
        this.taker = taker;
    }

    /** @throws ProblemException 413 if it says of itself that it is larger */
    static void requireShort(HttpServletRequest request, int limit) {
        if (request.getContentLengthLong() > limit) {
            throw tooLarge(limit);
        }
    }

    /** The body, if all of it has come along with the headers, as short ones do. */
    static Optional<byte[]> ifThere(HttpServletRequest request) {
        long length = request.getContentLengthLong();
        try {
            ServletInputStream in = request.getInputStream();
            if (length < 0 || length > in.available()) {
                return Optional.empty();
            }
            byte[] body = in.readNBytes((int) length);
            if (body.length == length) {
                return Optional.of(body);
            }
        } catch (IOException broken) {
            throw unreadable();
        }
        throw unreadable();
    }

    /** Sees to it that the taker will have it; the request is asynchronous by now. */
    static void start(HttpServletRequest request, int limit, Taker taker) {
        try {
            start(request.getInputStream(), request.getContentLengthLong(), limit, taker);
        } catch (IOException broken) {
            taker.failed(unreadable());
        }
    }

    static void start(ServletInputStream in, long length, int limit, Taker taker) {
        in.setReadListener(new BodyReader(in, length, limit, taker));
    }

    /**
     * What is refused half-way is read on and thrown away before it is answered. It must not be answered while it comes:
     * WildFly then reads the rest itself, with a blocking read on a thread of its that may not block, so that now and then
     * neither the rest nor the request behind it is read, nor is the connection closed. Who sends on and on is answered all
     * the same, as is whose time is up, and hung up on.
     *
     * <p>What has as many bytes as it said is not asked whether more of it is ready: Payara would set about reading more of the
     * connection then, beside the thread that reads the request behind it.
     */
    @Override
    public void onDataAvailable() throws IOException {
        while (!answered && seen != length && in.isReady()) {
            readPortion();
        }
        if (seen == length) {
            end();
        }
    }

    private void readPortion() throws IOException {
        int read = in.read(portion);
        if (read > 0) {
            seen += read;
            if (refusal == null) {
                keep(read);
            } else if (seen > (long) PATIENCE * limit) {
                answered = true;
                taker.failed(refusal.andHangUp());
            }
        }
    }

    private void keep(int read) {
        try {
            if (seen > limit) {
                throw tooLarge(limit);
            }
            taker.more(read);
            body.write(portion, 0, read);
        } catch (ProblemException refused) {
            refusal = refused;
            body = null;
            taker.refused(refused);
        }
    }

    /** What has come while nobody looked is there still: Payara tells of the end as soon as it has come. */
    @Override
    public void onAllDataRead() throws IOException {
        while (!answered && in.available() > 0) {
            readPortion();
        }
        end();
    }

    private void end() {
        if (!answered) {
            answered = true;
            if (refusal == null) {
                taker.whole(body.toByteArray());
            } else {
                taker.failed(refusal);
            }
        }
    }

    @Override
    public void onError(Throwable broken) {
        taker.failed(unreadable());
    }

    private static ProblemException unreadable() {
        return ProblemException.badRequest("the body could not be read to its end");
    }

    private static ProblemException tooLarge(int limit) {
        return ProblemException.of(
                Response.Status.REQUEST_ENTITY_TOO_LARGE, "the body is larger than " + limit + " bytes");
    }
}
