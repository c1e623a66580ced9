package org.eventnexus.gateway.wire;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The preference {@code wait} of RFC 7240.
 *
 * @param text the seconds, as the sender wrote them unless they were too many
 */
public record PreferWait(String text, Duration duration) {
    private static final int MAX_SECONDS = 60;
    private static final Pattern SECONDS = Pattern.compile("(\\d++)(?:\\.(\\d++))?");

    /** What the headers ask for; empty if nothing or nothing that can be understood, for preferences may be ignored. */
    public static Optional<PreferWait> of(List<String> headers) {
        return HeaderParts.of(String.join(",", headers), ',').stream()
                .map(PreferWait::withoutParameters)
                .filter(preference -> name(preference).equalsIgnoreCase("wait"))
                .findFirst()
                .flatMap(preference -> seconds(value(preference)));
    }

    private static String withoutParameters(String preference) {
        int end = preference.indexOf(';');
        return end < 0 ? preference : preference.substring(0, end);
    }

    private static String name(String preference) {
        int end = preference.indexOf('=');
        return (end < 0 ? preference : preference.substring(0, end)).strip();
    }

    private static String value(String preference) {
        return preference.substring(preference.indexOf('=') + 1).strip().replace("\"", "");
    }

    /** However many digits there are: only a few are made into a number. */
    private static Optional<PreferWait> seconds(String text) {
        Matcher matcher = SECONDS.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String whole = matcher.group(1).replaceFirst("^0+", "");
        String fraction = matcher.group(2) == null ? "" : matcher.group(2);
        BigDecimal seconds = new BigDecimal(
                whole.length() > 2 ? "99" : "0" + whole + '.' + fraction.substring(0, Math.min(9, fraction.length())));
        return Optional.of(
                seconds.compareTo(BigDecimal.valueOf(MAX_SECONDS)) > 0
                        ? new PreferWait(Integer.toString(MAX_SECONDS), Duration.ofSeconds(MAX_SECONDS))
                        : new PreferWait(
                                text, Duration.ofNanos(seconds.movePointRight(9).longValue())));
    }

    /** What {@code Preference-Applied} says. */
    public String applied() {
        return "wait=" + text;
    }
}
