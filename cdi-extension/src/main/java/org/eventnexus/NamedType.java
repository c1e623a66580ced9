package org.eventnexus;

/** The types that payload classes name; see {@link EventType}. */
final class NamedType {
    private NamedType() {}

    /** @throws IllegalArgumentException if {@link EventType} names a malformed one */
    static String of(Class<?> payload) {
        EventType named = payload.getAnnotation(EventType.class);
        return EventDraft.requireType(named != null ? named.value() : payload.getName());
    }

    /** @throws IllegalArgumentException also if the payload is nothing that could name what happened */
    static String of(Object payload) {
        if (payload instanceof String) {
            throw new IllegalArgumentException("a string names no type: give a type and a payload, which may be null");
        }
        if (payload instanceof NexusEvent || payload instanceof EventDraft) {
            throw new IllegalArgumentException(
                    "an event or a draft is no payload: publish EventDraft.from(event), or the"
                            + " draft as what it is");
        }
        // The class of a constant with a body of its own is not its enum.
        return of(payload instanceof Enum<?> constant ? constant.getDeclaringClass() : payload.getClass());
    }
}
