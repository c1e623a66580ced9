package org.eventnexus.cdi;

import java.lang.reflect.Method;
import java.util.Optional;
import java.util.function.Function;
import org.eventnexus.EventDraft;
import org.eventnexus.EventSelector;

/** Reads of which type the events are that a method publishes. */
record PublishedType(String place, Problems problems) {

    /** What makes a payload a draft; empty if something is wrong, which is told. */
    Optional<Function<Object, EventDraft<?>>> read(Method method, PublisherParameters parameters) {
        Publishes publishes = method.getAnnotation(Publishes.class);
        int given = (publishes.value().isEmpty() ? 0 : 1) + publishes.number().length;
        try {
            if (given > 1) {
                return wrong("it names " + given + " types of event", "keep one in @Publishes");
            }
            if (parameters.isDraft()) {
                return given == 0
                        ? Optional.of(draft -> (EventDraft<?>) draft)
                        : wrong("it names a type of event, and so does the EventDraft that it takes", "keep one");
            }
            return given == 0 ? byPayload(parameters) : Optional.of(byName(publishes));
        } catch (IllegalArgumentException malformed) {
            return wrong(malformed.getMessage(), "correct the type");
        }
    }

    private static Function<Object, EventDraft<?>> byName(Publishes publishes) {
        if (publishes.number().length > 0) {
            long number = publishes.number()[0];
            return payload -> EventDraft.of(number, payload);
        }
        String name = EventDraft.requireType(publishes.value());
        return payload -> EventDraft.of(name, payload);
    }

    private Optional<Function<Object, EventDraft<?>>> byPayload(PublisherParameters parameters) {
        Class<?> declared = parameters.payloadClass();
        if (declared == null || CharSequence.class.isAssignableFrom(declared)) {
            return wrong(
                    "it names no type of event, and "
                            + (declared == null ? "takes no payload whose class could" : "its payload is a text"),
                    "give @Publishes a type");
        }
        EventSelector.type(declared); // looks at an @EventType
        return Optional.of(EventDraft::of);
    }

    private Optional<Function<Object, EventDraft<?>>> wrong(String what, String mend) {
        problems.add("ENX-0169", place, what, mend);
        return Optional.empty();
    }
}
