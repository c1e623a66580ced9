package org.eventnexus.cdi;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The settings {@code eventnexus.boundary.NAME.KEY}. */
final class BoundarySettings {
    static final String PREFIX = "eventnexus.boundary.";

    private final SettingSource source;
    private final Problems problems;

    BoundarySettings(SettingSource source, Problems problems) {
        this.source = source;
        this.problems = problems;
    }

    /** Whether a setting is one of a boundary's, of a well-formed name. */
    static boolean isKnown(String name) {
        return boundaryOf(name).isPresent();
    }

    private static Optional<String> boundaryOf(String name) {
        String[] parts =
                name.startsWith(PREFIX) ? name.substring(PREFIX.length()).split("\\.", -1) : new String[0];
        return parts.length == 2 && BoundarySetting.of(parts[1]).isPresent() && DomainNames.isWellFormed(parts[0])
                ? Optional.of(parts[0])
                : Optional.empty();
    }

    /** The boundaries that are in order, by name; reports what is wrong with the others. */
    List<ConfiguredBoundary> read() {
        Map<String, String> firstSettings = new TreeMap<>();
        source.names()
                .forEach(name -> boundaryOf(name)
                        .ifPresent(boundary -> firstSettings.merge(
                                boundary, name, (one, other) -> one.compareTo(other) < 0 ? one : other)));
        List<ConfiguredBoundary> read = new ArrayList<>();
        firstSettings.forEach((name, setting) -> read(name, setting).ifPresent(read::add));
        return read;
    }

    private Optional<ConfiguredBoundary> read(String name, String anySetting) {
        String place = source.find(anySetting).map(Setting::place).orElse(anySetting);
        ConfiguredBoundary boundary = ConfiguredBoundary.of(name, place);
        boolean sound = true;
        for (BoundarySetting setting : BoundarySetting.values()) {
            Optional<Setting> found = source.find(PREFIX + name + '.' + setting.key());
            try {
                boundary =
                        found.isPresent() ? setting.apply(boundary, found.get().value()) : boundary;
            } catch (IllegalArgumentException malformed) {
                problems.add(
                        "ENX-0103",
                        found.get().place(),
                        malformed.getMessage(),
                        "correct the value or remove the setting, which then has its default");
                sound = false;
            }
        }
        return sound && !isMeantForAnother(boundary) && isComplete(boundary) ? Optional.of(boundary) : Optional.empty();
    }

    /** Whether there are only variables of the environment, which are meant for one whose name is written otherwise. */
    private boolean isMeantForAnother(ConfiguredBoundary boundary) {
        return (boundary.from() == null || boundary.to() == null)
                && source.names().stream()
                        .filter(name -> boundaryOf(name).equals(Optional.of(boundary.name())))
                        .allMatch(source::mayBeVariable);
    }

    private boolean isComplete(ConfiguredBoundary boundary) {
        if (boundary.from() == null || boundary.to() == null) {
            String missing = boundary.from() == null ? "from" : "to";
            problems.add(
                    "ENX-0143",
                    boundary.place(),
                    "the boundary '" + boundary.name() + "' has no setting '" + missing + "'",
                    "set " + PREFIX + boundary.name() + '.' + missing + " to the name of a domain");
            return false;
        }
        new BoundaryRules(boundary.place(), problems)
                .checkTarget(boundary.from(), boundary.to(), "name another one in its setting 'to'");
        return !boundary.from().equals(boundary.to());
    }
}
