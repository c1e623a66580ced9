package org.eventnexus.gateway.wire;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Timestamps as CloudEvents has them. Stricter than Java's ISO format, which lets seconds be left out. */
final class Rfc3339 {
    private static final Pattern FORM = Pattern.compile(
            "(\\d{4}-\\d\\d-\\d\\d)[Tt](\\d\\d:\\d\\d):(\\d\\d)(\\.\\d{1,9})?\\d*([Zz]|[+-]\\d\\d:\\d\\d)");

    private Rfc3339() {}

    /** @throws MalformedException naming the attribute */
    static Instant parse(String attribute, String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw notOne(attribute);
        }
        try {
            return ofFourDigits(
                    attribute,
                    OffsetDateTime.parse(form.group(1)
                                    + 'T'
                                    + form.group(2)
                                    + ':'
                                    + second(form.group(3))
                                    + (form.group(4) == null ? "" : form.group(4))
                                    + form.group(5).toUpperCase(java.util.Locale.ROOT))
                            .toInstant());
        } catch (DateTimeException impossible) {
            throw notOne(attribute);
        }
    }

    /** Its offset may make of a timestamp's year one that no timestamp has. */
    private static Instant ofFourDigits(String attribute, Instant instant) {
        int year = instant.atOffset(ZoneOffset.UTC).getYear();
        if (year < 0 || year > 9_999) {
            throw notOne(attribute);
        }
        return instant;
    }

    /** Java's clock has no leap second. */
    private static String second(String second) {
        return second.equals("60") ? "59" : second;
    }

    private static MalformedException notOne(String attribute) {
        return new MalformedException(attribute + " is not a timestamp after RFC 3339, such as 2026-01-31T12:00:00Z");
    }
}
