package org.eventnexus.gateway.wire;

import java.util.Optional;

/** Quoted strings of HTTP's headers. By hand, for a regular expression may run out of stack on long ones. */
final class QuotedString {
    private QuotedString() {}

    /** What is between the quotes, without escapes; empty if it is not one quoted string. */
    static Optional<String> content(String header) {
        int last = header.length() - 1;
        if (last < 1 || header.charAt(0) != '"') {
            return Optional.empty();
        }
        StringBuilder content = new StringBuilder(last);
        int at = 1;
        for (; at < last && header.charAt(at) != '"'; at++) {
            if (header.charAt(at) == '\\') {
                at++;
            }
            content.append(header.charAt(at));
        }
        return at == last && header.charAt(at) == '"' ? Optional.of(content.toString()) : Optional.empty();
    }
}
