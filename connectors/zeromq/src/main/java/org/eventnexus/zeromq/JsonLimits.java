package org.eventnexus.zeromq;

/**
 * Looks over a JSON text before it is read, as readers go as deep as the text does and numbers may have a size that takes for
 * ever to calculate with; and readers do not look at what comes after the end. Whether it is JSON is the reader's affair.
 */
final class JsonLimits {
    private static final int MOST_DEPTH = 64;
    private static final int LONGEST_NUMBER = 400;
    private static final int LONGEST_EXPONENT = 3;

    private final String text;
    private int depth;
    private boolean ended;

    private JsonLimits(String text) {
        this.text = text;
    }

    static void check(String text) throws MalformedMessageException {
        new JsonLimits(text).check();
    }

    private void check() throws MalformedMessageException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (ended && !isBlank(c)) {
                throw new MalformedMessageException("there is more after it");
            } else if (c == '"') {
                i = endOfString(i);
            } else if (isOfNumber(c)) {
                i = endOfNumber(i);
            } else {
                nest(c);
            }
        }
    }

    private void nest(char c) throws MalformedMessageException {
        if (c == '{' || c == '[') {
            depth++;
        } else if (c == '}' || c == ']') {
            depth--;
            ended = depth == 0;
        }
        if (depth > MOST_DEPTH) {
            throw new MalformedMessageException("it is nested deeper than " + MOST_DEPTH);
        }
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    private int endOfString(int start) {
        int i = start + 1;
        while (i < text.length() && text.charAt(i) != '"') {
            i += text.charAt(i) == '\\' ? 2 : 1;
        }
        return i;
    }

    private int endOfNumber(int start) throws MalformedMessageException {
        int end = start;
        int exponent = 0;
        boolean inExponent = false;
        while (end < text.length() && isOfNumber(text.charAt(end))) {
            char c = text.charAt(end++);
            inExponent |= c == 'e' || c == 'E';
            exponent += inExponent && c >= '0' && c <= '9' ? 1 : 0;
        }
        if (end - start > LONGEST_NUMBER || exponent > LONGEST_EXPONENT) {
            throw new MalformedMessageException("it has a number that is too large");
        }
        return end - 1;
    }

    /** The letters of true and false, too, which does no harm. */
    private static boolean isOfNumber(char c) {
        return c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
    }
}
