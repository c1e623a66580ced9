package org.eventnexus.cdi;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eventnexus.DomainConfig;
import org.eventnexus.LaneFull;
import org.eventnexus.Overflow;
import org.eventnexus.QueueOrder;
import org.eventnexus.RetryPolicy;
import org.eventnexus.UnhandledPolicy;

/** The settings of a domain: how each is called, read, and put into the domain's configuration. */
enum DomainSetting {
    CAPACITY("capacity", Values::number, DomainConfig::withCapacity),
    OVERFLOW("overflow", text -> Values.choice(Overflow.class, text), DomainConfig::withOverflow),
    ORDER("order", text -> Values.choice(QueueOrder.class, text), DomainConfig::withOrder),
    AWAIT_TIMEOUT("await-timeout", Values::duration, DomainConfig::withAwaitTimeout),
    IN_FLIGHT("in-flight", Values::number, DomainConfig::withInFlight),
    UNHANDLED("unhandled", text -> Values.choice(UnhandledPolicy.class, text), DomainConfig::withUnhandled),
    MAX_SECONDARIES("max-secondaries", Values::number, DomainConfig::withMaxSecondaries),
    MAX_SCHEDULED("max-scheduled", Values::number, DomainConfig::withMaxScheduled),
    RETENTION("retention", Values::number, DomainConfig::withRetention),
    RETENTION_BYTES("retention-bytes", Values::number, DomainConfig::withRetentionBytes),
    DRAIN_TIMEOUT("drain-timeout", Values::duration, DomainConfig::withDrainTimeout),
    MULTIPLE("multiple", Values::yesOrNo, DomainConfig::withMultiple),
    RETRY_ATTEMPTS("retry-attempts", Values::number, retry(RetryPolicy::withAttempts)),
    RETRY_DELAY("retry-delay", Values::duration, retry(RetryPolicy::withDelay)),
    RETRY_MAX_DELAY("retry-max-delay", Values::duration, retry(RetryPolicy::withMaxDelay)),
    DEAD_LETTER("dead-letter", Values::yesOrNo, DomainConfig::withDeadLetter),
    DEAD_LETTERS("dead-letters", Values::number, DomainConfig::withDeadLetters),
    LANE_CAPACITY("lane-capacity", Values::number, DomainConfig::withLaneCapacity),
    LANE_FULL("lane-full", text -> Values.choice(LaneFull.class, text), DomainConfig::withLaneFull),
    MAX_CONCURRENT("max-concurrent", Values::number, DomainConfig::withMaxConcurrent),
    SLOW_RECEIVER("slow-receiver", Values::duration, DomainConfig::withSlowReceiver);

    private final String key;
    private final BiFunction<DomainConfig, String, DomainConfig> reader;

    <V> DomainSetting(String key, Function<String, V> read, BiFunction<DomainConfig, V, DomainConfig> put) {
        this.key = key;
        this.reader = (config, text) -> put.apply(config, read.apply(text));
    }

    private static <V> BiFunction<DomainConfig, V, DomainConfig> retry(BiFunction<RetryPolicy, V, RetryPolicy> change) {
        return (config, value) -> config.withRetry(change.apply(config.retry(), value));
    }

    String key() {
        return key;
    }

    /** @throws IllegalArgumentException if the value cannot be read or is out of range */
    DomainConfig apply(DomainConfig config, String value) {
        return reader.apply(config, value);
    }

    static Optional<DomainSetting> of(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key.equals(key))
                .findFirst();
    }

    static String keys() {
        return Arrays.stream(values()).map(DomainSetting::key).collect(Collectors.joining(", "));
    }
}
