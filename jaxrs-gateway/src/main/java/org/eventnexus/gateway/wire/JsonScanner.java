package org.eventnexus.gateway.wire;

import java.util.BitSet;

/**
 * Checks a JSON text after RFC 8259, strictly, and drops the white space between its tokens.
 *
 * <p>It keeps its own stack, so that no depth of nesting can overflow the thread's, and turns no number into a Java
 * number, so that no exponent can fill the memory. Used once, by one thread.
 */
final class JsonScanner {
    static final int MAX_DEPTH = 1_000;
    private static final int MAX_DIGITS = 1_000;
    private static final int MAX_EXPONENT_DIGITS = 4;
    private static final char END = '\0';

    private final String in;
    private final StringBuilder out;
    private final BitSet objects = new BitSet();
    private int at;
    private int depth;
    private boolean extreme;

    JsonScanner(String in) {
        this.in = in;
        this.out = new StringBuilder(in.length());
    }

    JsonText scan() {
        space();
        do {
            while (opensOrReads()) {
                // each turn has gone one level deeper
            }
        } while (anotherFollows());
        if (at < in.length()) {
            throw unexpected("nothing after the value");
        }
        return new JsonText(out.toString(), extreme);
    }

    /** Reads a value, or the beginning of one up to the first value inside it; says whether that is to be read next. */
    private boolean opensOrReads() {
        switch (peek()) {
            case '{':
                return opens('{', '}');
            case '[':
                return opens('[', ']');
            case '"':
                string();
                break;
            case 't':
                word("true");
                break;
            case 'f':
                word("false");
                break;
            case 'n':
                word("null");
                break;
            default:
                number();
        }
        space();
        return false;
    }

    private boolean opens(char open, char close) {
        if (++depth > MAX_DEPTH) {
            throw new MalformedException("the JSON is nested deeper than 1,000");
        }
        objects.set(depth, open == '{');
        take(open);
        if (peek() == close) {
            closes();
            return false;
        }
        key();
        return true;
    }

    /** After a value: closes what ends here, and says whether another value follows. */
    private boolean anotherFollows() {
        while (depth > 0) {
            if (peek() == ',') {
                take(',');
                key();
                return true;
            }
            closes();
        }
        return false;
    }

    private void closes() {
        take(objects.get(depth) ? '}' : ']');
        depth--;
    }

    private void key() {
        if (objects.get(depth)) {
            if (peek() != '"') {
                throw unexpected("a key in double quotes");
            }
            string();
            space();
            take(':');
        }
    }

    private void string() {
        int start = at++;
        for (char c = peek(); c != '"'; c = peek()) {
            if (c < ' ') {
                throw unexpected("no control character, and a closing double quote");
            }
            at++;
            if (c == '\\') {
                escape();
            }
        }
        at++;
        out.append(in, start, at);
    }

    private void escape() {
        char c = peek();
        at++;
        if (c == 'u') {
            for (int end = at + 4; at < end; at++) {
                if ("0123456789abcdefABCDEF".indexOf(peek()) < 0) {
                    throw unexpected("four hexadecimal digits");
                }
            }
        } else if ("\"\\/bfnrt".indexOf(c) < 0) {
            at--;
            throw unexpected("a character that JSON lets escape");
        }
    }

    private void number() {
        int start = at;
        skip('-');
        if (!skip('0')) {
            digits();
        }
        if (skip('.')) {
            digits();
        }
        extreme |= at - start > MAX_DIGITS;
        if (skip('e') || skip('E')) {
            if (!skip('-')) {
                skip('+');
            }
            extreme |= digits() > MAX_EXPONENT_DIGITS;
        }
        out.append(in, start, at);
    }

    private int digits() {
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        if (at == start) {
            throw unexpected(depth == 0 && start == 0 ? "a JSON value" : "a value or a digit");
        }
        return at - start;
    }

    private void word(String word) {
        if (!in.startsWith(word, at)) {
            throw unexpected(word);
        }
        at += word.length();
        out.append(word);
    }

    private boolean skip(char c) {
        if (peek() != c) {
            return false;
        }
        at++;
        return true;
    }

    private void take(char c) {
        if (!skip(c)) {
            throw unexpected("'" + c + "'");
        }
        out.append(c);
        space();
    }

    private void space() {
        for (char c = peek(); c == ' ' || c == '\n' || c == '\r' || c == '\t'; c = peek()) {
            at++;
        }
    }

    /** NUL stands for the end too: it is allowed nowhere in JSON. */
    private char peek() {
        return at < in.length() ? in.charAt(at) : END;
    }

    private MalformedException unexpected(String wanted) {
        String where = at < in.length() ? "at character " + (at + 1) : "at the end";
        return new MalformedException("malformed JSON: " + where + " there should be " + wanted);
    }
}
