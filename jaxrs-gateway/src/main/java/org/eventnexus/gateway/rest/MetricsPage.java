package org.eventnexus.gateway.rest;

import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.eventnexus.gateway.access.Action;
import org.eventnexus.gateway.access.Caller;
import org.eventnexus.gateway.access.Decision;
import org.eventnexus.gateway.access.GatewayAccess;
import org.eventnexus.gateway.operations.Figures;

/**
 * The figures as Prometheus reads them, on every server. Everybody is told of domains that are open to everybody, and
 * those with an operations role of all. Public for the container, which makes it.
 */
public class MetricsPage extends HttpServlet {
    private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";
    private static final Caller ANYBODY = Caller.anonymous("");

    @Inject
    Gate gate;

    @Inject
    GatewayAccess access;

    @Inject
    Figures figures;

    @Inject
    Answers answers;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        Reply page = page(request);
        AsyncContext context = request.startAsync();
        context.setTimeout(0);
        answers.send(context, gate.caller(request), page);
    }

    /** The servlet's own would run the above with a response that counts what is written. */
    @Override
    protected void doHead(HttpServletRequest request, HttpServletResponse response) {
        response.setContentType(CONTENT_TYPE);
        response.setContentLength(page(request).body().length);
    }

    private Reply page(HttpServletRequest request) {
        return Reply.found(CONTENT_TYPE, page(access.operates(gate.caller(request))));
    }

    private String page(boolean all) {
        return figures.page(
                domain -> all || access.visibleToEverybody(domain),
                domain -> all || access.decide(domain, ANYBODY, Action.SUBSCRIBE) == Decision.ALLOWED);
    }
}
