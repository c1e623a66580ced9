package org.eventnexus.gateway.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;

/** Reads a request's body up to a limit and not further, whatever its length claims to be. */
final class BodyReader {
    private BodyReader() {}

    /** @throws ProblemException 413 if it is larger, 400 if it ends early */
    static byte[] read(HttpServletRequest request, int limit) {
        long announced = request.getContentLengthLong();
        if (announced > limit) {
            throw tooLarge(limit);
        }
        int most = announced < 0 ? limit : (int) announced; // and no larger a buffer than that
        try {
            InputStream in = request.getInputStream();
            byte[] body = in.readNBytes(most);
            if (body.length == most && in.read() >= 0) {
                throw tooLarge(limit);
            }
            return body;
        } catch (IOException broken) {
            throw ProblemException.badRequest("the body could not be read to its end");
        }
    }

    private static ProblemException tooLarge(int limit) {
        return ProblemException.of(
                Response.Status.REQUEST_ENTITY_TOO_LARGE, "the body is larger than " + limit + " bytes");
    }
}
