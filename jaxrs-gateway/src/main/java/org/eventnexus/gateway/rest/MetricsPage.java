package org.eventnexus.gateway.rest;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] page = page(access.operates(gate.caller(request))).getBytes(StandardCharsets.UTF_8);
        response.setHeader("Content-Type", CONTENT_TYPE);
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(page.length);
        response.getOutputStream().write(page);
    }

    private String page(boolean all) {
        return figures.page(
                domain -> all || access.visibleToEverybody(domain),
                domain -> all || access.decide(domain, ANYBODY, Action.SUBSCRIBE) == Decision.ALLOWED);
    }
}
