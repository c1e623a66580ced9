package org.eventnexus;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * A domain's settings. Made by {@link #of} and changed by the {@code with} methods, each of which returns a new one, or
 * throws an {@link IllegalArgumentException} that names the setting if the value is out of range. Immutable; equal if all
 * settings are.
 */
public final class DomainConfig {
    /** The domain that is meant where none is named. */
    public static final String DEFAULT_DOMAIN = "default";

    /** Largest capacity. */
    public static final int MAX_CAPACITY = 1 << 19;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /** A setting: what it is called, what it is if nothing is said, and what it may be. */
    private record Key<V>(String name, V initial, UnaryOperator<V> check) {
        private static Key<Integer> number(String name, int initial, int min, int max) {
            return new Key<>(name, initial, value -> Ranges.number(name, value, min, max));
        }

        private static Key<Duration> duration(String name, Duration initial) {
            return new Key<>(name, initial, value -> Ranges.duration(name, value));
        }

        private static <V> Key<V> choice(String name, V initial) {
            return new Key<>(name, initial, value -> Objects.requireNonNull(value, name));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final Key<Integer> CAPACITY = Key.number("capacity", 1024, 1, MAX_CAPACITY);
    private static final Key<Overflow> OVERFLOW = Key.choice("overflow", Overflow.AWAIT);
    private static final Key<QueueOrder> ORDER = Key.choice("order", QueueOrder.FIFO);
    private static final Key<Duration> AWAIT_TIMEOUT = Key.duration("await-timeout", Duration.ofSeconds(10));
    private static final Key<Integer> IN_FLIGHT = Key.number("in-flight", 1, 1, 1_000_000);
    private static final Key<UnhandledPolicy> UNHANDLED = Key.choice("unhandled", UnhandledPolicy.COUNT);
    private static final Key<Integer> MAX_SECONDARIES = Key.number("max-secondaries", 10_000, 0, Integer.MAX_VALUE);
    private static final Key<Integer> MAX_SCHEDULED = Key.number("max-scheduled", 100_000, 0, 1 << 24);
    private static final Key<Integer> RETENTION = Key.number("retention", 1_000, 0, 1 << 26);
    private static final Key<Integer> RETENTION_BYTES = Key.number("retention-bytes", 64 << 20, 1, Integer.MAX_VALUE);
    private static final Key<Duration> DRAIN_TIMEOUT = Key.duration("drain-timeout", Duration.ofSeconds(10));
    private static final Key<Boolean> MULTIPLE = Key.choice("multiple", false);
    private static final Key<RetryPolicy> RETRY = Key.choice("retry", RetryPolicy.NONE);
    private static final Key<Boolean> DEAD_LETTER = Key.choice("dead-letter", false);
    private static final Key<Integer> DEAD_LETTERS = Key.number("dead-letters", 1_000, 1, 1 << 20);
    private static final Key<Integer> LANE_CAPACITY = Key.number("lane-capacity", 1024, 1, MAX_CAPACITY);
    private static final Key<LaneFull> LANE_FULL = Key.choice("lane-full", LaneFull.FAIL);
    private static final Key<Integer> MAX_CONCURRENT = Key.number("max-concurrent", 0, 0, 1_000_000);
    private static final Key<Duration> SLOW_RECEIVER = Key.duration("slow-receiver", Duration.ofSeconds(1));

    private final String name;
    /** What is not its initial value. */
    private final Map<Key<?>, Object> changed;

    private DomainConfig(String name, Map<Key<?>, Object> changed) {
        this.name = requireName(name);
        this.changed = changed;
    }

    /**
     * The settings of a domain of which nothing more is said. That of the domain for {@link Happening}s are the same but for
     * its overflow, which is {@link Overflow#DROP_OLDEST}.
     */
    public static DomainConfig of(String name) {
        var plain = new DomainConfig(name, Map.of());
        return name.equals(Happening.DOMAIN) ? plain.withOverflow(Overflow.DROP_OLDEST) : plain;
    }

    /**
     * Checks a domain's name.
     *
     * @return the name
     * @throws IllegalArgumentException if it is malformed
     */
    public static String requireName(String name) {
        if (!NAME.matcher(Objects.requireNonNull(name, "name")).matches()) {
            throw new IllegalArgumentException(
                    "a domain's name has 1 to 64 letters, digits, '_' or '-', not: '" + name + "'");
        }
        return name;
    }

    @SuppressWarnings("unchecked") // by with(), a key's value is of its type
    private <V> V get(Key<V> key) {
        return (V) changed.getOrDefault(key, key.initial());
    }

    private <V> DomainConfig with(Key<V> key, V value) {
        V checked = key.check().apply(value);
        Map<Key<?>, Object> all = new LinkedHashMap<>(changed);
        all.put(key, checked);
        all.remove(key, key.initial());
        return new DomainConfig(name, Collections.unmodifiableMap(all));
    }

    /** {@code [A-Za-z0-9_-]{1,64}}. */
    public String name() {
        return name;
    }

    /** Events that may wait in the queue, 1 to 524,288; default 1,024. */
    public int capacity() {
        return get(CAPACITY);
    }

    public DomainConfig withCapacity(int value) {
        return with(CAPACITY, value);
    }

    /** What happens when more are published; default {@link Overflow#AWAIT}. */
    public Overflow overflow() {
        return get(OVERFLOW);
    }

    public DomainConfig withOverflow(Overflow value) {
        return with(OVERFLOW, value);
    }

    /** In which order waiting events are handled; default {@link QueueOrder#FIFO}. */
    public QueueOrder order() {
        return get(ORDER);
    }

    public DomainConfig withOrder(QueueOrder value) {
        return with(ORDER, value);
    }

    /** How long a publisher waits for room at most; default 10 s. */
    public Duration awaitTimeout() {
        return get(AWAIT_TIMEOUT);
    }

    public DomainConfig withAwaitTimeout(Duration value) {
        return with(AWAIT_TIMEOUT, value);
    }

    /**
     * Events that may be unfinished at a time because a receiver returned a stage or is to be called again; default 1,
     * which keeps strict order.
     */
    public int inFlight() {
        return get(IN_FLIGHT);
    }

    public DomainConfig withInFlight(int value) {
        return with(IN_FLIGHT, value);
    }

    /** What an event is that nobody takes; default {@link UnhandledPolicy#COUNT}. */
    public UnhandledPolicy unhandled() {
        return get(UNHANDLED);
    }

    public DomainConfig withUnhandled(UnhandledPolicy value) {
        return with(UNHANDLED, value);
    }

    /** Secondary events of one first event at most; default 10,000. */
    public int maxSecondaries() {
        return get(MAX_SECONDARIES);
    }

    public DomainConfig withMaxSecondaries(int value) {
        return with(MAX_SECONDARIES, value);
    }

    /** Events that may wait for their time, 0 to 16,777,216; default 100,000. */
    public int maxScheduled() {
        return get(MAX_SCHEDULED);
    }

    public DomainConfig withMaxScheduled(int value) {
        return with(MAX_SCHEDULED, value);
    }

    /** Events that the log keeps, 0 for no log; default 1,000. */
    public int retention() {
        return get(RETENTION);
    }

    public DomainConfig withRetention(int value) {
        return with(RETENTION, value);
    }

    /**
     * Bytes of encoded payloads (see {@link EncodedPayload#bytes()}, and byte arrays) that the log keeps, and the dead
     * letters as many again, from 1; default 64 MiB. Beyond it the oldest go as beyond {@link #retention()}; the newest is
     * kept however large it is. Other payloads count nothing.
     */
    public int retentionBytes() {
        return get(RETENTION_BYTES);
    }

    public DomainConfig withRetentionBytes(int value) {
        return with(RETENTION_BYTES, value);
    }

    /** How long {@link Nexus#close()} goes on handling events; default 10 s. */
    public Duration drainTimeout() {
        return get(DRAIN_TIMEOUT);
    }

    public DomainConfig withDrainTimeout(Duration value) {
        return with(DRAIN_TIMEOUT, value);
    }

    /** Whether an event may have several handlers, which all take it; default false. */
    public boolean multiple() {
        return get(MULTIPLE);
    }

    public DomainConfig withMultiple(boolean value) {
        return with(MULTIPLE, value);
    }

    /** How often receivers are called that fail, where they do not say so themselves; default once. */
    public RetryPolicy retry() {
        return get(RETRY);
    }

    public DomainConfig withRetry(RetryPolicy value) {
        return with(RETRY, value);
    }

    /**
     * Whether an event goes to the {@link DeadLetters} when a receiver that does not say so itself has failed on it for
     * good; default false.
     */
    public boolean deadLetter() {
        return get(DEAD_LETTER);
    }

    public DomainConfig withDeadLetter(boolean value) {
        return with(DEAD_LETTER, value);
    }

    /** Dead letters that are kept, 1 to 1,048,576; default 1,000. */
    public int deadLetters() {
        return get(DEAD_LETTERS);
    }

    public DomainConfig withDeadLetters(int value) {
        return with(DEAD_LETTERS, value);
    }

    /** How long a receiver may keep the domain waiting before that is logged and counted; default 1 s. */
    public Duration slowReceiver() {
        return get(SLOW_RECEIVER);
    }

    public DomainConfig withSlowReceiver(Duration value) {
        return with(SLOW_RECEIVER, value);
    }

    /** Events that may wait in a receiver's lane, where it does not say so itself, 1 to 524,288; default 1,024. */
    public int laneCapacity() {
        return get(LANE_CAPACITY);
    }

    public DomainConfig withLaneCapacity(int value) {
        return with(LANE_CAPACITY, value);
    }

    /** What happens when a lane is full whose receiver does not say so itself; default {@link LaneFull#FAIL}. */
    public LaneFull laneFull() {
        return get(LANE_FULL);
    }

    public DomainConfig withLaneFull(LaneFull value) {
        return with(LANE_FULL, value);
    }

    /** Events that all lanes together work on at once, 0 for no limit; default 0. */
    public int maxConcurrent() {
        return get(MAX_CONCURRENT);
    }

    public DomainConfig withMaxConcurrent(int value) {
        return with(MAX_CONCURRENT, value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DomainConfig that && name.equals(that.name) && changed.equals(that.changed);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, changed);
    }

    /** The name, and the settings that have not their default. */
    @Override
    public String toString() {
        return name + changed;
    }
}
