package org.eventnexus.cdi;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads settings' values in the forms that all settings have, for {@link Connector}s as well. What cannot be read is an
 * {@link IllegalArgumentException} that says what can, with the value: none of these is for secrets. Null is not taken.
 */
public final class Values {
    private static final Pattern SIMPLE_DURATION = Pattern.compile("(\\d{1,18})\\s*(ms|s|m|h)");
    private static final Map<String, ChronoUnit> UNITS =
            Map.of("ms", ChronoUnit.MILLIS, "s", ChronoUnit.SECONDS, "m", ChronoUnit.MINUTES, "h", ChronoUnit.HOURS);

    private Values() {}

    /** A whole number. */
    public static int number(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException malformed) {
            throw new IllegalArgumentException("'" + text + "' is not a whole number such as 1024", malformed);
        }
    }

    /** A number, perhaps with a fraction. */
    public static double fraction(String text) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException malformed) {
            throw new IllegalArgumentException("'" + text + "' is not a number such as 0.15", malformed);
        }
    }

    /** {@code true} or {@code false}. */
    public static boolean yesOrNo(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("'" + text + "' is neither true nor false");
        };
    }

    /** A time such as {@code 10s}, {@code 500ms}, {@code 5m}, {@code 1h} or {@code PT10S}. */
    public static Duration duration(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        Matcher simple = SIMPLE_DURATION.matcher(lower);
        try {
            return simple.matches()
                    ? Duration.of(Long.parseLong(simple.group(1)), UNITS.get(simple.group(2)))
                    : Duration.parse(lower);
        } catch (DateTimeParseException | ArithmeticException malformed) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a duration such as 10s, 500ms or PT10S", malformed);
        }
    }

    /** One of a type's constants, by its name in small letters with {@code -} for {@code _}. */
    public static <E extends Enum<E>> E choice(Class<E> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> name(constant).equals(text.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is none of "
                        + Arrays.stream(type.getEnumConstants())
                                .map(Values::name)
                                .collect(Collectors.joining(", "))));
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
