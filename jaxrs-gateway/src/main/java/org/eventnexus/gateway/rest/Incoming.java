package org.eventnexus.gateway.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Response;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eventnexus.EventDraft;
import org.eventnexus.gateway.access.GatewaySettings;
import org.eventnexus.gateway.wire.CloudEventReader;
import org.eventnexus.gateway.wire.MalformedException;

/**
 * Reads an event from a request: by its content type, then by its size, then by what it says.
 *
 * <p>Batches ({@code application/cloudevents-batch+json}) are still to come.
 */
@ApplicationScoped
class Incoming {
    private static final String CLOUD_EVENT = "application/cloudevents+json";
    private static final String JSON = "application/json";
    private static final String PREFIX = "ce-";
    private static final Pattern CONTENT_TYPE = Pattern.compile(
            "\\s*([^\\s;]+)\\s*(?:;.*?charset\\s*=\\s*\"?([^\\s;\"]+).*|;.*)?", Pattern.CASE_INSENSITIVE);

    @Inject
    CloudEventReader reader;

    @Inject
    GatewaySettings settings;

    /** @param types the query's parameters of this name */
    EventDraft<?> read(HttpServletRequest request, List<String> types) {
        String contentType = contentType(request);
        byte[] body = BodyReader.read(request, settings.maxBody());
        if (contentType.equals(CLOUD_EVENT)) {
            return reader.structured(body);
        }
        Map<String, String> attributes = attributes(request);
        return attributes.isEmpty() ? reader.plain(type(types), body) : reader.binary(attributes, body);
    }

    private static String contentType(HttpServletRequest request) {
        String header = request.getContentType() == null ? "" : request.getContentType();
        Matcher matcher = CONTENT_TYPE.matcher(header);
        String type = matcher.matches() ? matcher.group(1).toLowerCase(Locale.ROOT) : "";
        if (!type.equals(CLOUD_EVENT) && !type.equals(JSON)) {
            throw unsupported("Content-Type must be " + CLOUD_EVENT + " or " + JSON);
        }
        if (matcher.group(2) != null && !matcher.group(2).equalsIgnoreCase("utf-8")) {
            throw unsupported("the charset must be UTF-8");
        }
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw unsupported("no Content-Encoding is taken");
        }
        return type;
    }

    private static ProblemException unsupported(String detail) {
        return ProblemException.of(Response.Status.UNSUPPORTED_MEDIA_TYPE, detail);
    }

    private static String type(List<String> types) {
        if (types == null || types.size() != 1) {
            throw new MalformedException("type: say it once, as ?type=, or send a CloudEvent");
        }
        return types.get(0);
    }

    private static Map<String, String> attributes(HttpServletRequest request) {
        Map<String, String> attributes = new TreeMap<>();
        for (String header : Collections.list(request.getHeaderNames())) {
            String name = header.toLowerCase(Locale.ROOT);
            if (name.startsWith(PREFIX)) {
                attributes.put(name.substring(PREFIX.length()), only(request, header));
            }
        }
        return attributes;
    }

    private static String only(HttpServletRequest request, String header) {
        List<String> values = Collections.list(request.getHeaders(header));
        if (values.size() != 1) {
            throw new MalformedException(header.toLowerCase(Locale.ROOT) + " is there more than once");
        }
        return values.get(0);
    }
}
