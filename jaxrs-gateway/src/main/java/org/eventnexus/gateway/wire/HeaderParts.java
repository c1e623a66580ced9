package org.eventnexus.gateway.wire;

import java.util.ArrayList;
import java.util.List;

/** The parts of a header between separators that are not quoted. */
public final class HeaderParts {
    private HeaderParts() {}

    /** At least one. By hand, for a regular expression may run out of stack on these. */
    public static List<String> of(String header, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < header.length(); i++) {
            char c = header.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(header.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(header.substring(start));
        return parts;
    }
}
