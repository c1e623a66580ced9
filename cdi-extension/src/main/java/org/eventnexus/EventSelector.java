package org.eventnexus;

import java.util.Objects;

/**
 * Which events: an exact type, {@code order.*} (one segment more), {@code order.**} (one or more segments more, not
 * {@code order} itself), a range of numeric types, a mask of their bits, a payload class, or all ({@code **}).
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
     * Whether two handlers cannot have these selectors in one domain, because neither is more specific: equal ones, and
     * overlapping ranges, masks with a bit in common, and payload classes of which one is the other's subclass.
     */
    default boolean clashesWith(EventSelector other) {
        return equals(other);
    }

    /**
     * Reads a selector: a name or pattern as {@link #pattern} does, {@code number 5}, {@code numbers 100..199}, or
     * {@code mask 6} or {@code mask 0x6}.
     *
     * @throws IllegalArgumentException saying what cannot be read
     */
    static EventSelector parse(String text) {
        return SelectorText.read(text);
    }

    /**
     * Reads a selector by name or pattern: a type, {@code order.*}, {@code order.**}, {@code *} or {@code **}.
     *
     * @throws IllegalArgumentException saying what cannot be read
     */
    static EventSelector pattern(String text) {
        return SelectorText.readPattern(text);
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

    /**
     * Events of the type that a payload class names: that of its {@link EventType}, else its qualified name. Such an event
     * is selected in whatever form its payload comes.
     *
     * @throws IllegalArgumentException if {@link EventType} names a malformed one
     */
    static EventSelector type(Class<?> payload) {
        return new Exact(NamedType.of(payload));
    }

    /**
     * Events of a numeric type from the lowest to the highest, both included.
     *
     * @throws IllegalArgumentException if the lowest is above the highest
     */
    static EventSelector range(long lowest, long highest) {
        return lowest == highest ? new Exact(lowest) : new Range(lowest, highest);
    }

    /**
     * Events of a numeric type that has at least one of these bits. Types are meant to be powers of two; of one with
     * several bits, that handler takes it whose mask has its lowest bit.
     *
     * @throws IllegalArgumentException if bits is 0
     */
    static EventSelector mask(long bits) {
        return new Mask(bits);
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
            return type instanceof Long ? "number " + type : type.toString();
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

    /** Numeric types from the lowest to the highest, which are not the same: that is an {@link Exact}. */
    record Range(long lowest, long highest) implements EventSelector {
        public Range {
            if (lowest >= highest) {
                throw new IllegalArgumentException(
                        "a range goes from a number to a greater one, not from " + lowest + " to " + highest);
            }
        }

        @Override
        public boolean matches(Object type, Object payload) {
            return type instanceof Long number && lowest <= number && number <= highest;
        }

        @Override
        public boolean clashesWith(EventSelector other) {
            return other instanceof Range range && lowest <= range.highest && range.lowest <= highest;
        }

        @Override
        public String toString() {
            return "numbers " + lowest + ".." + highest;
        }
    }

    /** Numeric types with at least one of these bits. */
    record Mask(long bits) implements EventSelector {
        public Mask {
            if (bits == 0) {
                throw new IllegalArgumentException("a mask without bits selects nothing");
            }
        }

        @Override
        public boolean matches(Object type, Object payload) {
            return type instanceof Long number && (number & bits) != 0;
        }

        @Override
        public boolean clashesWith(EventSelector other) {
            return other instanceof Mask mask && (bits & mask.bits) != 0;
        }

        @Override
        public String toString() {
            return "mask 0x" + Long.toHexString(bits);
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
        public boolean clashesWith(EventSelector other) {
            return other instanceof Payload payload
                    && (type.isAssignableFrom(payload.type) || payload.type.isAssignableFrom(type));
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
