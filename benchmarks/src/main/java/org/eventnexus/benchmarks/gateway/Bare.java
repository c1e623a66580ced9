package org.eventnexus.benchmarks.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The {@link BareWriter}, as a process. */
final class Bare implements AutoCloseable {
    private final Process process;
    private final PrintStream commands;
    private final BufferedReader answers;
    private final int port;

    Bare() throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BareWriter.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        port = Integer.parseInt(answers.readLine());
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** Returns at once; {@link #done} waits. */
    void tell(String command) {
        commands.println(command);
    }

    void done() throws IOException {
        String answer = answers.readLine();
        if (!"done".equals(answer)) {
            throw new IOException("the bare writer says " + answer);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
