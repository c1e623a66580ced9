package org.eventnexus.benchmarks.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.eventnexus.benchmarks.gateway.inside.Inside;
import org.eventnexus.benchmarks.gateway.inside.PeerApplication;
import org.eventnexus.benchmarks.gateway.inside.PeerResource;

/** What is deployed: the hub as it is built, and beside it a WAR with the peers and who publishes inside the server. */
final class Ear {
    private static final List<Class<?>> INSIDE = List.of(Inside.class, PeerApplication.class, PeerResource.class);
    private static final String SETTINGS = """
            eventnexus.domain.load.capacity=16384
            eventnexus.domain.load.retention=65536
            eventnexus.gateway.load.subscribe=*
            eventnexus.gateway.load.publish=*
            eventnexus.domain.kept.retention=1000
            eventnexus.gateway.kept.subscribe=*
            eventnexus.gateway.heartbeat=%s
            eventnexus.gateway.max-streams-per-caller=20000
            eventnexus.gateway.max-waiting-events=2147483647
            eventnexus.gateway.max-waiting-bytes=2147483647
            """;
    private static final String MODULES = """
            <application xmlns="https://jakarta.ee/xml/ns/jakartaee" version="10">
              <module><web><web-uri>gateway.war</web-uri><context-root>/nexus</context-root></web></module>
              <module><web><web-uri>load.war</web-uri><context-root>/load</context-root></web></module>
              <library-directory>lib</library-directory>
            </application>
            """;

    private Ear() {}

    static void write(Path file, String heartbeat) throws IOException {
        Path parts = Files.createDirectories(file.resolveSibling("parts"));
        Path war = parts.resolve("load.war");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(war))) {
            for (Class<?> type : INSIDE) {
                String name = type.getName().replace('.', '/') + ".class";
                try (InputStream code = type.getResourceAsStream("/" + name)) {
                    put(zip, "WEB-INF/classes/" + name, code.readAllBytes());
                }
            }
            put(zip, "WEB-INF/beans.xml", "<beans bean-discovery-mode=\"all\"/>");
        }
        Path settings = parts.resolve("settings.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(settings))) {
            put(zip, "META-INF/microprofile-config.properties", SETTINGS.formatted(heartbeat));
        }
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            put(zip, "META-INF/application.xml", MODULES);
            put(zip, "lib/settings.jar", Files.readAllBytes(settings));
            put(zip, "lib/eventnexus.jar", Files.readAllBytes(built("cdi-extension/target", "-SNAPSHOT.jar")));
            put(zip, "gateway.war", Files.readAllBytes(built("jaxrs-gateway/target", "-SNAPSHOT.war")));
            put(zip, "load.war", Files.readAllBytes(war));
        }
    }

    private static Path built(String folder, String ending) throws IOException {
        try (var files = Files.list(Path.of(folder))) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .findFirst()
                    .orElseThrow(() -> new IOException("nothing in " + folder + " ends with " + ending));
        }
    }

    private static void put(ZipOutputStream zip, String name, String text) throws IOException {
        put(zip, name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(bytes);
        zip.closeEntry();
    }
}
