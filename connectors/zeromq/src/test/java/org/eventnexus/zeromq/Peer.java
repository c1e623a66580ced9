package org.eventnexus.zeromq;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program in Python on libzmq; see peer.py. */
final class Peer implements AutoCloseable {
    private static final String PYTHON = "/usr/bin/python3";
    private static final Path SCRIPT = Path.of("src/test/resources/peer.py");

    private final Process process;
    private final BufferedReader output;
    private final PrintWriter input;
    private final String address;

    private Peer(Process process) throws IOException {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.input = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.address = output.readLine();
    }

    /** Skips the test, and says why, where there is no libzmq for Python. */
    static void require() throws Exception {
        if (!Files.isExecutable(Path.of(PYTHON))
                || new ProcessBuilder(PYTHON, "-c", "import zmq").start().waitFor() != 0) {
            abort("NOT TESTED against libzmq: " + PYTHON + " with Debian's package python3-zmq is missing");
        }
    }

    /** Starts one; it has bound or connected its socket when this returns. */
    static Peer start(String role, String way, String address, int count, String... keys) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(PYTHON, SCRIPT.toString(), role, way, address, Integer.toString(count)));
        command.addAll(List.of(keys));
        return new Peer(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** A port of the loopback interface that the system chooses. */
    static final String ANYWHERE = "tcp://127.0.0.1:*";

    String address() {
        return address;
    }

    /** The next line that it prints; null if there is none any more, or none in half a minute. */
    String line() throws Exception {
        for (int tries = 0; tries < 3000 && process.isAlive() && !output.ready(); tries++) {
            process.waitFor(10, TimeUnit.MILLISECONDS);
        }
        return process.isAlive() && !output.ready() ? null : output.readLine();
    }

    boolean hasLine() throws IOException {
        return output.ready();
    }

    void tell(String line) {
        input.println(line);
    }

    /** Waits until it has done all and ended by itself. */
    int ended() throws InterruptedException {
        input.close();
        return process.waitFor(30, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
