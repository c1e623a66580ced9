package org.eventnexus;

import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A domain's settings. Made by {@link #of} and changed by the {@code with} methods, each of which returns a new one.
 *
 * @param name {@code [A-Za-z0-9_-]{1,64}}
 * @param capacity events that may wait in the queue, 1 to 524,288; default 1,024
 * @param overflow what happens when more are published; default {@link Overflow#AWAIT}
 * @param awaitTimeout how long a publisher waits for room at most; default 10 s
 * @param inFlight events that may be unfinished at a time because a receiver returned a stage; default 1, which keeps
 *     strict order
 * @param unhandled what an event is that nobody takes; default {@link UnhandledPolicy#COUNT}
 * @param maxSecondaries secondary events of one first event at most; default 10,000
 * @param retention events that the log keeps, 0 for no log; default 1,000
 * @param drainTimeout how long {@link Nexus#close()} goes on handling events; default 10 s
 */
public record DomainConfig(
        String name,
        int capacity,
        Overflow overflow,
        Duration awaitTimeout,
        int inFlight,
        UnhandledPolicy unhandled,
        int maxSecondaries,
        int retention,
        Duration drainTimeout) {
    /** The domain that is meant where none is named. */
    public static final String DEFAULT_DOMAIN = "default";

    /** Largest capacity. */
    public static final int MAX_CAPACITY = 1 << 19;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /** @throws IllegalArgumentException naming the setting that is out of range */
    public DomainConfig {
        requireName(name);
        range("capacity", capacity, 1, MAX_CAPACITY);
        Objects.requireNonNull(overflow, "overflow");
        positive("await-timeout", awaitTimeout);
        range("in-flight", inFlight, 1, 1_000_000);
        Objects.requireNonNull(unhandled, "unhandled");
        range("max-secondaries", maxSecondaries, 0, Integer.MAX_VALUE);
        range("retention", retention, 0, 1 << 26);
        positive("drain-timeout", drainTimeout);
    }

    /** The settings of a domain of which nothing more is said. */
    public static DomainConfig of(String name) {
        return new DomainConfig(
                name,
                1024,
                Overflow.AWAIT,
                Duration.ofSeconds(10),
                1,
                UnhandledPolicy.COUNT,
                10_000,
                1_000,
                Duration.ofSeconds(10));
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

    private static void range(String setting, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(setting + " is " + value + ", not " + min + " to " + max);
        }
    }

    private static void positive(String setting, Duration value) {
        if (value.isNegative() || value.isZero() || value.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(setting + " is " + value + ", not more than zero and at most a day");
        }
    }

    public DomainConfig withCapacity(int value) {
        return new DomainConfig(
                name, value, overflow, awaitTimeout, inFlight, unhandled, maxSecondaries, retention, drainTimeout);
    }

    public DomainConfig withOverflow(Overflow value) {
        return new DomainConfig(
                name, capacity, value, awaitTimeout, inFlight, unhandled, maxSecondaries, retention, drainTimeout);
    }

    public DomainConfig withAwaitTimeout(Duration value) {
        return new DomainConfig(
                name, capacity, overflow, value, inFlight, unhandled, maxSecondaries, retention, drainTimeout);
    }

    public DomainConfig withInFlight(int value) {
        return new DomainConfig(
                name, capacity, overflow, awaitTimeout, value, unhandled, maxSecondaries, retention, drainTimeout);
    }

    public DomainConfig withUnhandled(UnhandledPolicy value) {
        return new DomainConfig(
                name, capacity, overflow, awaitTimeout, inFlight, value, maxSecondaries, retention, drainTimeout);
    }

    public DomainConfig withMaxSecondaries(int value) {
        return new DomainConfig(
                name, capacity, overflow, awaitTimeout, inFlight, unhandled, value, retention, drainTimeout);
    }

    public DomainConfig withRetention(int value) {
        return new DomainConfig(
                name, capacity, overflow, awaitTimeout, inFlight, unhandled, maxSecondaries, value, drainTimeout);
    }

    public DomainConfig withDrainTimeout(Duration value) {
        return new DomainConfig(
                name, capacity, overflow, awaitTimeout, inFlight, unhandled, maxSecondaries, retention, value);
    }
}
