package org.eventnexus.gateway.rest;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.Optional;

/**
 * Problem documents for what goes wrong before JAX-RS has found whom to ask: RESTEasy and Jersey then answer by the
 * server's own page, and RESTEasy logs a stack trace each time, with which a stranger could fill the disk. Error pages would do it too, but in an application that brings the gateway as a jar those are the
 * application's affair, and not only for these paths.
 *
 * <p>Public for the container, which makes it.
 */
public class ProblemFilter extends HttpFilter {
    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<ProblemException> fault = RequestHead.fault(request);
        if (fault.isPresent()) {
            fault.get().reply().write(response);
        } else {
            chain.doFilter(AcceptedTypes.of(request), new Documented(response));
        }
    }

    private static final class Documented extends HttpServletResponseWrapper {
        Documented(HttpServletResponse response) {
            super(response);
        }

        @Override
        public void sendError(int status) throws IOException {
            resetBuffer();
            ErrorPage.write(this, status);
            flushBuffer();
        }

        /** The message is the server's, and names its classes. */
        @Override
        public void sendError(int status, String message) throws IOException {
            sendError(status);
        }
    }
}
