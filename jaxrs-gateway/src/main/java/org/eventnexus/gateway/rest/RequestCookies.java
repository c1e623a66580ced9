package org.eventnexus.gateway.rest;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/**
 * The cookies of a request, as it was sent: of two with one name WildFly hands on one and Payara both, and WildFly does not
 * answer at all if it cannot read one of them.
 */
final class RequestCookies {
    private RequestCookies() {}

    /** The values of the cookies of a name, in their order, without the quotes that may be around them. */
    static List<String> values(HttpServletRequest request, Predicate<String> name) {
        return values(Collections.list(request.getHeaders("Cookie")), name);
    }

    /** Between semicolons, as RFC 6265 has it, quoted or not: browsers know no other way to write them. */
    static List<String> values(List<String> headers, Predicate<String> name) {
        return headers.stream()
                .flatMap(header -> Arrays.stream(header.split(";")))
                .map(cookie -> cookie.split("=", 2))
                .filter(cookie -> cookie.length == 2 && name.test(cookie[0].strip()))
                .map(cookie -> unquoted(cookie[1].strip()))
                .toList();
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
