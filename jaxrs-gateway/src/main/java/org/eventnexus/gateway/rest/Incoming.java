package org.eventnexus.gateway.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Response;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eventnexus.EventDraft;
import org.eventnexus.gateway.wire.CloudEventReader;
import org.eventnexus.gateway.wire.MalformedException;

/** Reads events from a request: by its content type, then by its size, then by what it says. */
@ApplicationScoped
class Incoming {
    private static final String CLOUD_EVENT = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch+json";
    private static final String JSON = "application/json";
    private static final Set<String> TAKEN = Set.of(CLOUD_EVENT, BATCH, JSON);
    private static final String PREFIX = "ce-";
    private static final int MAX_BATCH = 1_000;
    private static final Pattern CONTENT_TYPE = Pattern.compile(
            "\\s*([^\\s;]+)\\s*(?:;.*?charset\\s*=\\s*\"?([^\\s;\"]+).*|;.*)?", Pattern.CASE_INSENSITIVE);

    @Inject
    CloudEventReader reader;

    /**
     * How the body is to be read: whenever it comes, and on whichever thread.
     *
     * @param trace the request's, which is that of its events
     */
    record Form(boolean batch, RequestTrace trace, Function<byte[], List<EventDraft<?>>> reading) {
        /** As many as there are in a batch, else one. */
        List<EventDraft<?>> read(byte[] body) {
            List<EventDraft<?>> drafts = reading.apply(body);
            drafts.forEach(trace::give);
            return drafts;
        }
    }

    /**
     * What the request says of its body; on its thread.
     *
     * @param types the query's parameters of this name
     * @param capacity events that the domain takes at once
     */
    Form form(HttpServletRequest request, List<String> types, int capacity) {
        CloudEventReader plain = reader;
        RequestTrace trace = RequestTrace.of(request);
        switch (contentType(request)) {
            case CLOUD_EVENT -> {
                return single(trace, plain::structured);
            }
            case BATCH -> {
                int most = Math.min(MAX_BATCH, capacity);
                return new Form(true, trace, body -> plain.batch(body, most));
            }
            default -> {
                Map<String, List<String>> attributes = attributes(request);
                return attributes.isEmpty()
                        ? single(trace, body -> plain.plain(type(types), body))
                        : single(trace, body -> plain.binary(once(attributes), body));
            }
        }
    }

    private static Form single(RequestTrace trace, Function<byte[], EventDraft<?>> reading) {
        return new Form(false, trace, body -> List.of(reading.apply(body)));
    }

    private static String contentType(HttpServletRequest request) {
        String header = request.getContentType() == null ? "" : request.getContentType();
        Matcher matcher = CONTENT_TYPE.matcher(header);
        String type = matcher.matches() ? matcher.group(1).toLowerCase(Locale.ROOT) : "";
        if (!TAKEN.contains(type)) {
            throw unsupported("Content-Type must be " + CLOUD_EVENT + ", " + BATCH + " or " + JSON);
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

    private static Map<String, List<String>> attributes(HttpServletRequest request) {
        Map<String, List<String>> attributes = new TreeMap<>();
        for (String header : Collections.list(request.getHeaderNames())) {
            String name = header.toLowerCase(Locale.ROOT);
            if (name.startsWith(PREFIX)) {
                attributes.put(name.substring(PREFIX.length()), Collections.list(request.getHeaders(header)));
            }
        }
        return attributes;
    }

    private static Map<String, String> once(Map<String, List<String>> attributes) {
        Map<String, String> values = new TreeMap<>();
        attributes.forEach((name, said) -> {
            if (said.size() != 1) {
                throw new MalformedException(PREFIX + name + " is there more than once");
            }
            values.put(name, said.get(0));
        });
        return values;
    }
}
