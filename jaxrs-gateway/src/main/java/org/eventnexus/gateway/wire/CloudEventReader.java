package org.eventnexus.gateway.wire;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.eventnexus.EventDraft;
import org.eventnexus.TraceContext;

/**
 * From CloudEvents 1.0 and plain JSON to drafts of events. All of them are {@link EventDraft#timed() timed}, because who
 * publishes over HTTP may ask how long it took. Thread-safe.
 */
public final class CloudEventReader {
    /** Means {@code events/next} in a path. */
    private static final String RESERVED_ID = "next";

    /** Of an event's attributes, names included: payloads are counted where events are kept, and attributes are not. */
    static final int MAX_ATTRIBUTES = 8_192;

    private static final Pattern MEDIA_TYPE = Pattern.compile("[\\w.+*!#$&^-]+/[\\w.+*!#$&^-]+\\s*(;.*)?");
    private static final Set<String> STRINGS =
            Set.of("specversion", "id", "source", "type", "subject", "time", "datacontenttype", "dataschema");

    private final JsonBinding binding;

    public CloudEventReader(JsonBinding binding) {
        this.binding = binding;
    }

    /** The body is a CloudEvent. */
    public EventDraft<?> structured(byte[] body) {
        return structured(JsonText.parse(body));
    }

    /**
     * The body is an array of CloudEvents.
     *
     * @throws BatchTooLargeException if there are more of them than may be
     * @throws MalformedException which names the first one that is malformed by its index, from 0
     */
    public List<EventDraft<?>> batch(byte[] body, int most) {
        List<JsonText> events = JsonMembers.elements(JsonText.parse(body), most + 1, "the batch");
        if (events.size() > most) {
            throw new BatchTooLargeException(most);
        }
        List<EventDraft<?>> drafts = new ArrayList<>(events.size());
        for (JsonText event : events) {
            try {
                drafts.add(structured(event));
            } catch (MalformedException malformed) {
                throw new MalformedException("[" + drafts.size() + "] of the batch: " + malformed.getMessage());
            }
        }
        return drafts;
    }

    private EventDraft<?> structured(JsonText event) {
        Map<String, JsonText> members = JsonMembers.of(event, "the CloudEvent");
        Map<String, String> attributes = new LinkedHashMap<>();
        JsonText data = members.remove("data");
        JsonText base64 = members.remove("data_base64");
        if (data != null && base64 != null) {
            throw new MalformedException("data_base64 is there beside data: one of them, not both");
        }
        members.forEach((name, value) -> attribute(attributes, name, value));
        return draft(attributes, base64 == null ? payload(data, literals(members)) : bytes(base64));
    }

    private static Set<String> literals(Map<String, JsonText> members) {
        Set<String> literals = Set.of();
        for (Map.Entry<String, JsonText> member : members.entrySet()) {
            if (!member.getValue().isString()) {
                literals = literals.isEmpty() ? new HashSet<>() : literals;
                literals.add(member.getKey());
            }
        }
        return literals;
    }

    /** The headers {@code ce-*}, by their names without the prefix, are the attributes; the body is the data. */
    public EventDraft<?> binary(Map<String, String> headers, byte[] body) {
        Map<String, String> attributes = new LinkedHashMap<>();
        headers.forEach((name, value) -> attributes.put(name.toLowerCase(Locale.ROOT), header(name, value)));
        if (attributes.containsKey("datacontenttype")) {
            throw new MalformedException("ce-datacontenttype is said by Content-Type in binary mode");
        }
        return draft(attributes, body.length == 0 ? null : payload(JsonText.parse(body), Set.of()));
    }

    /** The body is the data of an event of this type. */
    public EventDraft<?> plain(String type, byte[] body) {
        JsonPayload payload = payload(JsonText.parse(body), Set.of());
        return checked(() -> EventDraft.of(type, payload).timed());
    }

    private JsonPayload payload(JsonText data, Set<String> literals) {
        return data == null ? null : new JsonPayload(data, binding, literals);
    }

    private static byte[] bytes(JsonText base64) {
        try {
            return Base64.getDecoder().decode(string("data_base64", base64));
        } catch (IllegalArgumentException notBase64) {
            throw new MalformedException("data_base64 is not Base64");
        }
    }

    /** A JSON null means that the attribute is not set. */
    private static void attribute(Map<String, String> attributes, String name, JsonText value) {
        if (!value.isNull()) {
            attributes.put(name, STRINGS.contains(name) ? string(name, value) : scalar(name, value));
        }
    }

    private static String string(String name, JsonText value) {
        if (!value.isString()) {
            throw new MalformedException(name + " is not a string");
        }
        return JsonStrings.unquote(value.text());
    }

    /** Extensions may be numbers and booleans too, but nothing that has parts. */
    private static String scalar(String name, JsonText value) {
        if (value.isString()) {
            return string(name, value);
        }
        String text = value.text();
        if (!Extensions.isLiteral(text)) {
            throw new MalformedException(quoted(name) + " is not a string, a boolean or a 32-bit integer");
        }
        return text;
    }

    private static EventDraft<?> draft(Map<String, String> attributes, Object payload) {
        if (!"1.0".equals(attributes.remove("specversion"))) {
            throw new MalformedException("specversion is missing or not \"1.0\"");
        }
        requireShort(attributes);
        String type = attributes.remove("type");
        if (type == null) {
            throw new MalformedException("type is missing");
        }
        dropMalformedTrace(attributes);
        return checked(() -> {
            EventDraft<?> draft = EventDraft.of(type, payload).timed();
            attributes.forEach((name, value) -> set(draft, name, value));
            return draft;
        });
    }

    private static void requireShort(Map<String, String> attributes) {
        int length = 0;
        String longest = "";
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            length += attribute.getKey().length() + attribute.getValue().length();
            if (attribute.getValue().length()
                    >= attributes.getOrDefault(longest, "").length()) {
                longest = attribute.getKey();
            }
        }
        if (length > MAX_ATTRIBUTES) {
            throw new MalformedException("the attributes have more than " + MAX_ATTRIBUTES
                    + " characters together, the most of them " + quoted(longest));
        }
    }

    /** As the standard has it: a trace that cannot be read is none, and what is said of it means nothing. */
    private static void dropMalformedTrace(Map<String, String> attributes) {
        if (!TraceContext.isParent(attributes.get(TraceContext.PARENT))) {
            attributes.remove(TraceContext.PARENT);
            attributes.remove(TraceContext.STATE);
        } else if (!TraceContext.isState(attributes.get(TraceContext.STATE))) {
            attributes.remove(TraceContext.STATE);
        }
    }

    private static void set(EventDraft<?> draft, String name, String value) {
        switch (name) {
            case "id" -> draft.id(free(value));
            case "source" -> draft.source(value);
            case "subject" -> draft.subject(value);
            case "time" -> draft.time(Rfc3339.parse("time", value));
            case "partitionkey" -> draft.key(value);
            case "priority" -> draft.priority(priority(value));
            case "datacontenttype" -> draft.header(name, mediaType(value));
            case "dataschema" -> draft.header(name, uri(value));
            default -> draft.header(extension(name), value);
        }
    }

    private static String free(String id) {
        if (id.equals(RESERVED_ID)) {
            throw new MalformedException("id is 'next', which is reserved");
        }
        return id;
    }

    private static int priority(String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException notOne) {
            throw new MalformedException("priority is not a 32-bit integer");
        }
    }

    private static String mediaType(String value) {
        if (!MEDIA_TYPE.matcher(value).matches()) {
            throw new MalformedException("datacontenttype is not a media type");
        }
        return value;
    }

    /** Nobody follows it: it is only not to be empty. */
    private static String uri(String value) {
        if (value.isEmpty()) {
            throw new MalformedException("dataschema is empty");
        }
        return value;
    }

    private static String extension(String name) {
        if (!Extensions.isName(name)) {
            throw new MalformedException(
                    quoted(name) + " is not an attribute's name: those are of lower-case letters and digits");
        }
        return name;
    }

    private static String quoted(String name) {
        return "'" + name.substring(0, Math.min(name.length(), 64)) + "'";
    }

    /** What the draft itself refuses, it refuses by naming the attribute. */
    private static EventDraft<?> checked(java.util.function.Supplier<EventDraft<?>> draft) {
        try {
            return draft.get();
        } catch (IllegalArgumentException refused) {
            throw new MalformedException(refused.getMessage());
        }
    }

    /** As CloudEvents' binding to HTTP has it: first a quoted string is taken out of its quotes, then decoded once. */
    private static String header(String name, String value) {
        return percentDecoded(name, QuotedString.content(value).orElse(value));
    }

    private static String percentDecoded(String name, String value) {
        if (value.indexOf('%') < 0) {
            return value;
        }
        return Percent.decode(value)
                .orElseThrow(() -> new MalformedException(
                        "ce-" + name.toLowerCase(Locale.ROOT) + " is not percent-encoded properly"));
    }
}
