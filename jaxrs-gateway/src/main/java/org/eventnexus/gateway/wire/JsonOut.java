package org.eventnexus.gateway.wire;

/**
 * Writes one JSON object, member by member. Unlike JSON-P's builder it takes members that are JSON already, which are most
 * of what this gateway sends.
 */
public final class JsonOut {
    private final StringBuilder out = new StringBuilder(256).append('{');

    /** A string member; JSON's null for null. */
    public JsonOut text(String name, String value) {
        key(name);
        if (value == null) {
            out.append("null");
        } else {
            JsonStrings.quote(out, value);
        }
        return this;
    }

    /** A string member, left out if null. */
    public JsonOut optional(String name, String value) {
        return value == null ? this : text(name, value);
    }

    public JsonOut number(String name, long value) {
        return json(name, Long.toString(value));
    }

    public JsonOut flag(String name, boolean value) {
        return json(name, Boolean.toString(value));
    }

    /** A member whose value is JSON already. */
    public JsonOut json(String name, String json) {
        key(name);
        out.append(json);
        return this;
    }

    /** A member that is an array of what is JSON already. */
    public JsonOut array(String name, Iterable<String> elements) {
        return json(name, arrayOf(elements));
    }

    /** A member that is an array of strings. */
    public JsonOut texts(String name, Iterable<String> strings) {
        key(name);
        out.append('[');
        String separator = "";
        for (String string : strings) {
            out.append(separator);
            JsonStrings.quote(out, string);
            separator = ",";
        }
        out.append(']');
        return this;
    }

    /** An array of what is JSON already. */
    public static String arrayOf(Iterable<String> elements) {
        return "[" + String.join(",", elements) + "]";
    }

    private void key(String name) {
        if (out.length() > 1) {
            out.append(',');
        }
        JsonStrings.quote(out, name);
        out.append(':');
    }

    /** The object. */
    @Override
    public String toString() {
        return out + "}";
    }
}
