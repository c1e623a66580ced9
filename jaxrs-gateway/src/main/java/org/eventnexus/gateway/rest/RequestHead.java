package org.eventnexus.gateway.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eventnexus.gateway.wire.HeaderParts;
import org.eventnexus.gateway.wire.Percent;

/** Finds what JAX-RS cannot read of a request, or what one server reads otherwise than the other. */
final class RequestHead {
    private static final Pattern MEDIA_TYPE = Pattern.compile("\\s*[^\\s/;,]+/[^\\s/;,]+\\s*(;.*)?");
    private static final Pattern MEDIA_RANGE = Pattern.compile("[^\\s/;,]+/[^\\s/;,]+|\\*");
    private static final Pattern QUALITY = Pattern.compile("\\d{0,9}\\.?\\d{0,9}");

    /** {@code /api/domains/DOMAIN/events/}, and what comes behind may be an id. */
    private static final int SEGMENTS_OF_OURS = 5;

    private RequestHead() {}

    static Optional<ProblemException> fault(HttpServletRequest request) {
        if (!isReadable(request.getRequestURI()) || !isReadable(request.getQueryString())) {
            return Optional.of(ProblemException.badRequest("the address is not UTF-8 in percent-encoding"));
        }
        if (hasParameters(
                request.getRequestURI().substring(request.getContextPath().length()))) {
            return Optional.of(ProblemException.notFound("there is nothing at this path"));
        }
        String type = request.getContentType();
        if (type != null && !MEDIA_TYPE.matcher(type).matches()) {
            return Optional.of(
                    ProblemException.of(Response.Status.UNSUPPORTED_MEDIA_TYPE, "Content-Type is not a media type"));
        }
        for (String accept : Collections.list(request.getHeaders("Accept"))) {
            if (!HeaderParts.of(accept, ',').stream().allMatch(RequestHead::isMediaRange)) {
                return Optional.of(ProblemException.badRequest("Accept is not a list of media types"));
            }
        }
        return AcceptedTypes.fault(request);
    }

    private static boolean isReadable(String encoded) {
        return encoded == null
                || encoded.indexOf('%') < 0
                || Percent.decode(encoded).isPresent();
    }

    /** Matrix parameters, which JAX-RS would leave out, so that a domain had many names. */
    private static boolean hasParameters(String path) {
        return path.indexOf(';') >= 0
                && Arrays.stream(path.split("/", SEGMENTS_OF_OURS + 1))
                        .limit(SEGMENTS_OF_OURS)
                        .anyMatch(segment -> segment.indexOf(';') >= 0);
    }

    /** An empty one is none, as in any list of HTTP's. */
    private static boolean isMediaRange(String part) {
        if (part.isBlank()) {
            return true;
        }
        var pieces = HeaderParts.of(part, ';');
        return MEDIA_RANGE.matcher(pieces.get(0).strip()).matches()
                && pieces.stream().skip(1).map(String::strip).allMatch(RequestHead::isParameter);
    }

    private static boolean isParameter(String parameter) {
        if (!parameter.regionMatches(true, 0, "q=", 0, 2)) {
            return true;
        }
        String quality = parameter.substring(2).strip();
        return QUALITY.matcher(quality).matches() && quality.chars().anyMatch(Character::isDigit);
    }
}
