package org.eventnexus.gateway.access;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The settings that are not about one domain: their names, defaults and forms. */
enum Setting {
    HEARTBEAT("heartbeat", "15s", Form.DURATION),
    MAX_BODY("max-body", "1048576", Form.NUMBER),
    MAX_STREAMS("max-streams", "20000", Form.NUMBER),
    MAX_STREAMS_PER_CALLER("max-streams-per-caller", "5000", Form.NUMBER),
    MAX_WAITING_EVENTS("max-waiting-events", "1000", Form.NUMBER),
    MAX_WAITING_BYTES("max-waiting-bytes", "4194304", Form.NUMBER),
    MAX_PENDING("max-pending", "20000", Form.NUMBER),
    MAX_PENDING_PER_CALLER("max-pending-per-caller", "5000", Form.NUMBER),
    MAX_UNFINISHED_BYTES("max-unfinished-bytes", "67108864", Form.NUMBER),
    BODY_TIMEOUT("body-timeout", "30s", Form.DURATION),
    MAX_UNREAD_BYTES("max-unread-bytes", "67108864", Form.NUMBER),
    ANSWER_TIMEOUT("answer-timeout", "30s", Form.DURATION),
    RATE("rate", "0", Form.COUNT),
    BURST("burst", "0", Form.COUNT),
    /** Which other origins' pages may call, as {@link Origins} reads it. */
    ORIGINS("origins", "", Form.ORIGINS),
    /** The cookie that may bring a token. */
    COOKIE("cookie", "", Form.COOKIE),
    /** Who may see the names of domains that are closed to them. */
    OPERATIONS("operations", "", Form.ROLES);

    private enum Form {
        DURATION,
        NUMBER,
        COUNT,
        ORIGINS,
        COOKIE,
        ROLES
    }

    private static final Pattern SHORT_DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m)");
    private static final Pattern COOKIE_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]*");
    private static final Duration SHORTEST = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofHours(1);

    private final String name;
    private final String initial;
    private final Form form;

    Setting(String name, String initial, Form form) {
        this.name = name;
        this.initial = initial;
        this.form = form;
    }

    String key() {
        return GatewaySettings.PREFIX + name;
    }

    /** @throws IllegalArgumentException saying what a proper value is */
    void check(String value) {
        switch (form) {
            case DURATION -> duration(value);
            case NUMBER -> number(value, 1);
            case COUNT -> number(value, 0);
            case ORIGINS -> Origins.parse(value);
            case COOKIE -> cookie(value);
            case ROLES -> Opening.parse(value);
        }
    }

    Duration duration(Function<String, Optional<String>> settings) {
        return duration(value(settings));
    }

    int number(Function<String, Optional<String>> settings) {
        return number(value(settings), form == Form.COUNT ? 0 : 1);
    }

    String text(Function<String, Optional<String>> settings) {
        return value(settings).strip();
    }

    private String value(Function<String, Optional<String>> settings) {
        return settings.apply(key()).orElse(initial);
    }

    /** As RFC 6265 has it. */
    private static void cookie(String value) {
        if (!COOKIE_NAME.matcher(value.strip()).matches()) {
            throw new IllegalArgumentException("not a cookie's name: letters, digits and !#$%&'*+-.^_`|~");
        }
    }

    private static Duration duration(String value) {
        try {
            Matcher brief = SHORT_DURATION.matcher(value.strip());
            Duration duration = brief.matches()
                    ? of(Long.parseLong(brief.group(1)), brief.group(2))
                    : Duration.parse(value.strip());
            if (duration.compareTo(SHORTEST) >= 0 && duration.compareTo(LONGEST) <= 0) {
                return duration;
            }
        } catch (DateTimeParseException notOne) {
            // told below, as what is out of range is
        }
        throw new IllegalArgumentException("not a duration from 50ms to 60m, such as 15s or PT15S");
    }

    private static Duration of(long amount, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            default -> Duration.ofMinutes(amount);
        };
    }

    private static int number(String value, int least) {
        try {
            int number = Integer.parseInt(value.strip());
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException notOne) {
            // told below, as what is out of range is
        }
        throw new IllegalArgumentException("not a whole number from " + least + " to 2147483647");
    }
}
