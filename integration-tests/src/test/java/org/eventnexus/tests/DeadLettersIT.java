package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
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

/** What the demo's receiver fails on, seen, delivered again and thrown away from outside. */
@Tag("R8")
@Tag("BX-06")
@ExtendWith(ArquillianExtension.class)
@Timeout(60)
class DeadLettersIT {
    private static final String LETTERS = "domains/playground/dead-letters";

    @Deployment(testable = false)
    static EnterpriseArchive demo() {
        return Deployments.demo();
    }

    @ArquillianResource
    URL page;

    private Rest rest;

    @BeforeEach
    void client() {
        rest = new Rest(URI.create(page + "api/"));
    }

    private Answer send(String method, String path) throws Exception {
        return rest.send(method, path, BodyPublishers.noBody());
    }

    private JsonObject publishAndFail(String payload) throws Exception {
        return rest.post("domains/playground/events?type=fail", Rest.JSON, payload, "Prefer", "wait=20")
                .is(200)
                .object();
    }

    private JsonArray letters(String query) throws Exception {
        return rest.get(LETTERS + query).is(200).object().getJsonArray("deadLetters");
    }

    @Test
    @Tag("H-7.01")
    @Tag("H-7.04")
    @Tag("H-7.05")
    @Tag("H-10.11")
    @Tag("H-10.15")
    void aFailureIsKeptDeliveredAgainAndThrownAway() throws Exception {
        JsonObject published = publishAndFail("{\"n\":1}");
        JsonArray letters = letters("?limit=1000");
        JsonObject letter = letters.getJsonObject(letters.size() - 1);
        String id = letter.getString("id");
        assertThat(letter.keySet()).contains("id", "event", "error", "attempts", "at");
        assertThat(rest.get(LETTERS).object().keySet()).containsExactlyInAnyOrder("deadLetters", "next");
        assertThat(letter.getJsonObject("event").getString("id")).isEqualTo(published.getString("id"));
        assertThat(letter.getJsonObject("event").getString("type")).isEqualTo("fail");
        assertThat(letter.getJsonObject("event").get("data")).hasToString("{\"n\":1}");
        assertThat(letter.getJsonObject("error"))
                .hasToString("{\"type\":\"IllegalStateException\",\"message\":\"asked to fail\"}");
        assertThat(letter.getInt("attempts")).isEqualTo(1);
        assertThat(Instant.parse(letter.getString("at"))).isBefore(Instant.now().plusSeconds(60));

        send("POST", LETTERS + "/" + id + "/redeliver").is(202);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> attempts(id) == 2);
        assertThat(publishAndFail("2").getString("status")).isEqualTo("failed");

        assertThat(send("DELETE", LETTERS + "/" + id).is(204).body()).isEmpty();
        send("DELETE", LETTERS + "/" + id).isProblem(404);
        send("POST", LETTERS + "/" + id + "/redeliver").isProblem(404);
        assertThat(attempts(id)).isZero();
    }

    private int attempts(String id) throws Exception {
        return letters("?limit=1000").getValuesAs(JsonObject.class).stream()
                .filter(letter -> letter.getString("id").equals(id))
                .mapToInt(letter -> letter.getInt("attempts"))
                .findFirst()
                .orElse(0);
    }

    @Test
    @Tag("H-1.07")
    @Tag("H-7.02")
    @Tag("H-7.03")
    void lettersComeInPages() throws Exception {
        for (int i = 0; i < 3; i++) {
            publishAndFail("1");
        }
        Answer first = rest.get(LETTERS + "?limit=1").is(200);
        String next = first.object().getString("next");
        assertThat(first.header("Link")).contains("after=" + next).contains("rel=\"next\"");
        JsonArray second = letters("?limit=1&after=" + next);
        assertThat(second).hasSize(1);
        assertThat(second.getJsonObject(0).getString("id"))
                .isNotEqualTo(first.object()
                        .getJsonArray("deadLetters")
                        .getJsonObject(0)
                        .getString("id"));
        assertThat(letters(""))
                .as("newest last")
                .extracting(letter -> Instant.parse(letter.asJsonObject().getString("at")))
                .isSorted();
        assertThat(letters("?after=&limit=")).isEqualTo(letters(""));
        assertThat(letters("?after=0")).isEqualTo(letters(""));
        rest.get(LETTERS + "?after=nonsense").isProblem(400);
        rest.get(LETTERS + "?limit=0").isProblem(400);
    }

    /** The demo has a WAR of its own, in which the gateway is a jar. */
    @Test
    @Tag("H-1.05")
    void errorsBesideTheApiAreProblemsInTheDemoToo() throws Exception {
        rest.get(page + "nothing").isProblem(404);
        rest.get(page + "nothing/here.html").isProblem(404);
        rest.post(page + "metrics", Rest.JSON, "1").isProblem(405);
    }

    @Test
    @Tag("H-10.20")
    void theyAreForThoseOnlyToWhomTheyAreOpen() throws Exception {
        String hidden = rest.get("domains/vault/dead-letters").isProblem(404).body();
        assertThat(rest.get("domains/nonexistent/dead-letters").isProblem(404).body())
                .isEqualTo(hidden);
        rest.get("domains/quakes/dead-letters").isProblem(401);
        send("POST", "domains/quakes/dead-letters/1/redeliver").isProblem(401);
        send("DELETE", "domains/quakes/dead-letters/1").isProblem(401);
        send("DELETE", LETTERS + "/nonsense").isProblem(404);
    }
}
