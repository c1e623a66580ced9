package org.eventnexus.zeromq;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads CURVE's keys from settings, or from files that settings name. What it says of them never shows what was read. */
final class KeyText {
    private static final String FILE = "file:";
    private static final int LONGEST_FILE = 1 << 20;

    private static final String FORM = "[0-9a-zA-Z.:+=^!/*?&<>()\\[\\]{}@%$#-]{40}";

    private KeyText() {}

    /** @throws IllegalArgumentException if it is no key; said without it, as it may be a secret one with a slip */
    static String require(String what, String key) {
        if (!key.matches(FORM)) {
            throw new IllegalArgumentException("the " + what + " is not 40 characters of Z85");
        }
        return key;
    }

    /** A file or what is in it cannot be had. */
    static final class UnreadableException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        UnreadableException(String message) {
            super(message); // no cause: its message might show the value
        }
    }

    /** One key. */
    static String key(String text) {
        return require("key", content(text).strip());
    }

    /** Several, separated by commas or on lines of their own. */
    static Set<String> keys(String text) {
        return Arrays.stream(content(text).strip().split("[\\s,]+"))
                .map(key -> require("key", key))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static String content(String text) {
        String value = text.strip();
        return value.startsWith(FILE) ? read(path(value)) : value;
    }

    private static Path path(String uri) {
        try {
            return Path.of(URI.create(uri));
        } catch (IllegalArgumentException | FileSystemNotFoundException malformed) {
            throw new UnreadableException("it is no path such as file:/etc/keys/robots.key");
        }
    }

    private static String read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LONGEST_FILE + 1);
            if (bytes.length > LONGEST_FILE) {
                throw new UnreadableException("the file is larger than " + LONGEST_FILE + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException | SecurityException unreadable) {
            throw new UnreadableException(
                    "the file cannot be read (" + unreadable.getClass().getSimpleName() + ")");
        }
    }
}
