package org.eventnexus.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Payara of a test's own: a copy of the domain that the build has made for Arquillian, with ports of its own. */
final class OwnPayara extends OwnServer {
    private static final Pattern PORT = Pattern.compile("address=\"127\\.0\\.0\\.1\" port=\"\\d+\"");
    private static final Pattern HTTP =
            Pattern.compile("<network-listener [^>]*port=\"(\\d+)\"[^>]* name=\"http-listener-1\"");

    private final Path domain;
    private final int port;

    OwnPayara(Path folder) throws IOException {
        super(folder);
        domain = folder.resolve("domain");
        copy(property("payara.unused"), domain);
        Path config = domain.resolve("config/domain.xml");
        String xml = onFreePorts(Files.readString(config))
                .replaceFirst("<jmx-connector [^>]*/>", "$0<das-config autodeploy-polling-interval-in-seconds=\"1\"/>");
        Files.writeString(config, xml);
        Matcher http = HTTP.matcher(xml);
        if (!http.find()) {
            throw new IllegalStateException(config + " has no http-listener-1 on 127.0.0.1");
        }
        port = Integer.parseInt(http.group(1));
        Files.createDirectories(deployments());
    }

    private static String onFreePorts(String xml) throws IOException {
        StringBuilder changed = new StringBuilder();
        Matcher ports = PORT.matcher(xml);
        while (ports.find()) {
            ports.appendReplacement(changed, "address=\"127.0.0.1\" port=\"" + freePort() + "\"");
        }
        return ports.appendTail(changed).toString();
    }

    @Override
    List<String> command() {
        return asadmin("start-domain", "--verbose");
    }

    /** By its command: at a signal it shuts down its log before anything else, so that nobody can say what was left. */
    @Override
    void askToStop() throws IOException {
        run(asadmin("stop-domain"));
    }

    private List<String> asadmin(String... command) {
        Stream<String> asadmin =
                Stream.of(property("payara.home").resolve("bin/asadmin").toString());
        Stream<String> what = Stream.of("--domaindir", folder.toString(), "domain");
        return Stream.of(asadmin, Stream.of(command), what)
                .flatMap(part -> part)
                .toList();
    }

    @Override
    int port() {
        return port;
    }

    @Override
    Path log() {
        return domain.resolve("logs/server.log");
    }

    @Override
    Path deployments() {
        return domain.resolve("autodeploy");
    }

    @Override
    void ask(Path file) {
        // it sees the file
    }

    @Override
    void askAway(Path file) throws IOException {
        Files.delete(file);
    }

    @Override
    Path deployed(Path file) {
        return marker(file, "_deployed");
    }

    @Override
    Path failed(Path file) {
        return marker(file, "_deployFailed");
    }

    @Override
    Path undeployed(Path file) {
        return marker(file, "_undeployed");
    }

    private static Path marker(Path file, String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }
}
