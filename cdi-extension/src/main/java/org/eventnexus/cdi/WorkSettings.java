package org.eventnexus.cdi;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.eventnexus.DomainConfig;
import org.eventnexus.WorkQueueConfig;

/** The settings {@code eventnexus.work.DOMAIN.QUEUE.KEY}. */
final class WorkSettings {
    static final String PREFIX = "eventnexus.work.";

    private final SettingSource source;
    private final Problems problems;
    private final Function<String, DomainConfig> domains;

    /** @param domains the domains' own settings */
    WorkSettings(SettingSource source, Problems problems, Function<String, DomainConfig> domains) {
        this.source = source;
        this.problems = problems;
        this.domains = domains;
    }

    /** Whether a setting is one of a work queue's, of well-formed names. */
    static boolean isKnown(String setting) {
        return queueOf(setting).isPresent();
    }

    private static Optional<QueueName> queueOf(String setting) {
        String[] parts =
                setting.startsWith(PREFIX) ? setting.substring(PREFIX.length()).split("\\.", -1) : new String[0];
        return parts.length == 3 && WorkSetting.of(parts[2]).isPresent()
                ? Optional.of(new QueueName(parts[0], parts[1])).filter(QueueName::isWellFormed)
                : Optional.empty();
    }

    /** Those that settings name. */
    Set<QueueName> names() {
        Set<QueueName> names = new TreeSet<>();
        source.names().forEach(setting -> queueOf(setting).ifPresent(names::add));
        return names;
    }

    /** A work queue as it is configured; reports values that cannot be read. */
    ConfiguredQueue read(QueueName name, boolean isUsed) {
        Map<String, String> set = new LinkedHashMap<>();
        WorkQueueConfig config = WorkQueueConfig.defaults();
        for (WorkSetting setting : WorkSetting.values()) {
            Optional<Setting> found = source.find(PREFIX + name.domain() + '.' + name.queue() + '.' + setting.key());
            if (found.isPresent()) {
                set.put(setting.key(), found.get().value());
                config = apply(setting, setting.isOfRetry() ? withRetry(config, name) : config, found.get());
            }
        }
        return new ConfiguredQueue(name, config, set, isUsed);
    }

    /** What is not said of attempts is as the domain has it. */
    private WorkQueueConfig withRetry(WorkQueueConfig config, QueueName name) {
        return config.retry().isPresent()
                ? config
                : config.withRetry(domains.apply(name.domain()).retry());
    }

    private WorkQueueConfig apply(WorkSetting setting, WorkQueueConfig config, Setting found) {
        try {
            return setting.apply(config, found.value());
        } catch (IllegalArgumentException malformed) {
            problems.add(
                    "ENX-0103",
                    found.place(),
                    malformed.getMessage(),
                    "correct the value or remove the setting, which then has its default");
            return config;
        }
    }
}
