package org.eventnexus.gateway.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * One JSON value as text, known to be well-formed and written without white space between its tokens: on one line, ready
 * to be put into other JSON. Its numbers are as the sender wrote them, however large.
 *
 * @param extreme whether a number in it is too long or its exponent too large to be turned into a Java number safely
 */
record JsonText(String text, boolean extreme) {
    static final JsonText NULL = new JsonText("null", false);

    /**
     * Reads what came over the network.
     *
     * @throws MalformedException if it is not UTF-8, not JSON after RFC 8259, or nested deeper than 1,000
     */
    static JsonText parse(byte[] utf8) {
        try {
            return parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException notUtf8) {
            throw new MalformedException("the body is not valid UTF-8");
        }
    }

    static JsonText parse(String text) {
        return new JsonScanner(text).scan();
    }

    boolean isNull() {
        return text.equals("null");
    }

    boolean isString() {
        return text.charAt(0) == '"';
    }

    boolean isObject() {
        return text.charAt(0) == '{';
    }

    boolean isArray() {
        return text.charAt(0) == '[';
    }

    /** The same assurance for a part of it. */
    JsonText part(String value) {
        return new JsonText(value, extreme);
    }
}
