package org.eventnexus.cdi;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eventnexus.BoundaryConfig;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.EventSelector;
import org.eventnexus.Overflow;

/** The settings of a boundary: how each is called, read, and put into the boundary. */
enum BoundarySetting {
    FROM("from", text -> DomainConfig.requireName(text.strip()), ConfiguredBoundary::withFrom),
    TO("to", text -> DomainConfig.requireName(text.strip()), ConfiguredBoundary::withTo),
    SELECT("select", BoundarySetting::selectors, ConfiguredBoundary::withSelectors),
    TYPE("type", text -> EventDraft.requireType(text.strip()), ConfiguredBoundary::withType),
    REPLIES("replies", Values::yesOrNo, ConfiguredBoundary::withReplies),
    CAPACITY("capacity", text -> BoundaryConfig.requireCapacity(Values.number(text)), ConfiguredBoundary::withCapacity),
    OVERFLOW(
            "overflow",
            text -> BoundaryConfig.requireOverflow(Values.choice(Overflow.class, text)),
            ConfiguredBoundary::withOverflow);

    private final String key;
    private final BiFunction<ConfiguredBoundary, String, ConfiguredBoundary> reader;

    <V> BoundarySetting(
            String key, Function<String, V> read, BiFunction<ConfiguredBoundary, V, ConfiguredBoundary> put) {
        this.key = key;
        this.reader = (boundary, text) -> put.apply(boundary, read.apply(text));
    }

    private static Set<EventSelector> selectors(String text) {
        Set<EventSelector> selectors = Arrays.stream(text.split(","))
                .map(String::strip)
                .map(EventSelector::parse)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (selectors.isEmpty()) {
            throw new IllegalArgumentException("'" + text + "' has no selector, such as order.*");
        }
        return selectors;
    }

    String key() {
        return key;
    }

    /** @throws IllegalArgumentException if the value cannot be read or is out of range */
    ConfiguredBoundary apply(ConfiguredBoundary boundary, String value) {
        return reader.apply(boundary, value);
    }

    static Optional<BoundarySetting> of(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key.equals(key))
                .findFirst();
    }

    static String keys() {
        return Arrays.stream(values()).map(BoundarySetting::key).collect(Collectors.joining(", "));
    }
}
