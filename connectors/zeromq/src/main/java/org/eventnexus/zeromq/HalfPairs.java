package org.eventnexus.zeromq;

/** Halves of surrogate pairs, which a string may have and UTF-8 has no form for. */
final class HalfPairs {
    private HalfPairs() {}

    /** A JSON text with those in its strings as escapes, which JSON-P does not do. */
    static String escaped(String json) {
        int first = next(json, 0);
        if (first == json.length()) {
            return json;
        }
        var out = new StringBuilder(json.length() + 16);
        int done = 0;
        for (int half = first; half < json.length(); half = next(json, done)) {
            out.append(json, done, half).append("\\u").append(Integer.toHexString(json.charAt(half)));
            done = half + 1;
        }
        return out.append(json, done, json.length()).toString();
    }

    /** Where the next one is, or the length if there is none. */
    private static int next(String text, int from) {
        int i = from;
        while (i < text.length()) {
            int point = text.codePointAt(i); // half a pair is a point of its own
            if (point <= Character.MAX_VALUE && Character.isSurrogate((char) point)) {
                return i;
            }
            i += Character.charCount(point);
        }
        return i;
    }
}
