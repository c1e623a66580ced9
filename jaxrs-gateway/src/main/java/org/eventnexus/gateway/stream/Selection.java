package org.eventnexus.gateway.stream;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.eventnexus.EventSelector;
import org.eventnexus.NexusEvent;

/**
 * Which of a domain's events a client wants, and whether with their names. Equal if the same frames come out, so that
 * clients who want the same share what is made for them.
 *
 * @param selectors any of them; none means all events
 */
public record Selection(Set<EventSelector> selectors, boolean named) {
    private static final int MAX_SELECTORS = 100;

    /** In the place of a type: of an event that is nobody's to select. */
    static final Object HIDDEN = new Object();

    /** @throws IllegalArgumentException if a selector cannot be read, or if there are more than 100 */
    public static Selection parse(List<String> selectors, boolean named) {
        if (selectors.size() > MAX_SELECTORS) {
            throw new IllegalArgumentException("there are more than " + MAX_SELECTORS + " selectors");
        }
        Set<EventSelector> parsed = new LinkedHashSet<>();
        selectors.forEach(selector -> parsed.add(EventSelector.pattern(selector)));
        return new Selection(parsed.contains(EventSelector.any()) ? Set.of() : Set.copyOf(parsed), named);
    }

    /** The selectors, separated by commas. */
    @Override
    public String toString() {
        return selectors.isEmpty()
                ? "**"
                : selectors.stream().map(EventSelector::toString).sorted().collect(Collectors.joining(","));
    }

    /** Whether an event is wanted. */
    public boolean matches(NexusEvent<?> event) {
        return matches(typeOf(event));
    }

    /** What selectors look at. */
    static Object typeOf(NexusEvent<?> event) {
        return event.numericType().isPresent() ? (Object) event.numericType().getAsLong() : event.type();
    }

    /** Whether events of a type are wanted; {@code type} is a {@link String} or a {@link Long}. */
    boolean matches(Object type) {
        if (selectors.isEmpty() || type == HIDDEN) {
            return type != HIDDEN;
        }
        for (EventSelector selector : selectors) {
            if (selector.matches(type, null)) {
                return true;
            }
        }
        return false;
    }
}
