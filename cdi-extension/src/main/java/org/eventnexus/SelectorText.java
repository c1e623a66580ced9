package org.eventnexus;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads selectors. What is not a name or pattern begins with a word and a space, which no type has. */
final class SelectorText {
    private static final Pattern NUMERIC = Pattern.compile("number (?<number>-?\\d+)"
            + "|numbers (?<low>-?\\d+)\\.\\.(?<high>-?\\d+)"
            + "|mask (?:0x(?<hex>[0-9a-fA-F]+)|(?<bits>\\d+))");
    private static final String PATTERNS = "a selector is a type, a type and '.*' or '.**', or '**'";
    private static final int HEX = 16;

    private SelectorText() {}

    static EventSelector read(String text) {
        Matcher numeric = NUMERIC.matcher(Objects.requireNonNull(text, "selector"));
        try {
            return numeric.matches() ? numeric(numeric) : named(text);
        } catch (IllegalArgumentException malformed) {
            throw unreadable(text, malformed, PATTERNS + ", or 'number 5', 'numbers 100..199' or 'mask 0x6'");
        }
    }

    static EventSelector readPattern(String text) {
        try {
            return named(Objects.requireNonNull(text, "selector"));
        } catch (IllegalArgumentException malformed) {
            throw unreadable(text, malformed, PATTERNS);
        }
    }

    private static IllegalArgumentException unreadable(String text, IllegalArgumentException why, String what) {
        return new IllegalArgumentException(
                "the selector '" + text + "' cannot be read: " + why.getMessage() + "; " + what);
    }

    private static EventSelector named(String text) {
        if (text.equals("**")) {
            return EventSelector.any();
        }
        if (text.equals("*")) {
            return new EventSelector.Children("");
        }
        if (text.endsWith(".**")) {
            return new EventSelector.Descendants(EventDraft.requireType(text.substring(0, text.length() - 3)));
        }
        if (text.endsWith(".*")) {
            return new EventSelector.Children(EventDraft.requireType(text.substring(0, text.length() - 2)));
        }
        return EventSelector.type(text);
    }

    private static EventSelector numeric(Matcher text) {
        if (text.group("number") != null) {
            return EventSelector.type(Long.parseLong(text.group("number")));
        }
        if (text.group("low") != null) {
            return EventSelector.range(Long.parseLong(text.group("low")), Long.parseLong(text.group("high")));
        }
        return EventSelector.mask(
                text.group("hex") != null
                        ? Long.parseUnsignedLong(text.group("hex"), HEX)
                        : Long.parseLong(text.group("bits")));
    }
}
