package org.eventnexus.cdi;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eventnexus.EventDraft;
import org.eventnexus.NexusEvent;
import org.eventnexus.cdi.PublisherMethod.Attribute;

/** The parameters of a method that publishes, and what is wrong with them. */
final class PublisherParameters {
    private final String place;
    private final Problems problems;
    private final List<Attribute> attributes = new ArrayList<>();
    private final Set<String> attributeNames = new HashSet<>();

    private int payload = -1;
    private Class<?> payloadClass;

    private PublisherParameters(String place, Problems problems) {
        this.place = place;
        this.problems = problems;
    }

    static PublisherParameters read(Method method, TypeArguments arguments, String place, Problems problems) {
        var read = new PublisherParameters(place, problems);
        Parameter[] parameters = method.getParameters();
        for (int i = 0; i < parameters.length; i++) {
            if (!read.attribute(i, parameters[i])) {
                read.payload(i, PublisherReader.erase(parameters[i].getParameterizedType(), arguments));
            }
        }
        if (read.isDraft() && parameters.length > 1) {
            read.wrong("it takes an EventDraft, which says all of the event, and more", "take the draft alone");
        }
        return read;
    }

    private boolean attribute(int place, Parameter parameter) {
        boolean marked = false;
        if (parameter.isAnnotationPresent(Publishes.Key.class)) {
            marked = add("key", place, parameter, EventDraft::key);
        }
        if (parameter.isAnnotationPresent(Publishes.Subject.class)) {
            marked = add("subject", place, parameter, EventDraft::subject);
        }
        Publishes.Header header = parameter.getAnnotation(Publishes.Header.class);
        if (header != null) {
            check(header);
            marked = add(
                    "header " + header.value().toLowerCase(Locale.ROOT),
                    place,
                    parameter,
                    (draft, value) -> draft.header(header.value(), value));
        }
        return marked;
    }

    private boolean add(String name, int place, Parameter parameter, Attribute.Setter setter) {
        if (parameter.getType() != String.class) {
            wrong(
                    "the event's " + name + " is a text, and the parameter a "
                            + parameter.getType().getSimpleName(),
                    "make it a String");
        } else if (!attributeNames.add(name)) {
            wrong("it takes the event's " + name + " twice", "keep one");
        }
        attributes.add(new Attribute(place, setter));
        return true;
    }

    private void check(Publishes.Header header) {
        try {
            EventDraft.of(0, null).header(header.value(), "");
        } catch (IllegalArgumentException malformed) {
            wrong(malformed.getMessage(), "choose another name");
        }
    }

    /** @param type null if it is open */
    private void payload(int place, Class<?> type) {
        if (payload >= 0) {
            wrong(
                    "it takes more than one payload",
                    "keep one, or make them one object; a key, a subject or a header is marked as such");
        }
        if (type != null && NexusEvent.class.isAssignableFrom(type)) {
            wrong("an event is no payload", "take an EventDraft, as EventDraft.from(event) gives one");
        }
        payload = place;
        payloadClass = type == null ? Object.class : type;
    }

    private void wrong(String what, String mend) {
        problems.add("ENX-0168", place, what, mend);
    }

    /** Its place among the arguments; negative if there is none. */
    int payload() {
        return payload;
    }

    /** Null if there is no payload. */
    Class<?> payloadClass() {
        return payloadClass;
    }

    boolean isDraft() {
        return payloadClass == EventDraft.class;
    }

    List<Attribute> attributes() {
        return attributes;
    }
}
