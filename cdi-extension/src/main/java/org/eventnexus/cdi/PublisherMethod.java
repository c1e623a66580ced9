package org.eventnexus.cdi;

import java.util.List;
import java.util.function.Function;
import org.eventnexus.EventBus;
import org.eventnexus.EventDraft;
import org.eventnexus.Publication;

/**
 * A method of an interface that publishes when it is called.
 *
 * @param domain where
 * @param draft makes the payload a draft
 * @param payload the payload's place among the arguments; negative if there is none
 * @param attributes what further arguments say
 * @param result what is returned of the publication
 */
record PublisherMethod(
        String domain,
        Function<Object, EventDraft<?>> draft,
        int payload,
        List<Attribute> attributes,
        Function<Publication, Object> result) {
    PublisherMethod {
        attributes = List.copyOf(attributes);
    }

    /** Says what an argument says of the event. */
    record Attribute(int place, Setter setter) {

        interface Setter {
            void set(EventDraft<?> draft, String value);
        }
    }

    /** @param arguments null if there are none */
    Object call(EventBus bus, Object[] arguments) {
        EventDraft<?> event = draft.apply(payload < 0 ? null : arguments[payload]);
        for (Attribute attribute : attributes) {
            Object value = arguments[attribute.place()];
            if (value != null) {
                attribute.setter().set(event, (String) value);
            }
        }
        return result.apply(bus.publish(event));
    }
}
