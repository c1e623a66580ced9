package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An application is deployed, used and undeployed again and again in one server: nothing of it stays. */
@Tag("R12")
@Tag("R15")
@Timeout(600)
class RedeployIT {
    private static final int WARM_UP = 1;
    /** Bytes that the servers' own caches may take; each generation that stays takes a million. */
    private static final int GROWTH = 8 << 20;
    /** By so many the servers' own pools may grow; ten generations of ours have thirty. */
    private static final int THREADS = 24;

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(20);

    private static OwnServer server;
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws Exception {
        // What is only softly reachable would stay as long as there is heap enough: long after this test.
        server = OwnServer.named("redeploy").with("-XX:SoftRefLRUPolicyMSPerMB=0");
        server.lay(ShrinkWrap.create(WebArchive.class, "probe.war")
                .addClasses(ServerProbe.class, ServerProbe.Word.class, ClassLoaders.class));
        server.start("/probe/look");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static EnterpriseArchive ear() {
        WebArchive again = ShrinkWrap.create(WebArchive.class, "again.war")
                .addClasses(
                        Redeployed.class,
                        Redeployed.Order.class,
                        Redeployed.Visit.class,
                        LoaderCensus.class,
                        ClassLoaders.class);
        EnterpriseArchive ear = Deployments.ear("redeployed.ear", Redeployed.SETTINGS, again);
        ear.getAsType(WebArchive.class, "/gateway.war").addClasses(LoaderCensus.class, ClassLoaders.class);
        return ear;
    }

    /** What the probe sees, by kind. */
    private record Look(List<String> objects, List<String> loaders, List<String> threads, long heap) {
        static Look of(List<String> lines) {
            return new Look(
                    of(lines, "object "),
                    of(lines, "loader "),
                    of(lines, "thread "),
                    Long.parseLong(of(lines, "heap ").get(0)));
        }

        boolean isClean() {
            return objects.isEmpty() && loaders.isEmpty();
        }

        private static List<String> of(List<String> lines, String kind) {
            return lines.stream()
                    .filter(line -> line.startsWith(kind))
                    .map(line -> line.substring(kind.length()))
                    .sorted()
                    .toList();
        }
    }

    private Look look() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.uri("/probe/look")).build();
        return Look.of(
                http.send(request, BodyHandlers.ofString()).body().lines().toList());
    }

    @Test
    void threeGenerationsLeaveNothing() throws Exception {
        generationsLeaveNothing(3);
    }

    @Test
    @Tag("full")
    void tenGenerationsLeaveNothing() throws Exception {
        generationsLeaveNothing(10);
    }

    private void generationsLeaveNothing(int times) throws Exception {
        hangUp();
        Look before = null;
        for (int generation = 1; generation <= WARM_UP + times; generation++) {
            useAndUndeploy(server.deploy(ear()));
            if (generation == WARM_UP) {
                before = lookWhenCollected();
            }
        }
        Look after = lookWhenCollected();
        System.out.println(
                "after " + times + " generations: heap " + before.heap() + " -> " + after.heap() + ", threads "
                        + before.threads().size() + " -> " + after.threads().size());
        assertThat(after.loaders()).isEmpty();
        assertThat(after.objects()).isEmpty();
        assertThat(after.threads()).noneMatch(name -> name.contains("eventnexus"));
        assertThat(after.threads())
                .as("before: " + before.threads())
                .hasSizeLessThanOrEqualTo(before.threads().size() + THREADS);
        assertThat(after.heap()).isLessThan(before.heap() + GROWTH);
    }

    /**
     * Payara's Grizzly makes one exception for all connections that clients close, when that happens for the first time,
     * and with it keeps the classes on the stack of that moment: not ours.
     */
    private static void hangUp() throws Exception {
        URI look = server.uri("/probe/look");
        try (Socket socket = new Socket(look.getHost(), look.getPort())) {
            socket.getOutputStream().write("GET /".getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Class loaders may take more than one collection, and the end of a server's thread. */
    private Look lookWhenCollected() throws Exception {
        Look look;
        long end = System.nanoTime() + PATIENCE;
        do {
            server.collectGarbage();
            look = look();
        } while (!look.isClean() && System.nanoTime() < end);
        if (!look.isClean()) {
            System.out.println("What holds an application that is gone is in " + server.dump());
        }
        return look;
    }

    private void useAndUndeploy(Path file) throws Exception {
        Rest rest = new Rest(server.uri("/gateway/api/"));
        String events = "domains/again/events";
        URI uri = rest.uri(events);
        CompletableFuture<Rest.Answer> waiting = rest.getLater(events + "/next?type=never", "Prefer", "wait=60");
        try (EventStream stream = EventStream.open(uri)) {
            for (int i = 0; i < 20; i++) {
                for (String type : List.of("later", "visit", "transactional", "chain", "fail", "nobody")) {
                    String body = type.equals("later") ? "{\"sku\":\"bolt\",\"pieces\":3}" : "3";
                    rest.post(events + "?type=" + type, Rest.JSON, body, "Prefer", "wait=20")
                            .is(200);
                }
            }
            for (int i = 0; i < 20 * (6 + 3); i++) {
                assertThat(stream.next().id()).isNotNull();
            }
            rest.post(events + "?type=fail.long", Rest.JSON, "3").is(202);
            assertThat(stream.next().id()).isNotNull();
            server.undeploy(file);
            assertThat(stream.next()).isNull();
            waiting.get(20, TimeUnit.SECONDS).is(204);
        }
    }
}
