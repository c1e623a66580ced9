package org.eventnexus.benchmarks.gateway;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A server of the benchmark's own, in a fresh folder and on free ports of 127.0.0.1, with 1 GiB of heap. */
final class LoadServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Pattern LISTENER = Pattern.compile("network-listener port=\"(\\d+)\"");
    private static final Pattern OTHER_PORT = Pattern.compile("address=\"0\\.0\\.0\\.0\" port=\"\\d+\"");
    private static final String NO_JMS = "<hazelcast-config-specific-configuration enabled=\"false\"/><jms-service"
            + " type=\"DISABLED\" default-jms-host=\"default_JMS_host\"><jms-host name=\"default_JMS_host\""
            + " host=\"127.0.0.1\" port=\"7676\" lazy-init=\"true\"/></jms-service>";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Path folder;
    private int port;
    private Process launcher;
    private ProcessHandle server;

    private LoadServer(Path folder) {
        this.folder = folder;
    }

    /** @param home of the server's kind, which is only read */
    static LoadServer start(Path home, String heartbeat) throws Exception {
        Path folder = Path.of("benchmarks/target/gateway").toAbsolutePath();
        delete(folder);
        Files.createDirectories(folder);
        LoadServer started = new LoadServer(folder);
        boolean payara = Files.exists(home.resolve("bin/asadmin"));
        List<String> command = payara ? started.payara(home) : started.wildFly(home);
        Path ear = folder.resolve("load.ear");
        Ear.write(ear, heartbeat);
        Path deployments =
                Files.createDirectories(folder.resolve(payara ? "domains/load/autodeploy" : "base/deployments"));
        Files.copy(ear, deployments.resolve("load.ear"));
        started.launch(command);
        return started;
    }

    private List<String> wildFly(Path home) throws IOException {
        Path base = folder.resolve("base");
        copy(home.resolve("standalone"), base);
        port = freePort();
        return List.of(
                home.resolve("bin/standalone.sh").toString(),
                "-Djboss.server.base.dir=" + base,
                "-Djboss.http.port=" + port,
                "-Djboss.management.http.port=" + freePort(),
                "-b",
                "127.0.0.1",
                "-bmanagement",
                "127.0.0.1");
    }

    private List<String> payara(Path home) throws IOException {
        Path domain = folder.resolve("domains/load");
        copy(home.resolve("glassfish/domains/domain1"), domain);
        Path config = domain.resolve("config/domain.xml");
        StringBuilder xml = new StringBuilder();
        Matcher listeners = LISTENER.matcher(Files.readString(config));
        while (listeners.find()) {
            int free = freePort();
            port = listeners.group(1).equals("8080") ? free : port;
            listeners.appendReplacement(xml, "network-listener address=\"127.0.0.1\" port=\"" + free + '"');
        }
        Matcher others = OTHER_PORT.matcher(listeners.appendTail(xml).toString());
        StringBuilder moved = new StringBuilder();
        while (others.find()) {
            others.appendReplacement(moved, "address=\"127.0.0.1\" port=\"" + freePort() + '"');
        }
        Files.writeString(
                config,
                others.appendTail(moved)
                        .toString()
                        .replace(
                                "<hazelcast-config-specific-configuration></hazelcast-config-specific-configuration>",
                                NO_JMS)
                        .replaceAll(
                                "(-Dorg.glassfish.additionalOSGiBundlesToStart=)[^<]*",
                                "$1org.apache.felix.fileinstall")
                        .replace("domain1", "load")
                        .replace("-Xmx512m", "-Xmx1g"));
        return List.of(
                home.resolve("bin/asadmin").toString(),
                "start-domain",
                "--verbose",
                "--domaindir",
                folder.resolve("domains").toString(),
                "load");
    }

    private void launch(List<String> command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("server.out").toFile());
        builder.environment()
                .putAll(Map.of(
                        "JAVA_HOME", System.getProperty("java.home"),
                        "AS_JAVA", System.getProperty("java.home"),
                        "JBOSS_JAVA_SIZING", "-Xms1g -Xmx1g -XX:MaxMetaspaceSize=256m"));
        launcher = builder.start();
        launcher.getOutputStream().close();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!answers()) {
            if (!launcher.isAlive() || System.nanoTime() > end) {
                close();
                throw new IOException("the server does not answer: see " + folder.resolve("server.out"));
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        server = launcher.descendants()
                .filter(process -> process.children().findAny().isEmpty())
                .findFirst()
                .orElseThrow();
    }

    private boolean answers() throws InterruptedException {
        try {
            return response("/load/inside/heap").statusCode() == 200
                    && response("/nexus/").statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    int port() {
        return port;
    }

    long pid() {
        return server.pid();
    }

    /** The body of an answer with 200. */
    String get(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = response(path);
        if (response.statusCode() != 200) {
            throw new IOException(path + " answers " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    private HttpResponse<String> response(String path) throws IOException, InterruptedException {
        return http.send(request(path).build(), BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> later(HttpRequest.Builder request) {
        return http.sendAsync(request.build(), BodyHandlers.ofString());
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    /** A figure of {@code /proc/PID/status}, such as {@code VmRSS} in KiB or {@code Threads}. */
    long status(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid() + "/status")).stream()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() {
        List<ProcessHandle> all = new ArrayList<>(launcher.descendants().toList());
        all.add(launcher.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(process -> process.onExit().join());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
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
            }
        }
    }
}
