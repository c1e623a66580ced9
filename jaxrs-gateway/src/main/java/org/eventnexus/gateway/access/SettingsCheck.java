package org.eventnexus.gateway.access;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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

    private final List<String> problems = new ArrayList<>();

    /** Looks at a setting and at where it was set. */
    void look(String key, String value, String source) {
        if (key.startsWith(GatewaySettings.PREFIX)) {
            try {
                check(key, value == null ? "" : value);
            } catch (IllegalArgumentException wrong) {
                problems.add(key + " = '" + value + "', set in " + source + ": " + wrong.getMessage());
            }
        }
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
