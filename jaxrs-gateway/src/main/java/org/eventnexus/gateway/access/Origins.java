package org.eventnexus.gateway.access;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Which other origins' pages may call the gateway: those that are listed, and, by {@code *}, all of them, but not with
 * their users' cookies. Immutable.
 */
public final class Origins {
    private static final String EVERY = "*";
    private static final Pattern ORIGIN =
            Pattern.compile("[a-z][a-z0-9+.-]*://([a-z0-9._-]+|\\[[0-9a-f:.]+])(:\\d{1,5})?");

    private final Set<String> listed;
    private final boolean every;

    private Origins(Set<String> listed) {
        this.every = listed.remove(EVERY);
        this.listed = Set.copyOf(listed);
    }

    /** As {@code eventnexus.gateway.origins} says. */
    public static Origins of(Function<String, Optional<String>> settings) {
        return parse(Setting.ORIGINS.text(settings));
    }

    /** @throws IllegalArgumentException if one of the list is no origin as browsers write them */
    static Origins parse(String list) {
        Set<String> origins = new LinkedHashSet<>();
        if (!list.isBlank()) {
            for (String origin : list.split(",", -1)) {
                origins.add(checked(origin.strip()));
            }
        }
        return new Origins(origins);
    }

    private static String checked(String origin) {
        if (!origin.equals(EVERY) && !ORIGIN.matcher(origin).matches()) {
            throw new IllegalArgumentException("not a list of origins: write them as browsers do, separated by commas,"
                    + " such as https://shop.example or http://localhost:3000, in small letters and without a path");
        }
        return origin;
    }

    /** Whether pages of an origin may call with their user's cookies. */
    public boolean trusts(String origin) {
        return origin != null && listed.contains(origin);
    }

    /** Whether pages of an origin may call at all. */
    public boolean admits(String origin) {
        return origin != null && (every || listed.contains(origin));
    }

    /** Whether no other origin may call. */
    public boolean isEmpty() {
        return !every && listed.isEmpty();
    }
}
