package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An application is undeployed while events wait for the end of a transaction: they are refused, and nothing stays. */
@Tag("BX-03")
@Tag("R12")
@Timeout(300)
class TransactionAtUndeployIT {
    private static final Path JOURNAL =
            Path.of("target", "transaction-journal.txt").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private OwnServer server;

    @BeforeEach
    void start() throws Exception {
        Files.deleteIfExists(JOURNAL);
        server = OwnServer.named("transaction").with("-XX:SoftRefLRUPolicyMSPerMB=0");
        server.lay(ShrinkWrap.create(WebArchive.class, "probe.war")
                .addClasses(ServerProbe.class, ServerProbe.Word.class, ClassLoaders.class));
        server.start("/probe/look");
        hangUp();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static WebArchive war() {
        return Deployments.war(
                        "held.war",
                        OpenTransaction.class,
                        OpenTransaction.Held.class,
                        LoaderCensus.class,
                        ClassLoaders.class)
                .addAsResource(new StringAsset(JOURNAL.toString()), OpenTransaction.FILE_NAME);
    }

    @Test
    void whatWaitsIsRefusedAndNothingStays() throws Exception {
        Path file = server.deploy(war());
        http.sendAsync(request("/held/hold"), BodyHandlers.discarding());
        awaitLines(1);
        assertThat(Files.readAllLines(JOURNAL)).containsExactly("open PENDING PENDING");
        assertThat(left()).as("the probe sees what there is").isNotEmpty();
        server.undeploy(file);
        awaitLines(2);
        assertThat(Files.readAllLines(JOURNAL).get(1))
                .startsWith("PENDING PENDING REFUSED REFUSED ")
                .contains("it has stopped");
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            server.collectGarbage();
            assertThat(left()).isEmpty();
        });
    }

    private static void awaitLines(int count) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() ->
                        Files.exists(JOURNAL) && Files.readAllLines(JOURNAL).size() >= count);
    }

    /** Classes and class loaders of the application. */
    private List<String> left() throws Exception {
        return http.send(request("/probe/look"), BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith("object ") || line.startsWith("loader "))
                .toList();
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(server.uri(path)).timeout(PATIENCE).build();
    }

    /** As in {@link RedeployIT}: Payara keeps the classes on the stack of the first moment at which a client goes. */
    private void hangUp() throws Exception {
        URI look = server.uri("/probe/look");
        try (Socket socket = new Socket(look.getHost(), look.getPort())) {
            socket.getOutputStream().write("GET /".getBytes(StandardCharsets.US_ASCII));
        }
    }
}
