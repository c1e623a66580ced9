package org.eventnexus;

import java.util.Objects;

/**
 * Which events: an exact type, {@code order.*} (one segment more), {@code order.**} (one or more segments more, not
 * {@code order} itself), a payload class, or all ({@code **}).
 *
 * <p>Selectors are values: equal if they say the same. {@code toString} gives the form that {@link #parse} reads, except
 * for payload classes. Immutable.
 */
public sealed interface EventSelector {

    /** Whether an event with this type and payload is selected; {@code type} is a {@link String} or a {@link Long}. */
    boolean matches(Object type, Object payload);

    /** Whether an event is selected. */
    default boolean matches(NexusEvent<?> event) {
        return matches(
                event.numericType().isPresent() ? (Object) event.numericType().getAsLong() : event.type(),
                event.payload());
    }

    /**
     * Reads a selector by name or pattern.
     *
     * @throws IllegalArgumentException saying what cannot be read
     */
    static EventSelector parse(String text) {
        Objects.requireNonNull(text, "selector");
        try {
            if (text.equals("**")) {
                return new Any();
            }
            if (text.equals("*")) {
                return new Children("");
            }
            if (text.endsWith(".**")) {
                return new Descendants(EventDraft.requireType(text.substring(0, text.length() - 3)));
            }
            if (text.endsWith(".*")) {
                return new Children(EventDraft.requireType(text.substring(0, text.length() - 2)));
            }
            return new Exact(EventDraft.requireType(text));
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("the selector '" + text + "' cannot be read: " + malformed.getMessage()
                    + "; a selector is a type, a type and '.*' or '.**', or '**'");
        }
    }

    /** All events. */
    static EventSelector any() {
        return new Any();
    }

    /** Events of exactly this type. */
    static EventSelector type(String type) {
        return new Exact(EventDraft.requireType(type));
    }

    /** Events of exactly this numeric type. */
    static EventSelector type(long type) {
        return new Exact(type);
    }

    /** Events whose payload is an instance of this class. Payloads that are still encoded are of no class. */
    static EventSelector payload(Class<?> type) {
        return new Payload(type);
    }

    /** Exactly one type, a {@link String} or a {@link Long}. */
    record Exact(Object type) implements EventSelector {
        public Exact {
            if (!(type instanceof String) && !(type instanceof Long)) {
                throw new IllegalArgumentException("a type is a string or a long");
            }
        }

        @Override
        public boolean matches(Object other, Object payload) {
            return type.equals(other);
        }

        @Override
        public String toString() {
            return type.toString();
        }
    }

    /** Types with one segment more than the prefix; with an empty prefix, types of one segment. */
    record Children(String prefix) implements EventSelector {
        @Override
        public boolean matches(Object type, Object payload) {
            if (!(type instanceof String name)) {
                return false;
            }
            if (prefix.isEmpty()) {
                return name.indexOf('.') < 0;
            }
            int from = prefix.length() + 1;
            return Descendants.below(prefix, name) && name.indexOf('.', from) < 0;
        }

        @Override
        public String toString() {
            return prefix.isEmpty() ? "*" : prefix + ".*";
        }
    }

    /** Types with one or more segments more than the prefix. */
    record Descendants(String prefix) implements EventSelector {
        @Override
        public boolean matches(Object type, Object payload) {
            return type instanceof String name && below(prefix, name);
        }

        private static boolean below(String prefix, String name) {
            return name.length() > prefix.length() + 1
                    && name.charAt(prefix.length()) == '.'
                    && name.startsWith(prefix);
        }

        @Override
        public String toString() {
            return prefix + ".**";
        }
    }

    /** Payloads of a class. */
    record Payload(Class<?> type) implements EventSelector {
        public Payload {
            Objects.requireNonNull(type, "type");
        }

        @Override
        public boolean matches(Object eventType, Object payload) {
            return type.isInstance(payload) && !(payload instanceof EncodedPayload);
        }

        @Override
        public String toString() {
            return "payload " + type.getName();
        }
    }

    /** Everything. */
    record Any() implements EventSelector {
        @Override
        public boolean matches(Object type, Object payload) {
            return true;
        }

        @Override
        public String toString() {
            return "**";
        }
    }
}
