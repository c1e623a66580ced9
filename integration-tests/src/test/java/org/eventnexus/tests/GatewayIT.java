package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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

/** Domains, publishing, waiting and looking up, from outside. */
@Tag("BX-06")
@ExtendWith(ArquillianExtension.class)
@Timeout(60)
class GatewayIT {

    @Deployment(testable = false)
    static EnterpriseArchive hub() {
        return Deployments.gateway();
    }

    @ArquillianResource
    URL page;

    private Rest rest;

    @BeforeEach
    void client() {
        rest = new Rest(URI.create(page + "api/"));
    }

    private Answer publish(String domain, String type, String json, String... headers) throws Exception {
        return rest.post("domains/" + domain + "/events?type=" + type, Rest.JSON, json, headers);
    }

    private Answer waited(String type, String json) throws Exception {
        return publish("it", type, json, "Prefer", "wait=20").is(200);
    }

    private static JsonObject onlyResult(Answer answer) {
        JsonArray results = answer.object().getJsonArray("results");
        assertThat(results).hasSize(1);
        return results.getJsonObject(0);
    }

    @Test
    @Tag("H-2.01")
    @Tag("H-2.06")
    void domainsThatTheCallerMaySeeAreListed() throws Exception {
        JsonArray domains = rest.get("domains").is(200).json().asJsonArray();
        assertThat(domains)
                .extracting(domain -> domain.asJsonObject().getString("name"))
                .containsExactlyInAnyOrder("it", "short", "full", "patient", "readable");
        JsonObject it = rest.get("domains/it").is(200).object();
        assertThat(it.keySet())
                .containsExactlyInAnyOrder(
                        "name",
                        "state",
                        "order",
                        "capacity",
                        "depth",
                        "published",
                        "delivered",
                        "failed",
                        "dropped",
                        "unhandled",
                        "subscribers",
                        "streams",
                        "log",
                        "handlers",
                        "filters",
                        "sources",
                        "boundaries",
                        "workQueues");
        assertThat(it.getString("order")).isEqualTo("FIFO");
        assertThat(rest.get("domains/readable").is(200).object().getString("order"))
                .as("by setting")
                .isEqualTo("PRIORITY");
        assertThat(it.getJsonObject("log").getString("kind")).isEqualTo("memory");
        assertThat(it.getJsonArray("handlers").toString()).contains("\"echo\"", "\"fail\"");
    }

    @Test
    @Tag("H-1.03")
    @Tag("H-1.12")
    @Tag("H-3.01")
    @Tag("H-3.12")
    @Tag("H-3.13")
    @Tag("H-3.49")
    @Tag("H-3.52")
    void anAcceptedEventIsFoundWhereLocationSays() throws Exception {
        Answer answer = rest.post("domains/it/events", Rest.CLOUD_EVENT, """
                {"specversion": "1.0", "id": "a/b c?é%", "source": "/x y", "type": "note.a", "subject": "s",
                 "time": "2026-01-31T12:00:00Z", "ext": "e", "priority": 3, "data": {"n": 1.50}}
                """);
        JsonObject accepted = answer.is(202).object();
        assertThat(accepted.getString("id")).isEqualTo("a/b c?é%");
        assertThat(accepted.getString("status")).isEqualTo("accepted");
        assertThat(accepted.getString("position")).isNotEmpty();
        JsonObject event = rest.get(answer.header("Location")).is(200).object();
        assertThat(event.getString("id")).isEqualTo("a/b c?é%");
        assertThat(event.getString("source")).isEqualTo("/x y");
        assertThat(event.getString("subject")).isEqualTo("s");
        assertThat(event.getString("time")).isEqualTo("2026-01-31T12:00:00Z");
        assertThat(event.getString("ext")).isEqualTo("e");
        assertThat(event.getInt("priority")).isEqualTo(3);
        assertThat(event.get("data")).hasToString("{\"n\":1.50}");
        assertThat(rest.get("domains/it/events/a%2Fb%20c%3F%C3%A9%25/outcome")
                        .is(200)
                        .object()
                        .getString("id"))
                .isEqualTo("a/b c?é%");
    }

    @Test
    @Tag("H-3.05")
    @Tag("H-3.17")
    @Tag("H-3.19")
    @Tag("H-3.28")
    @Tag("H-3.52")
    void aWaitIsAnsweredWithTheResult() throws Exception {
        Answer answer = waited("echo", "{\"a\": [1, 2.50, \"é\"]}");
        assertThat(answer.header("Preference-Applied")).isEqualTo("wait=20");
        assertThat(answer.object().getString("status")).isEqualTo("completed");
        assertThat(answer.object().getJsonNumber("totalNanos").longValue()).isPositive();
        assertThat(answer.object().getJsonNumber("serviceNanos").longValue()).isNotNegative();
        JsonObject result = onlyResult(answer);
        assertThat(result.getString("handler")).isEqualTo("echo");
        assertThat(result.getBoolean("ok")).isTrue();
        assertThat(answer.body()).contains("\"value\":{\"a\":[1,2.50,\"é\"]}");
        String id = answer.object().getString("id");
        assertThat(rest.get("domains/it/events/" + id + "/outcome").is(200).json())
                .isEqualTo(answer.json());
    }

    @Test
    @Tag("H-3.05")
    void whatCameAsJsonComesBackAsItWas() throws Exception {
        String deep = "[".repeat(1_000) + "]".repeat(1_000);
        for (String json :
                List.of("null", "\"\"", "0.10", "1e999999999", "{\"a\":1,\"a\":2}", "7".repeat(5_000), deep)) {
            assertThat(waited("echo", json).body()).contains("\"value\":" + json + "}");
        }
    }

    @Test
    void recordsAndStringsAreBound() throws Exception {
        assertThat(onlyResult(waited("twice", "{\"sku\":\"a\",\"pieces\":3,\"tags\":[\"x\"]}"))
                        .getJsonObject("value"))
                .hasToString("{\"pieces\":6,\"sku\":\"a\",\"tags\":[\"x\"]}");
        assertThat(onlyResult(waited("upper", "\"a\"")).getString("value")).isEqualTo("A");
        JsonObject failed = onlyResult(waited("twice", "[]"));
        assertThat(failed.getBoolean("ok")).isFalse();
        assertThat(failed.getJsonObject("error").getString("type")).isEqualTo("PayloadException");
    }

    @Test
    @Tag("H-3.20")
    @Tag("H-3.27")
    @Tag("H-3.48")
    void aFailureTellsItsTypeAndMessageAndNoMore() throws Exception {
        Answer answer = waited("fail", "1");
        assertThat(answer.object().getString("status")).isEqualTo("failed");
        assertThat(onlyResult(answer).getJsonObject("error"))
                .hasToString("{\"type\":\"IllegalStateException\",\"message\":\"asked to fail\"}");
        assertThat(waited("miscast", "1").body())
                .contains("ClassCastException")
                .doesNotContain("org.eventnexus", "java.lang");
    }

    @Test
    void aValueWithoutAFormInJsonKillsNoAnswer() throws Exception {
        JsonObject result = onlyResult(waited("circle", "1"));
        assertThat(result.getBoolean("ok")).isTrue();
        assertThat(result.get("value")).isEqualTo(JsonValue.NULL);
        assertThat(result.getString("unencodable")).isEqualTo("Circle");
    }

    @Test
    @Tag("H-3.17")
    void anEventEndsWithItsSecondaries() throws Exception {
        assertThat(waited("chain", "50").object().getString("status")).isEqualTo("completed");
    }

    @Test
    @Tag("H-3.21")
    void subscribersGiveResultsAndNobodyIsToldAsWell() throws Exception {
        assertThat(onlyResult(waited("note.x", "1")).getString("value")).isEqualTo("first");
        assertThat(waited("nobody", "1").object().getString("status")).isEqualTo("unhandled");
    }

    @Test
    @Tag("H-3.24")
    @Tag("H-3.28")
    @Tag("H-3.53")
    void whoWillNotWaitLongerIsToldSo() throws Exception {
        Answer answer =
                publish("it", "hold", "1", "Prefer", "respond-async, wait=0.2").is(202);
        assertThat(answer.header("Preference-Applied")).isEqualTo("wait=0.2");
        assertThat(answer.object().getString("status")).isEqualTo("pending");
        String outcome = "domains/it/events/" + answer.object().getString("id") + "/outcome";
        assertThat(rest.get(outcome).is(200).object().getString("status")).isEqualTo("pending");
        waited("release", "1");
        while (rest.get(outcome).object().getString("status").equals("pending")) {
            Thread.onSpinWait();
        }
        assertThat(rest.get(outcome).object().getString("status")).isEqualTo("completed");
    }

    @Test
    @Tag("H-3.29")
    void waitingRequestsHoldNoThread() throws Exception {
        List<CompletableFuture<Answer>> waiting = Stream.generate(
                        () -> rest.postLater("domains/it/events?type=hold", Rest.JSON, "1", "Prefer", "wait=50"))
                .limit(300)
                .toList();
        long admitted =
                rest.get("domains/it").object().getJsonNumber("published").longValue();
        while (rest.get("domains/it").object().getJsonNumber("published").longValue() < 300
                || admitted
                        != (admitted = rest.get("domains/it")
                                .object()
                                .getJsonNumber("published")
                                .longValue())) {
            Thread.onSpinWait();
        }
        waited("release", "1");
        for (CompletableFuture<Answer> answer : waiting) {
            assertThat(onlyResult(answer.get(40, TimeUnit.SECONDS)).getString("value"))
                    .isEqualTo("released");
        }
    }

    @Test
    @Tag("H-3.10")
    @Tag("H-3.50")
    void theSameSourceAndIdAreTheSameEvent() throws Exception {
        String event = "{\"specversion\":\"1.0\",\"id\":\"twin\",\"source\":\"/t\",\"type\":\"upper\",\"data\":\"%s\"}";
        Answer first = rest.post("domains/it/events", Rest.CLOUD_EVENT, event.formatted("a"), "Prefer", "wait=20");
        Answer second = rest.post("domains/it/events", Rest.CLOUD_EVENT, event.formatted("b"));
        assertThat(first.is(200).object().containsKey("duplicate")).isFalse();
        assertThat(second.is(202).object().getBoolean("duplicate")).isTrue();
        assertThat(second.object().getString("position"))
                .isEqualTo(first.object().getString("position"));
        Answer third = rest.post("domains/it/events", Rest.CLOUD_EVENT, event.formatted("b"), "Prefer", "wait=20");
        assertThat(third.object().getBoolean("duplicate")).isTrue();
        assertThat(onlyResult(third).getString("value")).isEqualTo("A");
        rest.post("domains/it/events", Rest.CLOUD_EVENT, event.formatted("c").replace("/t", "/u"))
                .is(202);
        assertThat(rest.get("domains/it/events/twin?source=/t").object().getString("data"))
                .isEqualTo("a");
        assertThat(rest.get("domains/it/events/twin").object().getString("data"))
                .isEqualTo("c");
        rest.get("domains/it/events/twin?source=/v").isProblem(404);
    }

    @Test
    @Tag("H-1.03")
    @Tag("H-3.04")
    void binaryModeIsUnderstood() throws Exception {
        Answer answer = rest.post(
                "domains/it/events",
                Rest.JSON,
                "\"b\"",
                "ce-specversion",
                "1.0",
                "ce-type",
                "upper",
                "ce-id",
                "%C3%A9",
                "ce-source",
                "/b",
                "ce-ext",
                "e",
                "Prefer",
                "wait=20");
        assertThat(onlyResult(answer.is(200)).getString("value")).isEqualTo("B");
        JsonObject event = rest.get(answer.header("Location")).object();
        assertThat(event.getString("id")).isEqualTo("é");
        assertThat(event.getString("ext")).isEqualTo("e");
    }

    @Test
    @Tag("H-3.30")
    @Tag("H-3.31")
    @Tag("H-3.32")
    void aFullQueueIsToldAtOnceOrAfterAWhile() throws Exception {
        assertThat(fill("full")).isLessThan(Duration.ofMillis(900));
        assertThat(fill("patient")).isBetween(Duration.ofMillis(900), Duration.ofSeconds(10));
        waited("release", "1");
    }

    /** Publishes until it is refused; how long that took. */
    private Duration fill(String domain) throws Exception {
        for (int i = 0; i < 10; i++) {
            long before = System.nanoTime();
            Answer answer = publish(domain, "hold", "1");
            if (answer.status() != 202) {
                answer.isProblem(503);
                assertThat(answer.header("Retry-After")).isNotNull();
                return Duration.ofNanos(System.nanoTime() - before);
            }
        }
        throw new AssertionError("ten events are in a queue of one");
    }

    @Test
    @Tag("H-2.07")
    @Tag("H-3.40")
    void whatIsNotOpenIsRefusedOrNotThere() throws Exception {
        publish("readable", "a", "1").isProblem(401);
        assertThat(publish("readable", "a", "1").header("WWW-Authenticate")).isEqualTo("Bearer");
        rest.get("domains/full/events").isProblem(401);
        String hidden = publish("hidden", "a", "1").isProblem(404).body();
        assertThat(publish("nonexistent", "a", "1").isProblem(404).body()).isEqualTo(hidden);
        rest.get("domains/hidden").isProblem(404);
        rest.get("domains/hidden/events").isProblem(404);
        rest.get("domains/hidden/events/1").isProblem(404);
    }
}
