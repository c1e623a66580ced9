package org.eventnexus.cdi;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eventnexus.DomainConfig;

/**
 * The application's settings under {@code eventnexus.}, as far as they are the extension's.
 *
 * <p>What other parts own is passed over, and is theirs to check: {@code eventnexus.gateway.*},
 * {@code eventnexus.demo.*}, and what {@link Connectors} have. Everything else that is not known is a problem, so that a slip of the pen is not a setting
 * that does nothing; but not what comes from environment variables, whose names cannot be told apart reliably.
 */
final class Settings {
    private static final String PREFIX = "eventnexus.";
    private static final String DOMAIN = PREFIX + "domain.";
    private static final String THREADS = PREFIX + "threads";

    /** Names domains where their other settings cannot: a variable of the environment does not say where a name ends. */
    private static final String LIST = PREFIX + "domains";

    private static final List<String> OPENINGS = List.of("subscribe", "publish");
    private static final Set<String> OWNED_BY_OTHERS = Set.of("gateway", "demo");
    private static final int MAX_THREADS = 1024;

    private final SettingSource source;
    private final Problems problems;
    private final Connectors connectors;
    private final Map<String, DomainConfig> read = new LinkedHashMap<>();
    private Set<String> listed;

    /** Where there are no connectors. */
    Settings(SettingSource source, Problems problems) {
        this(source, problems, new Connectors());
    }

    Settings(SettingSource source, Problems problems, Connectors connectors) {
        this.source = new SpeltSettings(source);
        this.problems = problems;
        this.connectors = connectors;
    }

    /** The domains that settings name; reports the settings that nobody knows. */
    Set<String> domains() {
        Set<String> domains = new TreeSet<>(listed());
        for (String name : source.names()) {
            if (name.startsWith(BridgeSettings.PREFIX)) {
                continue; // its reader looks at it
            }
            if (name.startsWith(DOMAIN)) {
                domainOf(name).ifPresentOrElse(domains::add, () -> unknown(name));
            } else if (name.startsWith(PREFIX)
                    && !name.equals(THREADS)
                    && !name.equals(LIST)
                    && !BoundarySettings.isKnown(name)
                    && !WorkSettings.isKnown(name)
                    && !connectors.own(name)
                    && !isOwnedByOthers(name)) {
                unknown(name);
            }
        }
        return domains;
    }

    private Set<String> listed() {
        if (listed == null) {
            listed = source.find(LIST).map(this::list).orElse(Set.of());
        }
        return listed;
    }

    private Set<String> list(Setting setting) {
        Set<String> names = new TreeSet<>(List.of(setting.value().strip().split("\\s*,\\s*")));
        names.remove("");
        names.removeIf(name -> {
            boolean wellFormed = DomainNames.isWellFormed(name);
            if (!wellFormed) {
                malformed(setting, "'" + name + "' is no domain's name");
            }
            return !wellFormed;
        });
        return names;
    }

    /** Those of the domains that settings alone put to use: they are listed, or the gateway opens them. */
    Set<String> inUse(Collection<String> domains) {
        Set<String> inUse = new TreeSet<>(listed());
        domains.stream().filter(this::isOpened).forEach(inUse::add);
        return inUse;
    }

    private boolean isOpened(String domain) {
        return OPENINGS.stream()
                .anyMatch(opening -> source.find(PREFIX + "gateway." + domain + '.' + opening)
                        .isPresent());
    }

    private static boolean isOwnedByOthers(String name) {
        return OWNED_BY_OTHERS.contains(name.substring(PREFIX.length()).split("\\.", 2)[0]);
    }

    /** The domain of a well-formed setting; its form is {@code eventnexus.domain.NAME.KEY}. */
    private Optional<String> domainOf(String name) {
        String[] parts = name.substring(DOMAIN.length()).split("\\.", -1);
        return parts.length == 2 && isOfDomain(parts[1]) && DomainNames.isWellFormed(parts[0])
                ? Optional.of(parts[0])
                : Optional.empty();
    }

    private static boolean isOfDomain(String key) {
        return DomainSetting.of(key).isPresent() || key.equals(BridgeSettings.DIRECTIONS);
    }

    /** What they say of the bridge to CDI's events. */
    BridgeSettings bridge(Collection<ClassLoader> loaders) {
        return new BridgeSettings(source, problems, loaders);
    }

    private void unknown(String name) {
        if (!source.mayBeVariable(name)) {
            problems.add(
                    "ENX-0102",
                    source.find(name).map(Setting::place).orElse(name),
                    "there is no such setting",
                    "correct or remove it; there are eventnexus.threads, eventnexus.domains and eventnexus.domain.NAME.KEY, where NAME is"
                            + " a domain's (letters, digits, '_', '-') and KEY is one of " + DomainSetting.keys() + ", "
                            + BridgeSettings.DIRECTIONS
                            + "; eventnexus.boundary.NAME.KEY, where KEY is one of " + BoundarySetting.keys()
                            + "; and eventnexus.work.DOMAIN.QUEUE.KEY, where KEY is one of " + WorkSetting.keys());
        }
    }

    /** The configuration of a domain; reports values that cannot be read. */
    DomainConfig domain(String name) {
        return read.computeIfAbsent(name, this::read);
    }

    private DomainConfig read(String name) {
        DomainConfig config = DomainConfig.of(name);
        for (DomainSetting setting : DomainSetting.values()) {
            Optional<Setting> found = source.find(DOMAIN + name + '.' + setting.key());
            if (found.isPresent()) {
                config = apply(setting, config, found.get());
            }
        }
        return config;
    }

    private DomainConfig apply(DomainSetting setting, DomainConfig config, Setting found) {
        try {
            return setting.apply(config, found.value());
        } catch (IllegalArgumentException malformed) {
            malformed(found, malformed.getMessage());
            return config;
        }
    }

    private void malformed(Setting found, String what) {
        problems.add(
                "ENX-0103", found.place(), what, "correct the value or remove the setting, which then has its default");
    }

    /** The boundaries that settings ask for; reports what is wrong with them. */
    List<ConfiguredBoundary> boundaries() {
        return new BoundarySettings(source, problems).read();
    }

    /** What they say of work queues. */
    WorkSettings workQueues() {
        return new WorkSettings(source, problems, this::domain);
    }

    /** The connections that settings ask for; reports what is wrong with them. */
    List<ConfiguredConnection> connections() {
        return connectors.read(source, problems);
    }

    /** How many threads the domains share. */
    int threads() {
        return source.find(THREADS)
                .map(this::threads)
                .orElseGet(() -> Math.max(2, Runtime.getRuntime().availableProcessors()));
    }

    private int threads(Setting found) {
        try {
            int threads = Values.number(found.value());
            if (threads >= 1 && threads <= MAX_THREADS) {
                return threads;
            }
            malformed(found, "threads is " + threads + ", not 1 to " + MAX_THREADS);
        } catch (IllegalArgumentException malformed) {
            malformed(found, malformed.getMessage());
        }
        return 1;
    }
}
