package org.eventnexus.gateway.rest;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Collections;
import org.eventnexus.gateway.access.BadTokenException;
import org.eventnexus.gateway.access.Caller;
import org.eventnexus.gateway.access.Callers;
import org.eventnexus.gateway.access.KeysUnknownException;

/**
 * Finds out who sends a request, before anything else is looked at, and answers for those whom the rest need not see: bad
 * tokens, other origins' preflights, and other origins' pages that would act in the name of who happens to be logged in.
 *
 * <p>Public for the container, which makes it.
 */
public class CallerFilter extends HttpFilter {
    private static final String CALLER = CallerFilter.class.getName() + ".caller";

    @Inject
    Callers callers;

    @Inject
    CrossOrigin crossOrigin;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        // What is answered is for this caller and of this moment, and a cache on the way cannot tell callers by a
        // cookie.
        response.setHeader("Cache-Control", "no-store");
        if (crossOrigin.answers(request, response)) {
            return;
        }
        try {
            Callers.Known known = callers.of(
                    Collections.list(request.getHeaders("Authorization")),
                    RequestCookies.values(request, callers::readsCookie),
                    request.getRemoteAddr());
            if (known.byCookie() && crossOrigin.isForged(request)) {
                throw ProblemException.of(
                        Response.Status.FORBIDDEN, "pages of other origins may not do this with a cookie");
            }
            request.setAttribute(CALLER, known.caller());
        } catch (BadTokenException bad) {
            ProblemException.badToken(bad.getMessage()).reply().write(response);
            return;
        } catch (KeysUnknownException notYet) {
            ProblemException.unavailable(notYet.getMessage()).reply().write(response);
            return;
        } catch (ProblemException refused) {
            refused.reply().write(response);
            return;
        }
        chain.doFilter(request, response);
    }

    /** Who sent a request that has come through this filter; anybody, for one that has not. */
    static Caller caller(HttpServletRequest request) {
        return request.getAttribute(CALLER) instanceof Caller known ? known : Caller.anonymous(request.getRemoteAddr());
    }
}
