package org.eventnexus.domain;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.eventnexus.Address;
import org.eventnexus.NexusEvent;
import org.eventnexus.Position;
import org.eventnexus.TraceContext;

/** The immutable part of an event on its way; only its sequence is set later, once, before anybody else sees the event. */
abstract class Envelope<T> implements NexusEvent<T> {
    final Domain domain;
    /** A {@link String} or a {@link Long}. */
    final Object type;

    final T payload;
    final int priority;
    private final long millis;
    private final Attributes attributes;
    /** What the publisher gave, else null until somebody asks for the id of an event that is not admitted, or not yet. */
    private Object id;

    /** Written by who admits the event, before the release of its slot in the mailbox and the log. */
    long sequence;

    Envelope(Domain domain, Object type, T payload, int priority, long millis, Object id, Attributes attributes) {
        this.domain = domain;
        this.type = type;
        this.payload = payload;
        this.priority = priority;
        this.millis = millis;
        this.id = id;
        this.attributes = attributes;
    }

    /** The same event once more, after its admission. */
    Envelope(Envelope<T> other) {
        this(other.domain, other.type, other.payload, other.priority, other.millis, other.id, other.attributes);
        this.sequence = other.sequence;
    }

    @Override
    public final String id() {
        if (id != null) {
            return id.toString();
        }
        return sequence > 0 ? generatedId() : idWithoutSequence();
    }

    private String generatedId() {
        return new Position(domain.epoch(), sequence).toString();
    }

    /** Whether the first error ends its publication. */
    final boolean failsFast() {
        return attributes != null && attributes.failFast();
    }

    /** Whether it has an id that does not tell its sequence: mostly one that its publisher gave. */
    final boolean hasGivenId() {
        return id != null;
    }

    /** An event that waits by itself may be admitted this moment, under the same monitor: an id never changes. */
    private synchronized String idWithoutSequence() {
        if (id == null && sequence > 0) {
            return generatedId();
        }
        if (id == null) {
            id = UUID.randomUUID().toString();
        }
        return id.toString();
    }

    @Override
    public final OptionalLong numericId() {
        return id instanceof Long number ? OptionalLong.of(number) : OptionalLong.empty();
    }

    @Override
    public final String type() {
        return type.toString();
    }

    @Override
    public final OptionalLong numericType() {
        return type instanceof Long number ? OptionalLong.of(number) : OptionalLong.empty();
    }

    @Override
    public final int priority() {
        return priority;
    }

    @Override
    public final boolean hasPriority() {
        return priority != 0 || attributes != null && attributes.mostUrgent();
    }

    @Override
    public final Address address() {
        return attributes == null ? Address.everyone() : attributes.address();
    }

    @Override
    public final T payload() {
        return payload;
    }

    @Override
    public final Instant time() {
        return attributes != null && attributes.time() != null ? attributes.time() : Instant.ofEpochMilli(millis);
    }

    @Override
    public final String domain() {
        return domain.name();
    }

    @Override
    public final String source() {
        return attributes != null && attributes.source() != null ? attributes.source() : domain.source();
    }

    @Override
    public final Optional<String> subject() {
        return attributes == null ? Optional.empty() : Optional.ofNullable(attributes.subject());
    }

    @Override
    public final Optional<String> key() {
        return attributes == null ? Optional.empty() : Optional.ofNullable(attributes.key());
    }

    @Override
    public final Map<String, String> headers() {
        return attributes == null ? Map.of() : attributes.headers();
    }

    /** Whether it belongs to a trace. */
    final boolean isTraced() {
        return attributes != null && attributes.headers().containsKey(TraceContext.PARENT);
    }

    @Override
    public final long sequence() {
        return sequence;
    }

    @Override
    public final Optional<Position> position() {
        return sequence > 0 ? Optional.of(new Position(domain.epoch(), sequence)) : Optional.empty();
    }

    @Override
    public String toString() {
        return type + " " + id() + " in " + domain.name();
    }
}
