package org.eventnexus.log;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.eventnexus.NexusEvent;
import org.eventnexus.Position;

/** An event as a log sees it. Its sequence can be given later, as the engine does. */
public final class LoggedEvent implements NexusEvent<Object> {
    private final String source;
    private final String id;
    private final Object payload;
    volatile long sequence;

    public LoggedEvent(long sequence) {
        this(sequence, "/s", "id" + sequence);
    }

    LoggedEvent(long sequence, String source, String id) {
        this(sequence, source, id, null);
    }

    private LoggedEvent(long sequence, String source, String id, Object payload) {
        this.sequence = sequence;
        this.source = source;
        this.id = id;
        this.payload = payload;
    }

    /** One whose payload is so many bytes. */
    static LoggedEvent heavy(long sequence, int bytes) {
        return new LoggedEvent(sequence, "/s", "id" + sequence, new byte[bytes]);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public OptionalLong numericId() {
        return OptionalLong.empty();
    }

    @Override
    public String type() {
        return "type";
    }

    @Override
    public OptionalLong numericType() {
        return OptionalLong.empty();
    }

    @Override
    public int priority() {
        return 0;
    }

    @Override
    public Object payload() {
        return payload;
    }

    @Override
    public Instant time() {
        return Instant.EPOCH;
    }

    @Override
    public String domain() {
        return "d";
    }

    @Override
    public String source() {
        return source;
    }

    @Override
    public Optional<String> subject() {
        return Optional.empty();
    }

    @Override
    public Optional<String> key() {
        return Optional.empty();
    }

    @Override
    public Map<String, String> headers() {
        return Map.of();
    }

    @Override
    public long sequence() {
        return sequence;
    }

    @Override
    public Optional<Position> position() {
        return Optional.empty();
    }
}
