package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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

/** What the HTTP contract says of publishing and its answers, to the letter; docs/reference/http.md has its sentences. */
@Tag("BX-06")
@ExtendWith(ArquillianExtension.class)
@Timeout(60)
class PublishContractIT {
    private static final int CAPACITY = 200;

    @Deployment(testable = false)
    static EnterpriseArchive hub() {
        return Deployments.hub(ClauseReceivers.SETTINGS, ClauseReceivers.CLASSES);
    }

    @ArquillianResource
    URL page;

    private Rest rest;

    @BeforeEach
    void client() {
        rest = new Rest(URI.create(page + "api/"));
    }

    private static String path(String domain, String type) {
        return "domains/" + domain + "/events?type=" + type;
    }

    private Answer publish(String domain, String type) throws Exception {
        return rest.post(path(domain, type), Rest.JSON, "1");
    }

    private JsonObject waited(String domain, String type) throws Exception {
        return rest.post(path(domain, type), Rest.JSON, "1", "Prefer", "wait=20")
                .is(200)
                .object();
    }

    private CompletableFuture<Answer> later(String domain, String members) {
        return rest.postLater(
                "domains/" + domain + "/events",
                Rest.CLOUD_EVENT,
                ("{'specversion':'1.0'," + members + "}").replace('\'', '"'),
                "Prefer",
                "wait=20");
    }

    private static List<JsonObject> results(JsonObject outcome) {
        return outcome.getJsonArray("results").getValuesAs(JsonObject.class);
    }

    private long figure(String domain, String name) throws Exception {
        return rest.get("domains/" + domain).is(200).object().getInt(name);
    }

    /** Lets go what is held, again and again, as more may have been begun meanwhile, until all are answered. */
    private void release(List<CompletableFuture<Answer>> waiting) throws Exception {
        while (!waiting.stream().allMatch(CompletableFuture::isDone)) {
            waited("lever", "release");
        }
    }

    // ---- answers

    @Test
    @Tag("H-3.12")
    @Tag("H-3.18")
    @Tag("H-3.24")
    @Tag("H-3.27")
    void answersHaveTheirMembersAndNoOthers() throws Exception {
        Answer accepted = publish("desk", "key").is(202);
        assertThat(accepted.object().keySet()).containsExactly("id", "position", "status");
        assertThat(accepted.header("Preference-Applied")).isNull();
        assertThat(accepted.contentType()).startsWith("application/json");
        JsonObject completed = waited("desk", "ordered");
        assertThat(completed.keySet())
                .containsExactlyInAnyOrder("id", "position", "status", "totalNanos", "serviceNanos", "results");
        assertThat(results(completed))
                .allSatisfy(result -> assertThat(result.keySet()).containsExactlyInAnyOrder("handler", "ok", "value"));
        JsonObject failed = waited("desk", "fail");
        assertThat(failed.getString("status")).isEqualTo("failed");
        assertThat(results(failed).get(0))
                .hasToString("{\"handler\":\"fail\",\"ok\":false,\"error\":"
                        + "{\"type\":\"IllegalArgumentException\",\"message\":\"as asked\"}}");
        CompletableFuture<Answer> held = rest.postLater(path("desk", "hold"), Rest.JSON, "1", "Prefer", "wait=0.1");
        JsonObject pending = held.join().is(202).object();
        assertThat(pending.keySet()).containsExactly("id", "position", "status");
        String outcome = "domains/desk/events/" + pending.getString("id") + "/outcome";
        do {
            waited("lever", "release");
        } while (rest.get(outcome).is(200).object().getString("status").equals("pending"));
    }

    @Test
    @Tag("H-1.05")
    void refusalsAreProblemDocuments() throws Exception {
        Answer refused = rest.post("domains/desk/events", "text/plain", "1").isProblem(415);
        assertThat(refused.object().keySet()).containsExactlyInAnyOrder("type", "title", "status", "detail");
        assertThat(refused.object().getString("type")).isEqualTo("about:blank");
        assertThat(refused.object().getString("title")).isEqualTo("Unsupported Media Type");
    }

    @Test
    @Tag("H-3.23")
    void resultsAreInTheOrderOfTheReceivers() throws Exception {
        assertThat(results(waited("desk", "ordered")))
                .extracting(result -> result.getString("handler"), result -> result.getString("value"))
                .extracting(
                        tuple -> tuple.toList().get(0) + ": " + tuple.toList().get(1))
                .containsExactly(
                        "ordered: handled",
                        "early: early",
                        "one: this class, first method",
                        "two: this class, second method",
                        "another: another class",
                        "zero: late");
    }

    @Test
    @Tag("H-3.25")
    @Tag("H-3.26")
    void timesCountFromTheAcceptanceAndInReceivers() throws Exception {
        long before = figure("desk", "published");
        CompletableFuture<Answer> held = later("desk", "'type':'hold'");
        while (figure("desk", "published") == before || figure("desk", "depth") > 0) {
            Thread.onSpinWait();
        }
        long begun = System.nanoTime();
        CompletableFuture<Answer> behind = later("desk", "'type':'key'");
        while (System.nanoTime() - begun < Duration.ofMillis(300).toNanos() || figure("desk", "depth") == 0) {
            Thread.onSpinWait();
        }
        release(List.of(held, behind));
        JsonObject first = held.join().is(200).object();
        JsonObject second = behind.join().is(200).object();
        long least = Duration.ofMillis(200).toNanos();
        assertThat(nanos(first, "serviceNanos")).isBetween(least, nanos(first, "totalNanos"));
        assertThat(nanos(second, "totalNanos")).as("it waited").isGreaterThan(least);
        assertThat(nanos(second, "serviceNanos"))
                .as("but not in a receiver")
                .isBetween(1L, nanos(second, "totalNanos") - least / 2);
    }

    private static long nanos(JsonObject outcome, String name) {
        return outcome.getJsonNumber(name).longValueExact();
    }

    // ---- what is published

    @Test
    @Tag("H-3.07")
    void lowerPrioritiesAreHandledFirst() throws Exception {
        List<CompletableFuture<Answer>> waiting = new ArrayList<>();
        waiting.add(later("urgent", "'type':'hold'"));
        while (figure("urgent", "published") < 1 || figure("urgent", "depth") > 0) {
            Thread.onSpinWait();
        }
        for (String priority : new String[] {"'priority':5,", "", "'priority':-1,", "'priority':5,"}) {
            waiting.add(later("urgent", priority + "'type':'turn'"));
            while (figure("urgent", "depth") < waiting.size() - 1) {
                Thread.onSpinWait();
            }
        }
        release(waiting);
        assertThat(waiting.stream()
                        .skip(1)
                        .map(CompletableFuture::join)
                        .map(answer -> results(answer.is(200).object()).get(0).getInt("value")))
                .containsExactly(3, 2, 1, 4);
    }

    @Test
    @Tag("H-3.08")
    void aPartitionKeyIsTheEventsKey() throws Exception {
        JsonObject outcome =
                later("desk", "'type':'key','partitionkey':'k7'").join().is(200).object();
        assertThat(results(outcome).get(0).getString("value")).isEqualTo("k7");
        Answer binary = rest.post(
                "domains/desk/events",
                Rest.JSON,
                "1",
                "ce-specversion",
                "1.0",
                "ce-type",
                "key",
                "ce-partitionkey",
                "k8",
                "Prefer",
                "wait=20");
        assertThat(results(binary.is(200).object()).get(0).getString("value")).isEqualTo("k8");
    }

    @Test
    @Tag("H-3.11")
    @Tag("H-3.49")
    void whatTheLogHasForgottenIsNewAgain() throws Exception {
        String event = "{\"specversion\":\"1.0\",\"id\":\"again\",\"source\":\"/s\",\"type\":\"a\"}";
        String first = rest.post("domains/brief/events", Rest.CLOUD_EVENT, event)
                .is(202)
                .object()
                .getString("position");
        JsonObject same = rest.post("domains/brief/events", Rest.CLOUD_EVENT, event)
                .is(202)
                .object();
        assertThat(same.getBoolean("duplicate")).isTrue();
        assertThat(same.getString("position")).isEqualTo(first);
        rest.get("domains/brief/events/again").is(200);
        for (int i = 0; i < 10; i++) {
            publish("brief", "b").is(202);
        }
        rest.get("domains/brief/events/again").isProblem(404);
        rest.get("domains/brief/events/again/outcome").isProblem(404);
        JsonObject later = rest.post("domains/brief/events", Rest.CLOUD_EVENT, event)
                .is(202)
                .object();
        assertThat(later.containsKey("duplicate")).isFalse();
        assertThat(later.getString("position")).isNotEqualTo(first);
    }

    @Test
    @Tag("H-1.11")
    @Tag("H-1.12")
    @Tag("H-3.13")
    void idsAndTypesMayBeAsLongAsTheContractSays() throws Exception {
        String id = "é/%".repeat(85) + "x";
        Answer accepted = rest.post(
                        "domains/desk/events",
                        Rest.CLOUD_EVENT,
                        "{\"specversion\":\"1.0\",\"type\":\"" + "t€".repeat(128) + "\",\"id\":\"" + id + "\"}")
                .is(202);
        JsonObject event = rest.get(accepted.header("Location")).is(200).object();
        assertThat(event.getString("id")).isEqualTo(id);
        assertThat(event.getString("type")).isEqualTo("t€".repeat(128));
        for (String tooLong : new String[] {
            "\"type\":\"a\",\"id\":\"" + "x".repeat(257) + "\"", "\"type\":\"" + "t".repeat(257) + "\""
        }) {
            rest.post("domains/desk/events", Rest.CLOUD_EVENT, "{\"specversion\":\"1.0\"," + tooLong + "}")
                    .isProblem(400);
        }
    }

    @Test
    void whatTheQuerySaysBesideIsNotLookedAt() throws Exception {
        rest.post(path("desk", "key") + "&x=%20&y", Rest.JSON, "1").is(202);
        rest.get("domains?x=1").is(200);
        rest.get("domains/desk?type=**a").is(200);
    }

    // ---- ways to end

    @Test
    @Tag("H-2.05")
    @Tag("H-3.22")
    void whatIsDroppedSaysSo() throws Exception {
        List<CompletableFuture<Answer>> waiting = new ArrayList<>();
        while (waiting.stream().noneMatch(CompletableFuture::isDone)) {
            waiting.add(later("loose", "'type':'hold'"));
            while (figure("loose", "published") < waiting.size()) {
                Thread.onSpinWait();
            }
        }
        release(waiting);
        List<JsonObject> outcomes =
                waiting.stream().map(answer -> answer.join().is(200).object()).toList();
        assertThat(outcomes).extracting(outcome -> outcome.getString("status")).contains("dropped", "completed");
        JsonObject dropped = outcomes.stream()
                .filter(outcome -> outcome.getString("status").equals("dropped"))
                .findFirst()
                .orElseThrow();
        assertThat(dropped.getJsonArray("results")).isEmpty();
        assertThat(dropped.isNull("position")).isFalse();
        assertThat(figure("loose", "dropped")).isPositive();
        assertThat(rest.get("domains/loose/events/" + dropped.getString("id") + "/outcome")
                        .is(200)
                        .object()
                        .getString("status"))
                .isEqualTo("dropped");
    }

    @Test
    @Tag("H-2.04")
    @Tag("H-3.47")
    void aMiddlewareEndsAnEventWithoutAPosition() throws Exception {
        long before = figure("ruled", "published");
        for (String prefer : new String[] {"wait=20", "respond-async"}) {
            Answer refused = rest.post(path("ruled", "refused"), Rest.JSON, "1", "Prefer", prefer)
                    .is(200);
            assertThat(refused.object().isNull("position")).isTrue();
            assertThat(refused.object().getString("status")).isEqualTo("refused");
            assertThat(refused.header("Location")).isNull();
            Answer answered = rest.post(path("ruled", "answered"), Rest.JSON, "1", "Prefer", prefer)
                    .is(200);
            assertThat(answered.object().isNull("position")).isTrue();
            assertThat(answered.object().getString("status")).isEqualTo("completed");
            assertThat(results(answered.object()).get(0).getString("value")).isEqualTo("by rule");
        }
        assertThat(figure("ruled", "published")).isEqualTo(before);
        publish("ruled", "passed").is(202);
    }

    @Test
    @Tag("H-3.54")
    void whatIsLeftWhenADomainStopsIsAbandoned() throws Exception {
        String[] paths = new String[2];
        for (int i = 0; i < paths.length; i++) {
            String id = publish("ends", "hold").is(202).object().getString("id");
            paths[i] = "domains/ends/events/" + id + "/outcome";
            assertThat(rest.get(paths[i]).is(200).object().getString("status")).isEqualTo("pending");
        }
        waited("lever", "stop");
        for (String path : paths) {
            assertThat(rest.get(path).is(200).object().getString("status")).isEqualTo("abandoned");
        }
    }

    /** The default; nothing sets it here. */
    @Test
    @Tag("H-3.30")
    @Tag("H-3.32")
    void whoIsHeldByAFullQueueIsAnsweredAfterTenSecondsAndHoldsNoThread() throws Exception {
        String all = "{\"specversion\":\"1.0\",\"type\":\"hold\"},".repeat(CAPACITY);
        rest.post("domains/held/events", Rest.BATCH, "[" + all.substring(0, all.length() - 1) + "]")
                .is(202);
        publish("held", "hold").is(202); // for the one that its receiver holds; as many wait as may
        long begun = System.nanoTime();
        List<CompletableFuture<Duration>> held = Stream.generate(() -> rest.postLater(
                                path("held", "hold"), Rest.JSON, "1")
                        .thenApply(answer -> {
                            answer.isProblem(503);
                            assertThat(answer.header("Retry-After")).matches("\\d+");
                            return Duration.ofNanos(System.nanoTime() - begun);
                        }))
                .limit(CAPACITY)
                .toList();
        int served = 0;
        while (System.nanoTime() - begun < Duration.ofSeconds(6).toNanos()) {
            waited("counted", "done");
            served++;
        }
        assertThat(held).noneMatch(CompletableFuture::isDone);
        assertThat(served).as("answers to others meanwhile").isGreaterThan(6);
        for (CompletableFuture<Duration> one : held) {
            assertThat(one.join()).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(20));
        }
        while (figure("held", "delivered") <= CAPACITY) {
            waited("lever", "release");
        }
    }

    // ---- domains

    @Test
    @Tag("H-2.04")
    @Tag("H-2.05")
    void aDomainCountsHowItsEventsEnd() throws Exception {
        JsonObject before = rest.get("domains/counted").is(200).object();
        List<String> positions = new ArrayList<>();
        for (String type : new String[] {"done", "fail", "nobody", "done"}) {
            positions.add(waited("counted", type).getString("position"));
        }
        JsonObject after = rest.get("domains/counted").is(200).object();
        assertThat(grown(before, after, "published")).isEqualTo(4);
        assertThat(grown(before, after, "delivered")).as("completed").isEqualTo(2);
        assertThat(grown(before, after, "failed")).isEqualTo(1);
        assertThat(grown(before, after, "unhandled")).isEqualTo(1);
        assertThat(grown(before, after, "dropped")).isZero();
        assertThat(after.getJsonObject("log").getString("newest")).isEqualTo(positions.get(3));
    }

    private static int grown(JsonObject before, JsonObject after, String figure) {
        return after.getInt(figure) - before.getInt(figure);
    }

    @Test
    @Tag("H-2.03")
    void aLogTellsItsOldestAndItsNewestOrNull() throws Exception {
        JsonObject empty = rest.get("domains/empty").is(200).object();
        assertThat(empty.getJsonObject("log")).hasToString("{\"kind\":\"memory\",\"oldest\":null,\"newest\":null}");
        assertThat(empty.getInt("published")).isZero();
        String position = null;
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            position = publish("brief", "b").is(202).object().getString("position");
            all.add(position);
        }
        JsonObject log = rest.get("domains/brief").object().getJsonObject("log");
        assertThat(log.getString("oldest")).isEqualTo(all.get(2));
        assertThat(log.getString("newest")).isEqualTo(position);
    }

    @Test
    @Tag("H-2.02")
    @Tag("H-2.06")
    @Tag("H-8.01")
    void aListedDomainHasItsMembersAndOneByItselfItsNamesToo() throws Exception {
        List<JsonObject> listed =
                rest.get("domains").is(200).json().asJsonArray().getValuesAs(JsonObject.class);
        assertThat(listed)
                .extracting(domain -> domain.getString("name"))
                .contains("desk", ClauseReceivers.LONG_NAME)
                .doesNotContain("silent");
        assertThat(listed)
                .allSatisfy(domain -> assertThat(domain.keySet())
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
                                "log"));
        JsonObject desk = rest.get("domains/desk").is(200).object();
        assertThat(desk.getString("state")).isEqualTo("LOOPING");
        assertThat(desk.getInt("capacity")).isEqualTo(1024);
        assertThat(desk.getInt("subscribers")).isEqualTo(5);
        assertThat(desk.getJsonArray("handlers").toString()).contains("\"key\"", "\"ordered\"");
        assertThat(desk.getJsonArray("filters")).hasToString("[\"screen\"]");
        assertThat(desk.getJsonArray("boundaries")).hasToString("[\"onward\"]");
        assertThat(desk.getJsonArray("workQueues")).hasToString("[\"shirts\"]");
        assertThat(desk.getJsonArray("sources")).isEmpty();
        assertThat(waited("desk", "blocked").getJsonArray("results")).isEmpty();
        assertThat(results(waited("desk", "shirts")).get(0).getString("value")).isEqualTo("ironed");
        rest.get("domains/silent").isProblem(404);
        rest.get("domains/Desk").isProblem(404);
    }

    @Test
    @Tag("H-1.10")
    void aNameMayHaveSixtyFourCharacters() throws Exception {
        assertThat(ClauseReceivers.LONG_NAME).hasSize(64);
        String position =
                publish(ClauseReceivers.LONG_NAME, "a").is(202).object().getString("position");
        assertThat(rest.get("domains/" + ClauseReceivers.LONG_NAME + "/events")
                        .is(200)
                        .object()
                        .getString("next"))
                .isEqualTo(position);
    }
}
