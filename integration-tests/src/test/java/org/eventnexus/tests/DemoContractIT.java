package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eventnexus.Position;
import org.eventnexus.tests.EventStream.Message;
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

/** What the HTTP contract says of the demo, with the settings that it is delivered with. */
@Tag("BX-06")
@ExtendWith(ArquillianExtension.class)
@Timeout(90)
class DemoContractIT {
    private static final String PLAYGROUND = "domains/playground/events";
    private static final int MINUTES_A_WEEK = 7 * 24 * 60;

    @Deployment(testable = false)
    static EnterpriseArchive demo() {
        return DemoTokens.demo();
    }

    @ArquillianResource
    URL page;

    private Rest rest;

    @BeforeEach
    void client() {
        rest = new Rest(URI.create(page + "api/"));
    }

    private JsonObject waited(String type, String json) throws Exception {
        return rest.post(PLAYGROUND + "?type=" + type, Rest.JSON, json, "Prefer", "wait=30")
                .is(200)
                .object();
    }

    private static JsonObject onlyResult(JsonObject outcome) {
        assertThat(outcome.getJsonArray("results")).hasSize(1);
        return outcome.getJsonArray("results").getJsonObject(0);
    }

    private JsonObject domain(String name, String... headers) throws Exception {
        return rest.get("domains/" + name, headers).is(200).object();
    }

    @Test
    @Tag("H-1.01")
    @Tag("H-10.01")
    void itsAddressesAreBelowNexus() throws Exception {
        assertThat(page.getPath()).isEqualTo("/nexus/");
        Answer quakes = rest.get(page.toString()).is(200);
        assertThat(quakes.contentType()).startsWith("text/html");
        assertThat(quakes.body()).containsIgnoringCase("earthquake");
        rest.get(page + "metrics").is(200);
    }

    @Test
    @Tag("H-2.06")
    @Tag("H-8.03")
    @Tag("H-10.08")
    @Tag("H-10.10")
    @Tag("H-10.11")
    @Tag("H-10.20")
    void itsDomainsAreOpenAsTheySay() throws Exception {
        assertThat(rest.get("domains").is(200).json().asJsonArray())
                .extracting(domain -> domain.asJsonObject().getString("name"))
                .containsExactlyInAnyOrder("quakes", "alerts", "playground");
        rest.get("domains/quakes/events").is(200);
        rest.get("domains/alerts/events").is(200);
        for (String closed : new String[] {"quakes", "alerts"}) {
            rest.post("domains/" + closed + "/events?type=a", Rest.JSON, "1").isProblem(401);
        }
        rest.get("domains/playground/events").is(200);
        rest.get("domains/playground/dead-letters").is(200);
        rest.post(PLAYGROUND + "?type=nothing", Rest.JSON, "1").is(202);
        assertThat(domain("quakes").getJsonArray("sources")).hasSize(1);
        assertThat(domain("quakes").getJsonArray("boundaries")).hasSize(1);
        String keeper = "Bearer " + DemoTokens.of("keeper");
        assertThat(domain("vault", "Authorization", keeper).getString("name")).isEqualTo("vault");
        rest.get("domains/vault/dead-letters", "Authorization", keeper).is(200);
    }

    /** A week in a minute; of what comes in ten seconds that can be told. */
    @Test
    @Tag("H-10.04")
    void theReplayTakesAMinuteForAWeek() throws Exception {
        try (EventStream stream = EventStream.open(rest.uri("domains/quakes/events?type=quake.**"))) {
            Message first = stream.next();
            Message next = first;
            long begun = System.nanoTime();
            while (System.nanoTime() - begun < Duration.ofSeconds(10).toNanos()) {
                next = stream.next();
                if (!lap(next).equals(lap(first))) { // the week has begun again: so does the count
                    first = next;
                    begun = System.nanoTime();
                }
            }
            double real = System.nanoTime() - begun;
            double replayed = Duration.between(time(first), time(next)).toNanos();
            assertThat(replayed / real).isBetween(0.8 * MINUTES_A_WEEK, 1.2 * MINUTES_A_WEEK);
        }
    }

    private static String lap(Message quake) {
        String id = quake.json().getString("id");
        return id.substring(0, id.indexOf('-'));
    }

    private static Instant time(Message quake) {
        return Instant.parse(quake.json().getString("time"));
    }

    // ---- the playground

    @Test
    @Tag("H-1.16")
    @Tag("H-3.21")
    @Tag("H-10.14")
    @Tag("H-10.15")
    @Tag("H-10.16")
    @Tag("H-10.18")
    @Tag("H-10.19")
    void theReceiversOfThePlaygroundDoAsTheySay() throws Exception {
        assertThat(onlyResult(waited("echo", "{\"a\":[1.50]}")).get("value")).hasToString("{\"a\":[1.50]}");
        assertThat(onlyResult(waited("echo", "1")).getString("handler")).isEqualTo("echo");
        JsonObject failed = onlyResult(waited("fail", "7"));
        assertThat(failed.getJsonObject("error"))
                .hasToString("{\"type\":\"IllegalStateException\",\"message\":\"asked to fail\"}");
        JsonArray letters =
                rest.get("domains/playground/dead-letters?limit=1000").object().getJsonArray("deadLetters");
        assertThat(letters.getJsonObject(letters.size() - 1)
                        .getJsonObject("event")
                        .getInt("data"))
                .isEqualTo(7);
        JsonObject slow = waited("slow", "{\"millis\":250}");
        assertThat(onlyResult(slow).getInt("value")).isEqualTo(250);
        assertThat(Duration.ofNanos(slow.getJsonNumber("totalNanos").longValue()))
                .isBetween(Duration.ofMillis(240), Duration.ofSeconds(10));
        for (String note : new String[] {"note.a", "note.a.b"}) {
            assertThat(waited(note, "1").getJsonArray("results"))
                    .extracting(result -> result.asJsonObject().getString("value"))
                    .containsExactlyInAnyOrder("readNote", "fileNote");
        }
        for (String none : new String[] {"note", "other", "echo.a"}) {
            JsonObject outcome = waited(none, "1");
            assertThat(outcome.getString("status")).isEqualTo("unhandled");
            assertThat(outcome.getJsonArray("results")).isEmpty();
        }
    }

    @Test
    @Tag("H-10.17")
    void aChainHasAsManyLinksAsItIsTold() throws Exception {
        JsonObject first = waited("chain", "{\"depth\":5}");
        assertThat(first.getString("status")).isEqualTo("completed");
        JsonArray chain = rest.get(PLAYGROUND + "?type=chain&after=" + first.getString("position"))
                .is(200)
                .object()
                .getJsonArray("events");
        assertThat(chain)
                .extracting(event -> event.asJsonObject().getJsonObject("data").getInt("depth"))
                .containsExactly(4, 3, 2, 1, 0);
    }

    @Test
    @Tag("H-10.12")
    @Tag("H-10.16")
    void aSlowOneHoldsNoThreadAndTwoHundredAndFiftySixAreInFlight() throws Exception {
        String batch = IntStream.range(0, 257)
                .mapToObj(i -> "{\"specversion\":\"1.0\",\"id\":\"slow-" + i
                        + "\",\"source\":\"/s\",\"type\":\"slow\",\"data\":{\"millis\":2000}}")
                .toList()
                .toString();
        rest.post(PLAYGROUND, Rest.BATCH, batch).is(202);
        assertThat(nanosOf(0)).isBetween(1.9e9, 3.9e9);
        assertThat(nanosOf(255)).as("side by side").isBetween(1.9e9, 3.9e9);
        assertThat(nanosOf(256)).as("one too many").isBetween(3.9e9, 20e9);
    }

    private double nanosOf(int i) throws Exception {
        String path = PLAYGROUND + "/slow-" + i + "/outcome";
        JsonObject outcome = rest.get(path).is(200).object();
        while (outcome.getString("status").equals("pending")) {
            rest.post(PLAYGROUND + "?type=slow", Rest.JSON, "{\"millis\":20}", "Prefer", "wait=30")
                    .is(200);
            outcome = rest.get(path).is(200).object();
        }
        assertThat(outcome.getString("status")).isEqualTo("completed");
        return outcome.getJsonNumber("totalNanos").doubleValue();
    }

    @Test
    @Tag("H-10.13")
    void thePlaygroundKeepsTwentyThousandAndTakesTenThousand() throws Exception {
        assertThat(domain("playground").getInt("capacity")).isEqualTo(10_000);
        String thousand = Stream.generate(() -> "{\"specversion\":\"1.0\",\"type\":\"kept\",\"data\":1}")
                .limit(1_000)
                .toList()
                .toString();
        for (int i = 0; i < 21; i++) {
            rest.post(PLAYGROUND, Rest.BATCH, thousand).is(202);
        }
        JsonObject log = domain("playground").getJsonObject("log");
        assertThat(Positions.between(
                        log.getString("oldest"),
                        Position.parse(log.getString("newest")).orElseThrow()))
                .isEqualTo(20_000 - 1);
    }

    // ---- tokens

    @Test
    @Tag("H-10.21")
    @Tag("H-10.22")
    @Tag("H-10.23")
    void itsTokensAreAsTheContractHasThem() throws Exception {
        String[] token = DemoTokens.of("keeper").split("\\.");
        JsonObject header = decoded(token[0]);
        assertThat(header.getString("alg")).isEqualTo("RS256");
        assertThat(header.getString("kid")).isEqualTo("demo");
        JsonObject claims = decoded(token[1]);
        assertThat(claims.getString("iss")).isEqualTo("https://eventnexus.example/demo");
        assertThat(claims.getString("aud")).isEqualTo("eventnexus");
        assertThat(claims.getString("upn")).isNotEmpty();
        assertThat(claims.getJsonArray("groups")).hasToString("[\"keeper\"]");
        assertThat(Deployments.demo().getContent().keySet())
                .as("no key is in the archive")
                .noneMatch(path -> path.get().endsWith(".pem"));
    }

    private static JsonObject decoded(String part) {
        byte[] json = Base64.getUrlDecoder().decode(part);
        return Json.createReader(new ByteArrayInputStream(json)).readObject();
    }

    // ---- defaults of time, which nothing sets here

    @Test
    @Tag("full")
    @Tag("H-4.04")
    @Tag("H-5.07")
    void whoSaysNothingWaitsThirtySecondsAndAStreamBeatsEveryFifteen() throws Exception {
        long begun = System.nanoTime();
        CompletableFuture<Duration> next = rest.getLater(PLAYGROUND + "/next?type=never")
                .thenApply(answer -> {
                    answer.is(204);
                    return Duration.ofNanos(System.nanoTime() - begun);
                });
        List<Long> beats = Beats.of(rest.uri(PLAYGROUND + "?type=never"), 3);
        for (int i = 1; i < beats.size(); i++) {
            assertThat(Duration.ofNanos(beats.get(i) - beats.get(i - 1)))
                    .isBetween(Duration.ofSeconds(12), Duration.ofSeconds(18));
        }
        assertThat(next.join()).isBetween(Duration.ofSeconds(29), Duration.ofSeconds(36));
    }
}
