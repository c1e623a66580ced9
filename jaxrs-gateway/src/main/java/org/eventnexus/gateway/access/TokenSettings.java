package org.eventnexus.gateway.access;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a token must be like, as MicroProfile JWT names the settings.
 *
 * @param key the public key, or a set of them, itself; null if it is elsewhere
 * @param location where it is; null if it is nowhere
 * @param issuer who must have made it; null only if there is no key
 * @param audiences for one of whom it must be meant; empty if it may be for anybody
 * @param age how long ago at most it may have been issued; null if that does not matter
 * @param skew by how much the clock of who issues it may differ from ours
 */
record TokenSettings(String key, String location, String issuer, Set<String> audiences, Duration age, Duration skew) {
    static final String KEY = "mp.jwt.verify.publickey";
    static final String LOCATION = "mp.jwt.verify.publickey.location";
    static final String ALGORITHM = "mp.jwt.verify.publickey.algorithm";
    static final String ISSUER = "mp.jwt.verify.issuer";
    private static final String AUDIENCES = "mp.jwt.verify.audiences";
    private static final String AGE = "mp.jwt.verify.token.age";
    private static final String SKEW = "mp.jwt.verify.clock.skew";
    private static final String DECRYPT = "mp.jwt.decrypt.key.location";

    /** @throws IllegalArgumentException naming a setting that makes no sense, or that cannot be met */
    static TokenSettings of(Function<String, Optional<String>> settings) {
        Set<String> audiences =
                settings.apply(AUDIENCES).map(TokenSettings::list).orElse(Set.of());
        TokenSettings read = new TokenSettings(
                settings.apply(KEY).orElse(null),
                settings.apply(LOCATION).map(String::strip).orElse(null),
                settings.apply(ISSUER).map(String::strip).orElse(null),
                audiences,
                settings.apply(AGE).map(text -> seconds(AGE, text)).orElse(null),
                settings.apply(SKEW).map(text -> seconds(SKEW, text)).orElse(Duration.ZERO));
        if (read.verifies()) {
            read.check(settings);
        }
        return read;
    }

    /** Whether there is a key, without which no token is any good. */
    boolean verifies() {
        return key != null || location != null;
    }

    /** What would make tokens stricter than we can be must not be passed over. */
    private void check(Function<String, Optional<String>> settings) {
        if (issuer == null) {
            throw new IllegalArgumentException(ISSUER + " is missing: say who issues the tokens");
        }
        if (settings.apply(DECRYPT).isPresent()) {
            throw new IllegalArgumentException(DECRYPT + " is set, and encrypted tokens are not understood: remove it");
        }
        settings.apply(ALGORITHM)
                .filter(algorithm -> !algorithm.strip().equals(TokenVerifier.ALGORITHM))
                .ifPresent(other -> {
                    throw new IllegalArgumentException(ALGORITHM + " = '" + other + "': only " + TokenVerifier.ALGORITHM
                            + " is understood, remove it or say that");
                });
    }

    private static Set<String> list(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Duration seconds(String name, String text) {
        if (!text.strip().matches("\\d{1,9}")) {
            throw new IllegalArgumentException(name + " = '" + text + "': not a whole number of seconds");
        }
        return Duration.ofSeconds(Long.parseLong(text.strip()));
    }
}
