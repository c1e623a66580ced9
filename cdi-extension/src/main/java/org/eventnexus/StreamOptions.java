package org.eventnexus;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * How a stream of events is to be. Each method that takes a value returns new options, or throws an
 * {@link IllegalArgumentException} that says what the value may be. Immutable.
 *
 * <pre>{@code bus.stream("order.**", StreamOptions.defaults().buffer(64).itemTimeout(Duration.ofSeconds(30)));}</pre>
 */
public final class StreamOptions {
    private static final int MAX_BUFFER = 1 << 20;
    private static final int BUFFER = 256;

    private final int buffer;
    private final StreamOverflow overflow;
    // Null where nothing is said.
    private final Duration itemTimeout;
    private final Duration timeout;
    private final Position after;
    private final Executor executor;

    private StreamOptions(
            int buffer,
            StreamOverflow overflow,
            Duration itemTimeout,
            Duration timeout,
            Position after,
            Executor executor) {
        this.buffer = buffer;
        this.overflow = overflow;
        this.itemTimeout = itemTimeout;
        this.timeout = timeout;
        this.after = after;
        this.executor = executor;
    }

    /** From now on, a buffer of 256 events, {@link StreamOverflow#ERROR}, no timeouts, the domain's threads. */
    public static StreamOptions defaults() {
        return new StreamOptions(BUFFER, StreamOverflow.ERROR, null, null, null, null);
    }

    /**
     * The same with a buffer for so many events that the subscriber has not asked for yet, 1 to 1,048,576. Those that it has
     * asked for and not been told of yet wait beside them, up to four times the domain's capacity, or 1,024.
     */
    public StreamOptions buffer(int value) {
        int checked = Ranges.number("buffer", value, 1, MAX_BUFFER);
        return new StreamOptions(checked, overflow, itemTimeout, timeout, after, executor);
    }

    /** The same, saying what happens when the buffer is full. */
    public StreamOptions overflow(StreamOverflow value) {
        Objects.requireNonNull(value, "overflow");
        return new StreamOptions(buffer, value, itemTimeout, timeout, after, executor);
    }

    /**
     * The same for a stream that ends with a {@link java.util.concurrent.TimeoutException} when no event has come for it for
     * so long, at most a day, and none waits in its buffer.
     */
    public StreamOptions itemTimeout(Duration value) {
        Duration checked = Ranges.duration("item timeout", value);
        return new StreamOptions(buffer, overflow, checked, timeout, after, executor);
    }

    /** The same for a stream that ends with a {@link java.util.concurrent.TimeoutException} after so long, at most a day. */
    public StreamOptions timeout(Duration value) {
        Duration checked = Ranges.duration("timeout", value);
        return new StreamOptions(buffer, overflow, itemTimeout, checked, after, executor);
    }

    /**
     * The same for a stream that begins with the events that the log has after a position, and goes on with what comes,
     * without gap or duplicate. If the log does not have all of them any more, that is an overflow: under
     * {@link StreamOverflow#ERROR} the stream ends, else it begins with the oldest event that is kept.
     */
    public StreamOptions after(Position value) {
        Objects.requireNonNull(value, "position");
        return new StreamOptions(buffer, overflow, itemTimeout, timeout, value, executor);
    }

    /** The same for a stream whose subscriber is called on another executor's threads. */
    public StreamOptions executor(Executor value) {
        Objects.requireNonNull(value, "executor");
        return new StreamOptions(buffer, overflow, itemTimeout, timeout, after, value);
    }

    /** Events that may wait for the subscriber's demand. */
    public int buffer() {
        return buffer;
    }

    /** What happens when more come. */
    public StreamOverflow overflow() {
        return overflow;
    }

    /** How long the stream may be without an event, if that is bounded. */
    public Optional<Duration> itemTimeout() {
        return Optional.ofNullable(itemTimeout);
    }

    /** How long the stream may last, if that is bounded. */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /** After which position it begins; empty for now. */
    public Optional<Position> after() {
        return Optional.ofNullable(after);
    }

    /** Whose threads call the subscriber; empty for the domain's. */
    public Optional<Executor> executor() {
        return Optional.ofNullable(executor);
    }
}
