package org.eventnexus.gateway.wire;

import java.util.regex.Pattern;

/**
 * What of a failure may leave the server: its simple name and its message, without class names, paths and traces, and
 * without the names of domains in messages of ours.
 */
final class ErrorText {
    private static final int MAX_LENGTH = 500;
    private static final Pattern QUALIFIED_NAME =
            Pattern.compile("\\b(?:\\p{javaLowerCase}\\w*\\.){2,}(?=\\p{javaUpperCase})");
    private static final Pattern PATH =
            Pattern.compile("(?<![\\w:/])(?:file:)?/(?:[\\w.@+-]+/)+[\\w.@+-]*|(?<!\\w)[A-Za-z]:\\\\\\S+");

    /** Our own messages name the domain they are about, which may be another one than the caller's, and closed to them. */
    private static final Pattern OWN = Pattern.compile("\\bENX-\\d{4} ");

    private static final Pattern DOMAIN =
            Pattern.compile("(?<=\\bdomain )'[^']*'|(?<=\\beventnexus\\.domain\\.)[\\w-]+");

    private ErrorText() {}

    /** Type and message as a JSON object. */
    static String json(Throwable failure) {
        return new JsonOut()
                .text("type", simpleName(failure.getClass()))
                .text("message", message(failure))
                .toString();
    }

    /** A class's simple name; that of its nearest named ancestor if it has none. */
    static String simpleName(Class<?> type) {
        Class<?> named = type;
        while (named.getSimpleName().isEmpty()) {
            named = named.getSuperclass();
        }
        return named.getSimpleName();
    }

    /** A failure's message, or null. Only its first line, for what follows may be a trace. */
    static String message(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? null : clean(message);
    }

    private static String withoutDomains(String line) {
        return OWN.matcher(line).find() ? DOMAIN.matcher(line).replaceAll("(name)") : line;
    }

    private static String clean(String message) {
        String line = withoutDomains(message.lines().findFirst().orElse(""));
        String bounded = line.substring(0, Math.min(line.length(), MAX_LENGTH));
        return PATH.matcher(QUALIFIED_NAME.matcher(bounded).replaceAll("")).replaceAll("(path)");
    }
}
