package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
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

/** What the HTTP contract says of streams, of waiting and of history, to the letter; docs/reference/http.md has its sentences. */
@Tag("BX-06")
@ExtendWith(ArquillianExtension.class)
@Timeout(60)
class StreamContractIT {

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

    private String publish(String domain, String type) throws Exception {
        return rest.post("domains/" + domain + "/events?type=" + type, Rest.JSON, "1")
                .is(202)
                .object()
                .getString("position");
    }

    private EventStream open(String path) throws Exception {
        return EventStream.open(rest.uri(path));
    }

    // ---- the wire

    @Test
    @Tag("H-1.04")
    @Tag("H-5.04")
    @Tag("H-5.05")
    @Tag("H-5.06")
    @Tag("H-5.08")
    void blocksAreAsTheFormatHasThem() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(rest.uri("domains/desk/events?type=wire&named=true"))
                .header("Accept", "text/event-stream")
                .build();
        HttpResponse<Stream<String>> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofLines());
        try (Stream<String> all = response.body()) {
            Iterator<String> lines = all.iterator();
            assertThat(response.headers().allValues("Cache-Control")).containsExactly("no-store");
            assertThat(response.headers().allValues("X-Accel-Buffering")).containsExactly("no");
            assertThat(lines.next()).isEqualTo("retry: 2000");
            assertThat(lines.next()).isEmpty();
            Answer accepted = rest.post(
                            "domains/desk/events",
                            Rest.CLOUD_EVENT,
                            "{\n \"specversion\" : \"1.0\",\r\n\"type\":\"wire\",\n\"data\":{\n\"a\":\r\n\"b\\nc\"\n}}")
                    .is(202);
            List<String> block = new ArrayList<>();
            for (String line = lines.next(); block.isEmpty() || !line.isEmpty(); line = lines.next()) {
                if (!line.isEmpty() && !line.startsWith(":")) {
                    block.add(line);
                }
            }
            assertThat(block).hasSize(3);
            assertThat(block).contains("id: " + accepted.object().getString("position"), "event: wire");
            assertThat(block)
                    .filteredOn(line -> line.startsWith("data: {"))
                    .singleElement()
                    .satisfies(data -> assertThat(data).contains("\"data\":").contains("b\\nc"));
            assertThat(lines.next()).as("heartbeats go on").matches(":.*|");
        }
    }

    // ---- where a stream begins

    @Test
    @Tag("H-5.02")
    @Tag("H-5.11")
    @Tag("H-5.12")
    void withoutAPositionItBeginsNowAndWithZeroAtTheOldest() throws Exception {
        List<String> positions = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            positions.add(publish("brief", "b"));
        }
        try (EventStream now = open("domains/brief/events");
                EventStream oldest = open("domains/brief/events?after=0");
                EventStream zero = EventStream.resume(rest.uri("domains/brief/events"), "0");
                EventStream empty = EventStream.open(rest.uri("domains/brief/events"), "Last-Event-ID", "")) {
            String next = publish("brief", "b");
            assertThat(now.next().id()).isEqualTo(next);
            assertThat(empty.next().id()).isEqualTo(next);
            positions.add(next);
            for (EventStream whole : List.of(oldest, zero)) {
                for (String expected : positions.subList(5, 16)) {
                    Message message = whole.next();
                    assertThat(message.name()).as("no gap").isEqualTo("message");
                    assertThat(message.id()).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    @Tag("H-5.16")
    void malformedPositionsAre400() throws Exception {
        String[] stream = {"Accept", "text/event-stream"};
        for (String path : new String[] {"domains/desk/events?x=1", "stream?select=desk:**"}) {
            for (String position : new String[] {"nonsense", "-1", "%20", "1.5", "00", "a-b-c"}) {
                rest.get(path + "&after=" + position, stream).isProblem(400);
            }
            rest.get(path, "Accept", "text/event-stream", "Last-Event-ID", "nonsense")
                    .isProblem(400);
        }
    }

    // ---- several domains

    @Test
    @Tag("H-5.25")
    @Tag("H-5.27")
    void severalDomainsBeginAtZeroOrNowAndEachEventComesOnce() throws Exception {
        publish("desk", "both.a");
        publish("brief", "both.a");
        String path = "stream?select=desk:both.*&select=brief:both.a&select=desk:both.a";
        List<String> said = new ArrayList<>();
        String last = null;
        try (EventStream whole = open(path + "&after=0&named=true");
                EventStream now = open(path)) {
            publish("desk", "both.b");
            Message first = now.next();
            assertThat(first.json().getString("domain")).isEqualTo("desk");
            assertThat(first.json().getString("type")).isEqualTo("both.b");
            for (int i = 0; i < 3; i++) {
                Message message = whole.next();
                assertThat(message.name()).isEqualTo(message.json().getString("type"));
                said.add(message.json().getString("domain") + " "
                        + message.json().getString("type"));
                last = message.id();
            }
        }
        assertThat(said).containsExactlyInAnyOrder("desk both.a", "brief both.a", "desk both.b");
        try (EventStream resumed = open(path + "&after=" + last)) {
            publish("brief", "both.a");
            Message next = resumed.next();
            assertThat(next.json().getString("domain")).isEqualTo("brief");
        }
    }

    // ---- next

    @Test
    @Tag("H-4.01")
    void nextIsOfWhatArrivesAfterTheRequest() throws Exception {
        publish("desk", "past");
        Answer none = rest.get("domains/desk/events/next?type=past", "Prefer", "wait=0.3")
                .is(204);
        assertThat(none.body()).isEmpty();
        assertThat(none.header("Preference-Applied")).isEqualTo("wait=0.3");
    }

    @Test
    @Tag("H-4.03")
    void subjectAndSourceEachNarrowNextByEquality() throws Exception {
        String event = "{\"specversion\":\"1.0\",\"type\":\"narrow\",\"source\":\"%s\",\"subject\":\"%s\"}";
        CompletableFuture<Answer> bySubject =
                rest.getLater("domains/desk/events/next?type=narrow&subject=s", "Prefer", "wait=20");
        CompletableFuture<Answer> bySource =
                rest.getLater("domains/desk/events/next?type=narrow&source=/n", "Prefer", "wait=20");
        while (!bySubject.isDone() || !bySource.isDone()) {
            for (String[] one : new String[][] {{"/n", "S"}, {"/n", "st"}, {"/n/", "s"}, {"/N", "s"}}) {
                rest.post("domains/desk/events", Rest.CLOUD_EVENT, event.formatted((Object[]) one))
                        .is(202);
            }
        }
        assertThat(bySubject.join().is(200).object().getString("subject")).isEqualTo("s");
        assertThat(bySource.join().is(200).object().getString("source")).isEqualTo("/n");
        assertThat(bySource.join().contentType()).startsWith(Rest.CLOUD_EVENT);
    }

    // ---- history

    @Test
    @Tag("H-1.07")
    @Tag("H-6.01")
    @Tag("H-6.02")
    @Tag("H-6.03")
    @Tag("H-6.05")
    @Tag("H-6.06")
    void aPageHasItsMembersAndALinkWhileThereMayBeMore() throws Exception {
        String start = publish("desk", "paged");
        List<String> positions = List.of(publish("desk", "paged"), publish("desk", "paged"), publish("desk", "paged"));
        String path = "domains/desk/events?type=paged&limit=2&after=" + start;
        Answer first = rest.get(path, "Accept", "*/*").is(200);
        assertThat(first.contentType()).startsWith("application/json");
        assertThat(first.object().keySet()).containsExactly("events", "next");
        JsonObject event = first.object().getJsonArray("events").getJsonObject(0);
        assertThat(event.getString("position")).isEqualTo(positions.get(0));
        assertThat(event.keySet()).contains("specversion", "id", "source", "type", "time", "data", "position");
        assertThat(first.object().getString("next")).isEqualTo(positions.get(1));
        String link = first.header("Link");
        assertThat(link).matches("<.+>; rel=\"next\"");
        Answer second = rest.get(link.substring(1, link.indexOf('>'))).is(200);
        assertThat(second.object().getJsonArray("events")).hasSize(1);
        Answer end =
                rest.get(path.replace(start, second.object().getString("next"))).is(200);
        assertThat(end.object().getJsonArray("events")).isEmpty();
        assertThat(end.header("Link")).isNull();
    }
}
