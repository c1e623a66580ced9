package org.eventnexus.domain;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import org.eventnexus.Address;
import org.eventnexus.EventDraft;
import org.eventnexus.NexusEvent;
import org.eventnexus.Position;

/** An event of which it is not decided yet what it will say: as it was published, and then as it has become. */
final class DeferredEvent implements NexusEvent<Object> {
    private final NexusEvent<?> published;
    /** Null unless somebody asked for the id of an event that has none of its own yet. */
    private String shownId;

    private volatile NexusEvent<?> current;

    /** @param published not admitted, and used for nothing else */
    DeferredEvent(Delivery<?> published) {
        this.published = published;
        this.current = published;
    }

    /**
     * Makes the event that it becomes; one that has been asked for its id keeps it.
     *
     * @param named whether it has to have an id from the beginning
     */
    synchronized <D extends Delivery<?>> D become(EventDraft<?> draft, Function<EventDraft<?>, D> make, boolean named) {
        if (named && shownId == null) {
            shownId = UUID.randomUUID().toString();
        }
        D event =
                make.apply(shownId != null && draft.id() == null ? draft.copy().id(shownId) : draft);
        current = event;
        return event;
    }

    /** Shows another one, that is there already. */
    synchronized void becomes(NexusEvent<?> other) {
        current = other;
    }

    @Override
    public String id() {
        synchronized (this) {
            if (current == published && !((Envelope<?>) published).hasGivenId()) {
                shownId = shownId != null ? shownId : UUID.randomUUID().toString();
                return shownId;
            }
        }
        return current.id();
    }

    @Override
    public OptionalLong numericId() {
        return current.numericId();
    }

    @Override
    public String type() {
        return current.type();
    }

    @Override
    public OptionalLong numericType() {
        return current.numericType();
    }

    @Override
    public int priority() {
        return current.priority();
    }

    @Override
    public boolean hasPriority() {
        return current.hasPriority();
    }

    @Override
    public Address address() {
        return current.address();
    }

    @Override
    public Object payload() {
        return current.payload();
    }

    @Override
    public Instant time() {
        return current.time();
    }

    @Override
    public String domain() {
        return current.domain();
    }

    @Override
    public String source() {
        return current.source();
    }

    @Override
    public Optional<String> subject() {
        return current.subject();
    }

    @Override
    public Optional<String> key() {
        return current.key();
    }

    @Override
    public Map<String, String> headers() {
        return current.headers();
    }

    @Override
    public long sequence() {
        return current.sequence();
    }

    @Override
    public Optional<Position> position() {
        return current.position();
    }

    @Override
    public String toString() {
        return type() + " " + id() + " in " + domain();
    }
}
