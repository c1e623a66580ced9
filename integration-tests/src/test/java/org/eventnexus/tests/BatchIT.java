package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.net.URI;
import java.net.URL;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

/** Several events in one request: all of them, in order, or none. */
@Tag("BX-06")
@ExtendWith(ArquillianExtension.class)
@Timeout(60)
class BatchIT {

    @Deployment(testable = false)
    static EnterpriseArchive hub() {
        return Deployments.gateway(GatewayReceivers.SETTINGS + """
                eventnexus.domain.few.capacity=4
                eventnexus.domain.few.overflow=fail
                eventnexus.gateway.few.subscribe=*
                eventnexus.gateway.few.publish=*
                """);
    }

    @ArquillianResource
    URL page;

    private Rest rest;

    @BeforeEach
    void client() {
        rest = new Rest(URI.create(page + "api/"));
    }

    private static String event(String id, String type, String data) {
        return "{\"specversion\":\"1.0\",\"id\":\"" + id + "\",\"source\":\"/b\",\"type\":\"" + type + "\",\"data\":"
                + data + "}";
    }

    private static String events(String prefix, String type, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> event(prefix + i, type, Integer.toString(i)))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private Answer publish(String domain, String batch, String... headers) throws Exception {
        return rest.post("domains/" + domain + "/events", Rest.BATCH, batch, headers);
    }

    private long published(String domain) throws Exception {
        return rest.get("domains/" + domain)
                .is(200)
                .object()
                .getJsonNumber("published")
                .longValue();
    }

    @Test
    @Tag("H-1.03")
    @Tag("H-3.03")
    @Tag("H-3.14")
    @Tag("H-6.04")
    void aThousandAreAnsweredAndHandledInTheirOrder() throws Exception {
        String before = rest.get("domains/it/events").object().getString("next");
        JsonArray answer =
                publish("it", events("k", "echo", 1_000)).is(202).json().asJsonArray();
        assertThat(answer).hasSize(1_000);
        assertThat(answer.getValuesAs(JsonObject.class))
                .allSatisfy(each -> assertThat(each.keySet()).containsExactlyInAnyOrder("id", "position", "status"));
        assertThat(answer.getValuesAs(JsonObject.class))
                .extracting(each -> each.getString("id"))
                .isEqualTo(IntStream.range(0, 1_000).mapToObj(i -> "k" + i).toList());
        assertThat(answer.getValuesAs(JsonObject.class))
                .extracting(each -> each.getString("status"))
                .containsOnly("accepted");
        JsonObject page =
                rest.get("domains/it/events?limit=99999&after=" + before).object();
        List<JsonObject> kept = page.getJsonArray("events").getValuesAs(JsonObject.class);
        assertThat(kept)
                .extracting(each -> each.getString("position"))
                .isEqualTo(answer.getValuesAs(JsonObject.class).stream()
                        .map(each -> each.getString("position"))
                        .toList());
        assertThat(rest.get("domains/it/events?after=" + before).object().getJsonArray("events"))
                .as("where no limit is said")
                .hasSize(100);
    }

    @Test
    @Tag("H-3.15")
    void preferIsIgnored() throws Exception {
        Answer answer =
                publish("it", events("p", "hold", 1), "Prefer", "wait=20").is(202);
        assertThat(answer.header("Preference-Applied")).isNull();
        assertThat(answer.header("Location")).isNull();
        assertThat(answer.json().asJsonArray().getJsonObject(0).getString("status"))
                .isEqualTo("accepted");
        rest.post("domains/it/events?type=release", Rest.JSON, "1", "Prefer", "wait=20")
                .is(200);
    }

    @Test
    @Tag("H-3.10")
    void whatIsThereAlreadyIsADuplicateInABatchToo() throws Exception {
        String first = publish("it", "[" + event("d1", "echo", "1") + "]")
                .is(202)
                .json()
                .asJsonArray()
                .getJsonObject(0)
                .getString("position");
        long before = published("it");
        JsonArray answer = publish(
                        "it",
                        "[" + event("d0", "echo", "0") + "," + event("d1", "echo", "1") + "," + event("d0", "echo", "2")
                                + "]")
                .is(202)
                .json()
                .asJsonArray();
        assertThat(answer.getJsonObject(0).containsKey("duplicate")).isFalse();
        assertThat(answer.getJsonObject(1).getBoolean("duplicate")).isTrue();
        assertThat(answer.getJsonObject(1).getString("position")).isEqualTo(first);
        assertThat(answer.getJsonObject(2).getBoolean("duplicate")).isTrue();
        assertThat(answer.getJsonObject(2).getString("position"))
                .isEqualTo(answer.getJsonObject(0).getString("position"));
        assertThat(published("it")).isEqualTo(before + 1);
    }

    @Test
    @Tag("H-3.02")
    @Tag("H-3.34")
    void oneBadEventIsNamedAndNothingIsPublished() throws Exception {
        long before = published("it");
        String good = event("g", "echo", "1");
        for (String bad : new String[] {
            "{}", "5", event("", "echo", "1"), event("x", "a b", "1"), good.replace("\"id\"", "\"id\":\"y\",\"id\"")
        }) {
            assertThat(publish("it", "[" + good + "," + bad + "," + good + "]")
                            .isProblem(400)
                            .object()
                            .getString("detail"))
                    .startsWith("[1] ");
        }
        publish("it", "{}").isProblem(400);
        publish("it", good).isProblem(400);
        publish("it", "[" + good).isProblem(400);
        publish("it", "[" + good + ",]").isProblem(400);
        assertThat(published("it")).isEqualTo(before);
        rest.get("domains/it/events/g").isProblem(404);
    }

    @Test
    @Tag("H-3.03")
    @Tag("H-3.42")
    void thereAreNoMoreThanAThousandNorThanTheDomainTakes() throws Exception {
        long before = published("it");
        publish("it", events("m", "echo", 1_001)).isProblem(413);
        publish("it", "[" + "1,".repeat(1_000) + "1]").isProblem(413);
        assertThat(published("it")).isEqualTo(before);
        publish("few", events("m", "echo", 5)).isProblem(413);
        publish("it", "[\"" + "x".repeat(1 << 20) + "\"]").isProblem(413);
    }

    @Test
    void noneAtAllAreNoMistake() throws Exception {
        assertThat(publish("it", "[]").is(202).json().asJsonArray()).isEmpty();
    }

    @Test
    @Tag("H-2.04")
    @Tag("H-3.02")
    @Tag("H-3.31")
    void withoutRoomForAllThereIsNone() throws Exception {
        rest.post("domains/few/events?type=hold", Rest.JSON, "1").is(202);
        publish("few", events("f", "hold", 3)).is(202);
        long before = published("few");
        Answer full = publish("few", events("g", "hold", 2)).isProblem(503);
        assertThat(full.header("Retry-After")).isNotNull();
        assertThat(published("few")).isEqualTo(before);
        while (rest.get("domains/few").object().getInt("depth") > 0) {
            rest.post("domains/it/events?type=release", Rest.JSON, "1", "Prefer", "wait=20")
                    .is(200);
        }
        publish("few", events("g", "unhandled", 2)).is(202);
    }
}
