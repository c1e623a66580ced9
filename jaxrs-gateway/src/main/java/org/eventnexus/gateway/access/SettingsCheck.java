package org.eventnexus.gateway.access;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds what is wrong with the settings under {@code eventnexus.gateway.}: a misspelt one would leave a domain closed, or
 * worse, somebody believing that it is.
 */
final class SettingsCheck {
    private static final Pattern OF_A_DOMAIN =
            Pattern.compile(Pattern.quote(GatewaySettings.PREFIX) + "([A-Za-z0-9_-]{1,64})\\."
                    + Arrays.stream(Action.values())
                            .map(action -> action.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining("|", "(", ")")));

    /** A file may be seen twice, by the server and by us. */
    private final Set<String> problems = new LinkedHashSet<>();

    /** Looks at a setting and at where it was set. */
    void look(String key, String value, String source) {
        if (key.startsWith(GatewaySettings.PREFIX) && !isEnvironment(key)) {
            try {
                check(key, value == null ? "" : value);
            } catch (IllegalArgumentException wrong) {
                problems.add(key + " = '" + value + "', set in " + source + ": " + wrong.getMessage());
            }
        }
    }

    /** From a variable's name servers guess ours, and not always well: EVENTNEXUS_GATEWAY_A_B_PUBLISH may be of a-b. */
    private static boolean isEnvironment(String key) {
        return System.getenv(key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT)) != null;
    }

    private static void check(String key, String value) {
        Optional<Setting> global = Arrays.stream(Setting.values())
                .filter(setting -> setting.key().equals(key))
                .findFirst();
        if (global.isPresent()) {
            global.get().check(value);
        } else if (OF_A_DOMAIN.matcher(key).matches()) {
            Opening.parse(value);
        } else {
            throw new IllegalArgumentException("there is no such setting. There are " + known()
                    + ", and for each domain eventnexus.gateway.DOMAIN.subscribe, .publish and .admin");
        }
    }

    private static String known() {
        return Arrays.stream(Setting.values()).map(Setting::key).collect(Collectors.joining(", "));
    }

    /** The domain that a setting is about, if it is about one. */
    static Optional<String> domainOf(String key) {
        Matcher matcher = OF_A_DOMAIN.matcher(key);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** What is wrong, all of it in one text; empty if nothing is. */
    Optional<String> report() {
        return problems.isEmpty()
                ? Optional.empty()
                : Optional.of("ENX-0201 the gateway's settings are wrong:\n  " + String.join("\n  ", problems));
    }
}
