package org.eventnexus.tests;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;

/**
 * A server of a test's own, beside the one that Arquillian manages: to be stopped, killed and started again. It is of the
 * kind that this run is for, with a fresh folder of its own below {@code target}, and listens on free ports of 127.0.0.1. It
 * deploys what lies in a folder.
 */
abstract class OwnServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    final Path folder;
    private final Path output;
    private final Map<String, String> environment = new HashMap<>();
    private String jvmOptions = "";
    private Process launcher;
    private ProcessHandle server;

    OwnServer(Path folder) {
        this.folder = folder;
        this.output = folder.resolveSibling(folder.getFileName() + ".out");
    }

    /** A server that has not been started. Its name is its folder's. */
    static OwnServer named(String name) throws IOException {
        Path folder = property("own.servers").resolve(System.getProperty("arquillian.launch") + "-" + name);
        delete(folder);
        Files.createDirectories(folder);
        return isWildFly() ? new OwnWildFly(folder) : new OwnPayara(folder);
    }

    static boolean isWildFly() {
        return System.getProperty("arquillian.launch").equals("wildfly");
    }

    /** Options for the server's JVM. */
    OwnServer with(String options) {
        jvmOptions = options;
        return this;
    }

    /** A variable of the server's environment. */
    OwnServer withVariable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** What starts the server and stays as long as it does. */
    abstract List<String> command();

    abstract int port();

    abstract Path log();

    abstract Path deployments();

    /** Asks that a file in the folder be deployed. */
    abstract void ask(Path file) throws IOException;

    /** Asks that a file be undeployed. */
    abstract void askAway(Path file) throws IOException;

    /** The file that says what has become of a deployment. */
    abstract Path deployed(Path file);

    abstract Path failed(Path file);

    abstract Path undeployed(Path file);

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    /** Starts it, and waits until an address answers with 200. */
    void start(String path) throws Exception {
        launcher = run(command());
        await("an answer of " + path, () -> launcher.isAlive() && answers(path));
        server = launcher.descendants()
                .filter(process -> process.children().findAny().isEmpty())
                .findFirst()
                .orElseThrow();
    }

    /** Runs one of the server's own commands, without anything on its standard input. */
    Process run(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(output.toFile()));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("AS_JAVA", System.getProperty("java.home"));
        builder.environment().put("JAVA_TOOL_OPTIONS", jvmOptions);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    private boolean answers(String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(uri(path))
                    .timeout(LOOK.multipliedBy(100))
                    .build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lays an archive into the folder; before the start, it is deployed by that. */
    Path lay(Archive<?> archive) throws IOException {
        Path file = deployments().resolve(archive.getName());
        Path made = folder.resolve(archive.getName());
        archive.as(ZipExporter.class).exportTo(made.toFile(), true);
        Files.move(made, file);
        ask(file);
        return file;
    }

    /** Deploys an archive while the server runs. */
    Path deploy(Archive<?> archive) throws Exception {
        Path file = deployments().resolve(archive.getName());
        Files.deleteIfExists(failed(file));
        Files.deleteIfExists(undeployed(file));
        lay(archive);
        await("a deployment of " + file, () -> Files.exists(deployed(file)) || Files.exists(failed(file)));
        if (Files.exists(failed(file))) {
            throw new IllegalStateException(file + " was not deployed: " + Files.readString(failed(file)));
        }
        return file;
    }

    void undeploy(Path file) throws Exception {
        askAway(file);
        await("an undeployment of " + file, () -> Files.exists(undeployed(file)));
        Files.deleteIfExists(file);
    }

    /**
     * Asks it to stop, in the way that its own documentation tells to.
     *
     * @return how long it took to end
     */
    Duration stop() throws Exception {
        return ended(this::askToStop);
    }

    void askToStop() throws IOException {
        signal();
    }

    /**
     * Asks it to stop by SIGTERM, as a service manager does.
     *
     * @return how long it took to end
     */
    Duration terminate() throws Exception {
        return ended(this::signal);
    }

    private void signal() {
        server.destroy();
    }

    /** Something that asks the server to end. */
    private interface Asking {
        void ask() throws IOException;
    }

    private Duration ended(Asking asking) throws Exception {
        long before = System.nanoTime();
        asking.ask();
        server.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        Duration took = Duration.ofNanos(System.nanoTime() - before);
        launcher.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return took;
    }

    /** Kills it; returns when it is gone. */
    void kill() throws Exception {
        ended(server::destroyForcibly);
    }

    /** Writes all that is in its heap to a file, for whoever wants to know what holds something. */
    Path dump() throws Exception {
        Path file = folder.resolve("heap.hprof");
        Files.deleteIfExists(file);
        diagnose("GC.heap_dump", file.toString());
        return file;
    }

    /** Collects its garbage, while nobody asks it for anything: a request may hold something of the one before. */
    void collectGarbage() throws Exception {
        diagnose("GC.run");
    }

    private void diagnose(String... command) throws Exception {
        Stream<String> jcmd = Stream.of(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(server.pid()));
        run(Stream.concat(jcmd, Stream.of(command)).toList()).waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Kills it, if it still runs. */
    @Override
    public void close() {
        if (launcher != null) {
            List<ProcessHandle> left = Stream.concat(launcher.descendants(), Stream.of(launcher.toHandle()))
                    .toList();
            left.forEach(ProcessHandle::destroyForcibly);
            left.forEach(process -> process.onExit().join());
        }
    }

    private void await(String what, BooleanSupplier condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end || !launcher.isAlive()) {
                throw new TimeoutException("no " + what + "; see " + output + " and " + log());
            }
            TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static Path property(String name) {
        return Path.of(System.getProperty(name));
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted((left, right) -> right.compareTo(left))
                        .map(Path::toFile)
                        .forEach(File::delete);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
    }
}
