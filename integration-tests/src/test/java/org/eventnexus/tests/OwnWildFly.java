package org.eventnexus.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A WildFly of a test's own. */
final class OwnWildFly extends OwnServer {
    /**
     * A thread that handles requests keeps the one for which it was made, and so the class loader of that application, for
     * as long as it lives: here that is not longer than it has something to do.
     */
    private static final String WORKER = "<worker name=\"default\" task-core-threads=\"0\" task-keepalive=\"100\"/>";

    private final Path home = property("wildfly.home");
    private final Path base;
    private final int port = freePort();
    private final int managementPort = freePort();

    OwnWildFly(Path folder) throws IOException {
        super(folder);
        base = folder.resolve("base");
        copy(home.resolve("standalone"), base);
        Path config = base.resolve("configuration/standalone.xml");
        Files.writeString(
                config,
                Files.readString(config)
                        .replace("scan-interval=\"5000\"", "scan-interval=\"200\"")
                        .replace("<worker name=\"default\"/>", WORKER));
    }

    @Override
    List<String> command() {
        return List.of(
                home.resolve("bin/standalone.sh").toString(),
                "-Djboss.server.base.dir=" + base,
                "-Djboss.http.port=" + port,
                "-Djboss.management.http.port=" + managementPort,
                "-b",
                "127.0.0.1",
                "-bmanagement",
                "127.0.0.1");
    }

    @Override
    int port() {
        return port;
    }

    @Override
    Path log() {
        return base.resolve("log/server.log");
    }

    @Override
    Path deployments() {
        return base.resolve("deployments");
    }

    @Override
    void ask(Path file) throws IOException {
        Files.createFile(marker(file, ".dodeploy"));
    }

    @Override
    void askAway(Path file) throws IOException {
        Files.delete(deployed(file));
    }

    @Override
    Path deployed(Path file) {
        return marker(file, ".deployed");
    }

    @Override
    Path failed(Path file) {
        return marker(file, ".failed");
    }

    @Override
    Path undeployed(Path file) {
        return marker(file, ".undeployed");
    }

    private static Path marker(Path file, String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }
}
