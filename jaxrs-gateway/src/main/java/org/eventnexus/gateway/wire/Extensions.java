package org.eventnexus.gateway.wire;

import java.util.regex.Pattern;

/** The attributes of CloudEvents that are not the standard's own: their names, and which of their values are no strings. */
final class Extensions {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+");
    private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9]\\d{0,9})");

    private Extensions() {}

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Whether it is a boolean, or an integer of 32 bits, as JSON writes them. */
    static boolean isLiteral(String json) {
        return json.equals("true") || json.equals("false") || isInteger(json);
    }

    private static boolean isInteger(String json) {
        if (!INTEGER.matcher(json).matches()) {
            return false;
        }
        long value = Long.parseLong(json);
        return value == (int) value;
    }
}
