package org.eventnexus.gateway.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eventnexus.gateway.access.Origins;

/** What pages of other origins may do: nothing, unless their origin is listed. */
@ApplicationScoped
class CrossOrigin {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final Set<String> HEADERS = Set.of(
            "accept",
            "authorization",
            "content-type",
            "prefer",
            "last-event-id",
            "cache-control",
            "traceparent",
            "tracestate");
    private static final Pattern CLOUD_EVENT = Pattern.compile("ce-[a-z0-9]{1,64}");

    @Inject
    Origins origins;

    /** Says to the browser what the page may read; answers the request if it is only the question for that. */
    boolean answers(HttpServletRequest request, HttpServletResponse response) {
        String origin = request.getHeader("Origin");
        if (!origins.isEmpty()) {
            response.addHeader("Vary", "Origin");
        }
        if (!origins.admits(origin)) {
            return false;
        }
        boolean trusted = origins.trusts(origin);
        response.setHeader("Access-Control-Allow-Origin", trusted ? origin : "*");
        if (trusted) {
            response.setHeader("Access-Control-Allow-Credentials", "true");
        }
        response.setHeader(
                "Access-Control-Expose-Headers",
                "Allow, Link, Location, Preference-Applied, Retry-After, WWW-Authenticate");
        if (!request.getMethod().equals("OPTIONS") || request.getHeader("Access-Control-Request-Method") == null) {
            return false;
        }
        response.setHeader("Access-Control-Allow-Methods", "GET, HEAD, POST, DELETE");
        String wanted = headers(request.getHeader("Access-Control-Request-Headers"));
        if (!wanted.isEmpty()) {
            response.setHeader("Access-Control-Allow-Headers", wanted);
        }
        response.setHeader("Access-Control-Max-Age", "600");
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        return true;
    }

    /** Those of the wanted headers that a page may set. */
    private static String headers(String wanted) {
        return wanted == null
                ? ""
                : Arrays.stream(wanted.toLowerCase(Locale.ROOT).split(","))
                        .map(String::strip)
                        .filter(header -> HEADERS.contains(header)
                                || CLOUD_EVENT.matcher(header).matches())
                        .distinct()
                        .collect(Collectors.joining(", "));
    }

    /**
     * Whether a request that brings a cookie may have been made by a page of another origin, to change something. Browsers
     * say where a request comes from by at least one of two headers, which pages cannot change; who says neither is no
     * browser, and has no user whose cookies it could use against their will.
     */
    boolean isForged(HttpServletRequest request) {
        if (SAFE.contains(request.getMethod())) {
            return false;
        }
        String origin = request.getHeader("Origin");
        if (origins.trusts(origin)) {
            return false;
        }
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return !site.equals("same-origin") && !site.equals("none");
        }
        return origin != null && !isOwn(origin, request);
    }

    /** Behind a proxy that ends TLS a page's origin is of https, and the request is not. */
    private static boolean isOwn(String origin, HttpServletRequest request) {
        String host = request.getHeader("Host");
        String plain = "http://" + host;
        String secure = "https://" + host;
        String own = withoutPort(origin);
        return host != null
                && (own.equalsIgnoreCase(withoutPort(secure))
                        || !request.isSecure() && own.equalsIgnoreCase(withoutPort(plain)));
    }

    private static String withoutPort(String origin) {
        return origin.replaceFirst("^(http://.*):80$", "$1").replaceFirst("^(https://.*):443$", "$1");
    }
}
