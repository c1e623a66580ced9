package org.eventnexus.cdi;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.eventnexus.Address;
import org.eventnexus.NexusEvent;
import org.eventnexus.Position;

/** An event that came encoded, as a receiver of a class wants to see it. */
record DecodedEvent<T>(NexusEvent<?> event, T payload) implements NexusEvent<T> {

    @Override
    public <C> C payload(Class<C> type) {
        return event.payload(type);
    }

    @Override
    public String id() {
        return event.id();
    }

    @Override
    public OptionalLong numericId() {
        return event.numericId();
    }

    @Override
    public String type() {
        return event.type();
    }

    @Override
    public OptionalLong numericType() {
        return event.numericType();
    }

    @Override
    public int priority() {
        return event.priority();
    }

    @Override
    public boolean hasPriority() {
        return event.hasPriority();
    }

    @Override
    public Address address() {
        return event.address();
    }

    @Override
    public Instant time() {
        return event.time();
    }

    @Override
    public String domain() {
        return event.domain();
    }

    @Override
    public String source() {
        return event.source();
    }

    @Override
    public Optional<String> subject() {
        return event.subject();
    }

    @Override
    public Optional<String> key() {
        return event.key();
    }

    @Override
    public Map<String, String> headers() {
        return event.headers();
    }

    @Override
    public long sequence() {
        return event.sequence();
    }

    @Override
    public Optional<Position> position() {
        return event.position();
    }
}
