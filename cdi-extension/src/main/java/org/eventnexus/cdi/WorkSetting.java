package org.eventnexus.cdi;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eventnexus.Concurrency;
import org.eventnexus.LaneFull;
import org.eventnexus.QueueOrder;
import org.eventnexus.RetryPolicy;
import org.eventnexus.WorkQueueConfig;

/** The settings of a work queue: how each is called, read, and put into the queue's configuration. */
enum WorkSetting {
    CAPACITY("capacity", Values::number, WorkQueueConfig::withCapacity),
    WHEN_FULL("when-full", text -> Values.choice(LaneFull.class, text), WorkQueueConfig::whenFull),
    ORDER("order", text -> Values.choice(QueueOrder.class, text), WorkQueueConfig::withOrder),
    DEFAULT_PRIORITY("default-priority", Values::number, WorkQueueConfig::withDefaultPriority),
    CONCURRENCY("concurrency", Concurrency::parse, WorkQueueConfig::withConcurrency),
    MONITOR_INTERVAL("monitor-interval", Values::duration, WorkQueueConfig::withMonitorInterval),
    WINDOW("window", Values::duration, WorkQueueConfig::withWindow),
    MARGIN("margin", Values::fraction, WorkQueueConfig::withMargin),
    IDLE("idle", Values::duration, WorkQueueConfig::withIdle),
    DEADLINE("deadline", Values::duration, WorkQueueConfig::withDeadline),
    RETRY_ATTEMPTS("retry-attempts", Values::number, retry(RetryPolicy::withAttempts)),
    RETRY_DELAY("retry-delay", Values::duration, retry(RetryPolicy::withDelay)),
    RETRY_MAX_DELAY("retry-max-delay", Values::duration, retry(RetryPolicy::withMaxDelay)),
    DEAD_LETTER("dead-letter", Values::yesOrNo, WorkQueueConfig::withDeadLetter);

    private final String key;
    private final BiFunction<WorkQueueConfig, String, WorkQueueConfig> reader;

    <V> WorkSetting(String key, Function<String, V> read, BiFunction<WorkQueueConfig, V, WorkQueueConfig> put) {
        this.key = key;
        this.reader = (config, text) -> put.apply(config, read.apply(text));
    }

    private static <V> BiFunction<WorkQueueConfig, V, WorkQueueConfig> retry(
            BiFunction<RetryPolicy, V, RetryPolicy> change) {
        return (config, value) -> config.withRetry(change.apply(config.retry().orElse(RetryPolicy.NONE), value));
    }

    String key() {
        return key;
    }

    /** Whether it is one of several that make one policy. */
    boolean isOfRetry() {
        return this == RETRY_ATTEMPTS || this == RETRY_DELAY || this == RETRY_MAX_DELAY;
    }

    /** @throws IllegalArgumentException if the value cannot be read or is out of range */
    WorkQueueConfig apply(WorkQueueConfig config, String value) {
        return reader.apply(config, value);
    }

    static Optional<WorkSetting> of(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key.equals(key))
                .findFirst();
    }

    static String keys() {
        return Arrays.stream(values()).map(WorkSetting::key).collect(Collectors.joining(", "));
    }
}
