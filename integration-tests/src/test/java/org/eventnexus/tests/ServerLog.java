package org.eventnexus.tests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What a server writes into its log file from a moment on. */
final class ServerLog {
    /** WildFly's and Payara's own layouts. */
    private static final Pattern COMPLAINT = Pattern.compile("^\\S+ \\S+ (WARN|ERROR|FATAL) .*"
            + "|^\\[[^]]*] \\[[^]]*] \\[(WARNING|SEVERE|ALERT|EMERGENCY)] .*|^\\s+at \\S+\\(.*");

    private final Path file;
    private final long from;

    private ServerLog(Path file, long from) {
        this.file = file;
        this.from = from;
    }

    /** Of the server that Arquillian manages. */
    static ServerLog fromNowOn() throws IOException {
        Path file = file();
        return new ServerLog(file, Files.size(file));
    }

    /** All of a log, of a server of the test's own. */
    static ServerLog of(OwnServer server) {
        return new ServerLog(server.log(), 0);
    }

    private static Path file() {
        return "payara".equals(System.getProperty("arquillian.launch"))
                ? Path.of(
                        System.getProperty("payara.home"),
                        "glassfish",
                        "domains",
                        System.getProperty("payara.domain"),
                        "logs",
                        "server.log")
                : Path.of(System.getProperty("wildfly.base"), "log", "server.log");
    }

    /** All lines. */
    List<String> lines() throws IOException {
        byte[] all = Files.readAllBytes(file);
        if (all.length < from) {
            throw new IllegalStateException(file + " has been rotated");
        }
        return new String(all, (int) from, all.length - (int) from, StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    /** Warnings and worse, and the lines of stack traces. */
    List<String> complaints() throws IOException {
        return lines().stream().filter(COMPLAINT.asMatchPredicate()).toList();
    }
}
