package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eventnexus.tests.Rest.Answer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What one caller may take of a node, with bounds low enough to be met. */
@Tag("BX-06")
@ExtendWith(ArquillianExtension.class)
@Timeout(60)
class LimitsIT {
    private static final String EVENTS = "domains/it/events";

    @Deployment(testable = false)
    static EnterpriseArchive hub() {
        return Deployments.gateway(GatewayReceivers.SETTINGS + """
                eventnexus.gateway.max-pending-per-caller=20
                eventnexus.gateway.max-unfinished-bytes=400000
                eventnexus.gateway.max-streams=3
                eventnexus.gateway.body-timeout=1s
                eventnexus.gateway.rate=40
                eventnexus.gateway.burst=40
                eventnexus.domain.it.retention-bytes=1000000
                """);
    }

    @ArquillianResource
    URL page;

    private Rest rest;

    @BeforeEach
    void client() throws Exception {
        rest = new Rest(URI.create(page + "api/"));
        await().atMost(10, TimeUnit.SECONDS).until(() -> post("release", "1").status() == 200);
    }

    private Answer post(String type, String json) throws Exception {
        return rest.post(EVENTS + "?type=" + type, Rest.JSON, json, "Prefer", "wait=20");
    }

    /** As often as may be; the rate is for the tests of others too. */
    private Answer patiently(String type, String json, String... headers) {
        return await().atMost(20, TimeUnit.SECONDS)
                .until(
                        () -> rest.post(EVENTS + "?type=" + type, Rest.JSON, json, headers),
                        answer -> answer.status() != 429);
    }

    @Test
    @Tag("H-3.44")
    @Tag("H-3.45")
    void whoPublishesTooOftenIsToldWhenToComeAgain() throws Exception {
        Answer answer = null;
        for (int i = 0; i < 1_000 && (answer == null || answer.status() != 429); i++) {
            answer = rest.post(EVENTS + "?type=echo", Rest.JSON, "1");
        }
        assertThat(answer.isProblem(429).header("Retry-After")).isEqualTo("1");
        List<CompletableFuture<Answer>> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            many.add(rest.postLater(EVENTS + "?type=echo", "text/plain", "1"));
        }
        assertThat(many.stream().map(CompletableFuture::join).map(Answer::status))
                .as("the rate is looked at before the content type")
                .contains(429);
        rest.get("domains/it").is(200);
        rest.post("domains/hidden/events", Rest.JSON, "1").isProblem(404);
        rest.post("domains/readable/events", Rest.JSON, "1").isProblem(401);
        patiently("echo", "1").is(202);
    }

    @Test
    void noMoreRequestsWaitThanMay() throws Exception {
        List<CompletableFuture<Answer>> waiting = new ArrayList<>();
        for (int i = 0; i < 21; i++) {
            waiting.add(rest.getLater(EVENTS + "/next?type=bell", "Prefer", "wait=30"));
        }
        await().atMost(10, TimeUnit.SECONDS)
                .until(() -> waiting.stream().filter(CompletableFuture::isDone).count() == 1);
        Answer refused = rest.get(EVENTS + "/next?type=bell").isProblem(503);
        assertThat(refused.header("Retry-After")).isNotNull();

        Answer pending = patiently("hold", "1", "Prefer", "wait=20").is(202);
        assertThat(pending.object().getString("status"))
                .as("it is published; only waiting is not possible")
                .isEqualTo("pending");
        assertThat(pending.header("Preference-Applied")).isNull();

        patiently("bell", "1").is(202);
        assertThat(waiting.stream().map(CompletableFuture::join).map(Answer::status))
                .containsOnlyOnce(503)
                .contains(200);
        rest.get(EVENTS + "/next?type=bell", "Prefer", "wait=0.01").is(204);
    }

    @Test
    @Tag("H-5.20")
    void noMoreStreamsAreOpenThanANodeTakes() throws Exception {
        String[] accept = {"Accept", "text/event-stream"};
        try (EventStream first = EventStream.open(rest.uri(EVENTS));
                EventStream second = EventStream.open(rest.uri("stream?select=it:**&select=short:**"))) {
            try (EventStream third = EventStream.open(rest.uri("domains/short/events"))) {
                assertThat(rest.get(EVENTS, accept).isProblem(503).header("Retry-After"))
                        .isNotNull();
                assertThat(rest.get("stream?select=it:**", accept)
                                .isProblem(503)
                                .header("Retry-After"))
                        .isNotNull();
                rest.get(EVENTS).is(200);
                patiently("turned", "1").is(202);
                assertThat(first.next().json().getString("type")).isNotEmpty();
                assertThat(third).isNotNull();
            }
            await().atMost(10, TimeUnit.SECONDS)
                    .until(() -> rest.get("domains/short").object().getInt("streams") == 1);
            EventStream.open(rest.uri(EVENTS)).close();
            assertThat(second).isNotNull();
        }
    }

    @Test
    void whatIsNotFinishedIsBoundByItsBytes() throws Exception {
        String large = "\"" + "x".repeat(90_000) + "\"";
        patiently("hold", large).is(202);
        patiently("hold", large).is(202);
        Answer full = patiently("hold", large).isProblem(503);
        assertThat(full.header("Retry-After")).isNotNull();
        patiently("echo", "1").is(202);
        patiently("release", "1", "Prefer", "wait=20").is(200);
        await().atMost(10, TimeUnit.SECONDS)
                .until(() -> patiently("echo", large).status() == 202);
    }

    /** Twelve of them, at two bytes a character, are more than the log may keep. */
    @Test
    @Tag("BX-04")
    void theLogIsBoundByBytes() throws Exception {
        String from = rest.get(EVENTS).object().getString("next");
        for (int i = 0; i < 12; i++) {
            patiently("echo", "\"" + "x".repeat(90_000) + "\"", "Prefer", "wait=20")
                    .is(200);
        }
        JsonObject history = rest.get(EVENTS + "?after=" + from).object();
        assertThat(history.getBoolean("gap")).isTrue();
        assertThat(history.getJsonArray("events").size()).isLessThanOrEqualTo(6);
    }

    @Test
    void aBodyThatDoesNotComeIsNotWaitedForForEver() throws Exception {
        try (Socket socket = new Socket(page.getHost(), page.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(("POST " + page.getPath() + "api/" + EVENTS
                                    + "?type=echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                                    + "Content-Length: 5\r\n\r\n12")
                            .getBytes(StandardCharsets.US_ASCII));
            long before = System.nanoTime();
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readNBytes(12), StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 408");
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(500));
        }
    }

    /** What is refused is read on before it is answered, so that the connection stays whole; but only so long. */
    @Test
    void whoNeverEndsWhatIsRefusedIsAnsweredInTime() throws Exception {
        String portion = "186a0\r\n" + "1".repeat(100_000) + "\r\n";
        try (Socket socket = new Socket(page.getHost(), page.getPort())) {
            socket.setSoTimeout(20_000);
            long before = System.nanoTime();
            socket.getOutputStream()
                    .write(("POST " + page.getPath() + "api/" + EVENTS
                                    + "?type=echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                                    + "Transfer-Encoding: chunked\r\n\r\n" + portion.repeat(5))
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readNBytes(12), StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 503");
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(500));
        }
        await().atMost(10, TimeUnit.SECONDS)
                .until(() -> patiently("echo", "\"" + "x".repeat(90_000) + "\"").status() == 202);
    }
}
