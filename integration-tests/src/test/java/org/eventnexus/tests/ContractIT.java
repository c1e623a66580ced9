package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
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

/** Sentences of the HTTP contract that no other class shows; docs/reference/http.md says which shows which. */
@Tag("BX-06")
@ExtendWith(ArquillianExtension.class)
@Timeout(60)
class ContractIT {
    private static final String EVENTS = "domains/it/events";

    @Deployment(testable = false)
    static EnterpriseArchive hub() {
        return Deployments.gateway(GatewayReceivers.SETTINGS + "eventnexus.gateway.short.admin=*\n");
    }

    @ArquillianResource
    URL page;

    private Rest rest;

    @BeforeEach
    void client() {
        rest = new Rest(URI.create(page + "api/"));
    }

    private Answer event(String members) throws Exception {
        return event("it", members);
    }

    /** A CloudEvent with these members beside the one that it must have; quotes may be single. */
    private Answer event(String domain, String members) throws Exception {
        return rest.post(
                "domains/" + domain + "/events",
                Rest.CLOUD_EVENT,
                ("{'specversion':'1.0'," + members + "}").replace('\'', '"'));
    }

    private JsonObject read(Answer accepted) throws Exception {
        return rest.get(accepted.is(202).header("Location")).is(200).object();
    }

    @Test
    @Tag("H-1.13")
    @Tag("H-3.06")
    void whatIsLeftOutIsFilledIn() throws Exception {
        Answer accepted = event("'type':'plain'");
        JsonObject event = read(accepted);
        assertThat(event.getString("id")).isEqualTo(accepted.object().getString("id"));
        assertThat(event.getString("source")).isNotEmpty();
        assertThat(event.getString("time")).isNotEmpty();
        assertThat(event.keySet()).containsExactlyInAnyOrder("specversion", "id", "source", "type", "time");
        assertThat(accepted.object().getString("position")).isNotEqualTo("0").matches("[\\w.~-]+");
    }

    @Test
    @Tag("H-3.01")
    @Tag("H-3.08")
    void whatIsSaidComesBackAsItWas() throws Exception {
        JsonObject event = read(event("'id':'r1','source':'/r','type':'round','subject':'s','priority':-4,"
                + "'partitionkey':'k','time':'2026-01-31T12:00:00.25+01:00','dataschema':'https://example.org/s',"
                + "'datacontenttype':'application/json','flag':true,'count':7,'text':'7',"
                + "'traceparent':'00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01','data':{'a':[1.50]}"));
        assertThat(event.getString("subject")).isEqualTo("s");
        assertThat(event.getInt("priority")).isEqualTo(-4);
        assertThat(event.getString("partitionkey")).isEqualTo("k");
        assertThat(event.getString("time")).isEqualTo("2026-01-31T11:00:00.250Z");
        assertThat(event.getString("dataschema")).isEqualTo("https://example.org/s");
        assertThat(event.getString("datacontenttype")).isEqualTo("application/json");
        assertThat(event.getBoolean("flag")).isTrue();
        assertThat(event.getInt("count")).isEqualTo(7);
        assertThat(event.getString("text")).isEqualTo("7");
        assertThat(event.getString("traceparent")).startsWith("00-0af7651916cd43dd8448eb211c80319c-");
        assertThat(event.get("data")).hasToString("{\"a\":[1.50]}");
        assertThat(read(event("'type':'round','data_base64':'AAEC'")).getString("data_base64"))
                .isEqualTo("AAEC");
    }

    @Test
    @Tag("H-3.51")
    void sourcesOfDomainsAreNotForStrangers() throws Exception {
        Answer refused = event("'type':'a','id':'i','source':'/eventnexus/it'").isProblem(400);
        assertThat(refused.object().getString("detail")).startsWith("source");
        rest.post(EVENTS, Rest.BATCH, "[{\"specversion\":\"1.0\",\"type\":\"a\",\"source\":\"/eventnexus/quakes\"}]")
                .isProblem(400);
        event("short", "'type':'a','source':'/eventnexus/short'").is(202); // one who looks after the domain
        assertThat(event("'type':'a','id':'next'").isProblem(400).object().getString("detail"))
                .startsWith("id");
    }

    @Test
    @Tag("H-1.06")
    @Tag("H-3.16")
    void aWaitIsAMinuteAtMostAndMayBeAFraction() throws Exception {
        for (String[] prefer : new String[][] {
            {"wait=1000", "60"},
            {"wait=60.5", "60"},
            {"wait=0.25", "0.25"},
            {"wait=\"5\"", "5"},
            {"foo, WAIT = 7;x=y", "7"}
        }) {
            Answer answer = rest.post(EVENTS + "?type=echo", Rest.JSON, "1", "Prefer", prefer[0]);
            assertThat(answer.header("Preference-Applied")).isEqualTo("wait=" + prefer[1]);
        }
        for (String none : new String[] {"wait", "wait=x", "wait=-1", "wait=1e9", "respond-async"}) {
            assertThat(rest.post(EVENTS + "?type=echo", Rest.JSON, "1", "Prefer", none)
                            .is(202)
                            .header("Preference-Applied"))
                    .isNull();
        }
    }

    @Test
    @Tag("H-3.45")
    void whatIsCheckedFirstIsToldFirst() throws Exception {
        String large = "[".repeat(1 << 21);
        rest.post("domains/nonexistent/events", "text/plain", large).isProblem(404);
        rest.post("domains/readable/events", "text/plain", large).isProblem(401);
        rest.post(EVENTS, "text/plain", large).isProblem(415);
        rest.post(EVENTS, Rest.JSON, large).isProblem(413);
        rest.post(EVENTS, Rest.JSON, "[").isProblem(400);
    }

    @Test
    void methodsAreToldAndNothingElse() throws Exception {
        Answer refused = rest.send("PUT", EVENTS, BodyPublishers.noBody()).isProblem(405);
        assertThat(refused.header("Allow")).contains("GET", "POST");
        Answer options = rest.send("OPTIONS", EVENTS, BodyPublishers.noBody());
        assertThat(options.status()).isIn(200, 204);
        assertThat(options.header("Allow")).contains("GET", "POST");
        assertThat(options.body()).doesNotContain("resource", "org.", "xml");
        rest.get("application.wadl").isProblem(404);
        assertThat(rest.send("HEAD", EVENTS, BodyPublishers.noBody()).is(200).body())
                .isEmpty();
        assertThat(rest.send("HEAD", "domains/none", BodyPublishers.noBody())
                        .is(404)
                        .body())
                .isEmpty();
    }

    @Test
    @Tag("H-1.10")
    void namesOfDomainsAreShortAndSimple() throws Exception {
        for (String name : new String[] {"x".repeat(64), "x".repeat(65), "a.b", "a%20b", "%C3%A9", "it%E2%80%8B"}) {
            rest.get("domains/" + name).isProblem(404);
            rest.get("stream?select=" + name + ":**", "Accept", "text/event-stream")
                    .isProblem(404);
        }
        assertThat(rest.get("domains/%69t").is(200).object().getString("name"))
                .as("the same address, written otherwise")
                .isEqualTo("it");
    }

    @Test
    @Tag("H-1.14")
    @Tag("H-1.15")
    @Tag("H-1.16")
    @Tag("H-1.17")
    void selectorsSelectSegments() throws Exception {
        String from = rest.get(EVENTS).object().getString("next");
        for (String type : new String[] {"order", "order.a", "order.a.b", "orders.a", "order2"}) {
            event("'type':'" + type + "'").is(202);
        }
        assertThat(selected(from, "order")).containsExactly("order");
        assertThat(selected(from, "order.*")).containsExactly("order.a");
        assertThat(selected(from, "order.**")).containsExactly("order.a", "order.a.b");
        assertThat(selected(from, "**")).containsExactly("order", "order.a", "order.a.b", "orders.a", "order2");
        assertThat(selected(from, "order&type=orders.*")).containsExactly("order", "orders.a");
        assertThat(selected(from, "nobody")).isEmpty();
    }

    private List<String> selected(String from, String selector) throws Exception {
        return rest
                .get(EVENTS + "?after=" + from + "&type=" + selector)
                .is(200)
                .object()
                .getJsonArray("events")
                .getValuesAs(JsonObject.class)
                .stream()
                .map(event -> event.getString("type"))
                .toList();
    }

    @Test
    @Tag("H-5.11")
    void aStreamOrAPageFromTheOldestOn() throws Exception {
        for (int i = 0; i < 12; i++) {
            event("short", "'type':'s','data':" + i).is(202);
        }
        JsonObject history = rest.get("domains/short/events?after=0").object();
        assertThat(history.getJsonArray("events")).hasSize(10);
        try (EventStream stream = EventStream.open(rest.uri("domains/short/events?after=0"))) {
            for (JsonObject kept : history.getJsonArray("events").getValuesAs(JsonObject.class)) {
                Message message = stream.next();
                assertThat(message.name()).isEqualTo("message");
                assertThat(message.id()).isEqualTo(kept.getString("position"));
                assertThat(message.json().containsKey("position")).isFalse();
            }
        }
    }

    @Test
    void aBodyMayBeAskedForFirst() throws Exception {
        var http = java.net.http.HttpClient.newBuilder()
                .version(java.net.http.HttpClient.Version.HTTP_1_1) // to ask for another version is to ask twice
                .build();
        for (int length : new int[] {1, 100_000}) {
            var request = java.net.http.HttpRequest.newBuilder(rest.uri(EVENTS + "?type=echo"))
                    .header("Content-Type", Rest.JSON)
                    .expectContinue(true)
                    .POST(BodyPublishers.ofString("7".repeat(length)))
                    .build();
            assertThat(http.send(request, java.net.http.HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(202);
        }
    }
}
