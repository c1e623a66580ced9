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

    private final ServletInputStream in;
    private final int limit;
    private final Taker taker;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final byte[] portion = new byte[PORTION];

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

        /** It will not come, or not be taken; told once, and instead. */
        void failed(ProblemException why);
    }

    private BodyReader(ServletInputStream in, int limit, Taker taker) {
        this.in = in;
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
            ServletInputStream in = request.getInputStream();
            in.setReadListener(new BodyReader(in, limit, taker));
        } catch (IOException broken) {
            taker.failed(unreadable());
        }
    }

    @Override
    public void onDataAvailable() throws IOException {
        try {
            while (in.isReady() && !in.isFinished()) {
                int read = in.read(portion);
                if (read > 0) {
                    keep(read);
                }
            }
        } catch (ProblemException refused) {
            taker.failed(refused);
        }
    }

    private void keep(int read) {
        if (body.size() + read > limit) {
            throw tooLarge(limit);
        }
        taker.more(read);
        body.write(portion, 0, read);
    }

    @Override
    public void onAllDataRead() {
        taker.whole(body.toByteArray());
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
