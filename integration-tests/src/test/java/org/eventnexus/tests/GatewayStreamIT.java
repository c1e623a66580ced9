package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eventnexus.tests.EventStream.Message;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Streams and history, from outside. */
@Tag("BX-06")
@ExtendWith(ArquillianExtension.class)
@Timeout(60)
class GatewayStreamIT {

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

    private List<String> publish(String domain, String type, int count) throws Exception {
        List<String> positions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            positions.add(rest.post("domains/" + domain + "/events?type=" + type, Rest.JSON, Integer.toString(i))
                    .is(202)
                    .object()
                    .getString("position"));
        }
        return positions;
    }

    private URI events(String domain, String query) {
        return rest.uri("domains/" + domain + "/events" + query);
    }

    private static List<Message> read(EventStream stream, int count) throws Exception {
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            messages.add(stream.next());
        }
        return messages;
    }

    private long open(String domain) throws Exception {
        return rest.get("domains/" + domain).object().getInt("streams");
    }

    @Test
    @Tag("H-1.14")
    @Tag("H-1.15")
    @Tag("H-5.02")
    @Tag("H-5.03")
    @Tag("H-5.12")
    void aLiveStreamGetsWhatComesAndIsWanted() throws Exception {
        publish("it", "live.before", 1);
        try (EventStream stream = EventStream.open(events("it", "?type=live.*&type=other"))) {
            List<String> first = publish("it", "live.a", 3);
            publish("it", "live.a.b", 1);
            List<String> second = publish("it", "other", 1);
            List<Message> got = read(stream, 4);
            assertThat(got)
                    .extracting(Message::id)
                    .containsExactly(first.get(0), first.get(1), first.get(2), second.get(0));
            assertThat(got).extracting(Message::name).containsOnly("message");
            assertThat(got.get(1).json().getString("type")).isEqualTo("live.a");
            assertThat(got.get(1).json().getInt("data")).isEqualTo(1);
        }
    }

    @Test
    @Tag("H-5.05")
    void aNamedStreamNamesItsEvents() throws Exception {
        try (EventStream stream = EventStream.open(events("it", "?type=named.**&named=true"))) {
            publish("it", "named.a", 1);
            assertThat(stream.next().name()).isEqualTo("named.a");
        }
    }

    @Test
    @Tag("H-5.09")
    @Tag("H-5.10")
    void aCutStreamResumesWithoutGapOrDuplicate() throws Exception {
        List<String> got = new ArrayList<>();
        List<String> all = new ArrayList<>();
        URI uri = events("it", "?type=cut");
        EventStream stream = EventStream.open(uri);
        for (int round = 0; round < 5; round++) {
            all.addAll(publish("it", "cut", 20));
            for (Message message : read(stream, 10)) {
                got.add(message.id());
            }
            stream.close();
            stream = round % 2 == 0
                    ? EventStream.resume(uri, got.get(got.size() - 1))
                    : EventStream.open(URI.create(uri + "&after=" + got.get(got.size() - 1)));
        }
        while (got.size() < all.size()) {
            got.add(stream.next().id());
        }
        stream.close();
        assertThat(got).isEqualTo(all);
    }

    @Test
    @Tag("H-5.09")
    void theHeaderGoesBeforeTheQuery() throws Exception {
        List<String> positions = publish("it", "header", 3);
        URI uri = events("it", "?type=header&after=" + positions.get(0));
        try (EventStream stream = EventStream.resume(uri, positions.get(1))) {
            assertThat(stream.next().id()).isEqualTo(positions.get(2));
        }
    }

    @Test
    @Tag("H-5.13")
    @Tag("H-5.14")
    void whatIsLostIsToldAsAGap() throws Exception {
        List<String> positions = publish("short", "a", 25);
        try (EventStream stream = EventStream.resume(events("short", ""), positions.get(3))) {
            Message gap = stream.next();
            assertThat(gap.name()).isEqualTo("gap");
            assertThat(gap.json().getString("requested")).isEqualTo(positions.get(3));
            assertThat(gap.json().getString("oldest")).isEqualTo(positions.get(15));
            assertThat(read(stream, 10)).extracting(Message::id).isEqualTo(positions.subList(15, 25));
        }
        try (EventStream stream = EventStream.open(events("short", "?after=0"))) {
            assertThat(stream.next().id()).isEqualTo(positions.get(15));
        }
        try (EventStream stream = EventStream.open(events("short", "?after=0000000000001-1"))) {
            assertThat(stream.next().name()).isEqualTo("gap");
        }
    }

    @Test
    @Tag("H-5.01")
    @Tag("H-5.07")
    @Tag("H-5.08")
    void theWireIsAsItShouldBe() throws Exception {
        try (Socket socket = new Socket(page.getHost(), page.getPort())) {
            request(socket, "short", "");
            String start = readUntil(socket.getInputStream(), "retry: 2000\n\n");
            assertThat(start)
                    .startsWith("HTTP/1.1 200")
                    .containsIgnoringCase("\r\ncontent-type: text/event-stream")
                    .containsIgnoringCase("\r\ncache-control: no-store\r\n")
                    .containsIgnoringCase("\r\nx-accel-buffering: no\r\n");
            readUntil(socket.getInputStream(), "\n:"); // a heartbeat
        }
    }

    private void request(Socket socket, String domain, String query) throws Exception {
        OutputStream out = socket.getOutputStream();
        out.write(("GET " + events(domain, query).getRawPath() + query
                        + " HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static String readUntil(InputStream in, String end) throws Exception {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            int c = in.read();
            assertThat(c).as(text.toString()).isNotNegative();
            text.append((char) c);
        }
        return text.toString();
    }

    @Test
    @Tag("H-5.22")
    void aCutConnectionIsNoticedWithinTwoHeartbeats() throws Exception {
        List<EventStream> streams = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            streams.add(EventStream.open(events("readable", "")));
        }
        assertThat(open("readable")).isEqualTo(10);
        for (EventStream stream : streams) {
            stream.close();
        }
        long before = System.nanoTime();
        while (open("readable") > 0) {
            Thread.onSpinWait();
        }
        assertThat(System.nanoTime() - before).isLessThan(10_000_000_000L); // two of a second each, and a busy machine
    }

    @Test
    @Tag("H-5.17")
    void whoDoesNotReadIsCutOffAndDelaysNobody() throws Exception {
        String large = "\"" + "x".repeat(20_000) + "\"";
        try (Socket idle = new Socket()) {
            idle.setReceiveBufferSize(4_096);
            idle.connect(new InetSocketAddress(page.getHost(), page.getPort()));
            request(idle, "it", "?type=flood");
            readUntil(idle.getInputStream(), "retry: 2000\n\n");
            try (EventStream reading = EventStream.open(events("it", "?type=flood"))) {
                long streams = open("it");
                int published = 0;
                while (open("it") == streams) {
                    for (int i = 0; i < 50; i++) {
                        rest.post("domains/it/events?type=flood", Rest.JSON, large)
                                .is(202);
                        assertThat(reading.next().json().getString("data")).hasSize(20_000);
                    }
                    published += 50;
                    assertThat(published).isLessThan(4_000);
                }
            }
        }
    }

    @Test
    @Tag("H-1.07")
    @Tag("H-6.02")
    @Tag("H-6.03")
    @Tag("H-6.05")
    void historyIsPaged() throws Exception {
        List<String> positions = publish("it", "page.a", 25);
        publish("it", "other", 3);
        List<String> got = new ArrayList<>();
        String next = rest.uri("domains/it/events?type=page.*&limit=10").toString();
        while (next != null) {
            Rest.Answer answer = rest.get(next).is(200);
            assertThat(answer.contentType()).startsWith("application/json");
            JsonArray events = answer.object().getJsonArray("events");
            assertThat(events.size()).isLessThanOrEqualTo(10);
            for (JsonValue event : events) {
                got.add(event.asJsonObject().getString("position"));
            }
            String link = answer.header("Link");
            next = link == null ? null : link.substring(1, link.indexOf('>'));
            assertThat(link == null || link.endsWith("; rel=\"next\"")).isTrue();
            assertThat(answer.object().getString("next")).isNotEmpty();
        }
        assertThat(got).isEqualTo(positions);
    }

    @Test
    @Tag("H-6.06")
    @Tag("H-6.07")
    void historySaysWhatIsLostAndWhatIsNotThereYet() throws Exception {
        List<String> positions = publish("short", "b", 25);
        JsonObject page = rest.get("domains/short/events?after=" + positions.get(2), "Accept", "*/*")
                .object();
        assertThat(page.getBoolean("gap")).isTrue();
        assertThat(page.getJsonArray("events").getJsonObject(0).getString("position"))
                .isEqualTo(positions.get(15));
        JsonObject end =
                rest.get("domains/short/events?after=" + positions.get(24)).object();
        assertThat(end.getJsonArray("events")).isEmpty();
        assertThat(end.getString("next")).isEqualTo(positions.get(24));
        assertThat(end.containsKey("gap")).isFalse();
    }

    @Test
    @Tag("H-5.01")
    @Tag("H-6.01")
    void acceptChoosesBetweenStreamAndHistory() throws Exception {
        for (String accept :
                new String[] {"*/*", "application/json", "text/event-stream;q=0.3, application/json;q=0.4"}) {
            assertThat(rest.get("domains/short/events", "Accept", accept).contentType())
                    .startsWith("application/json");
        }
        assertThat(rest.send(
                                "HEAD",
                                "domains/short/events",
                                BodyPublishers.noBody(),
                                "Accept",
                                "text/event-stream, */*;q=0.1")
                        .contentType())
                .startsWith("text/event-stream");
    }

    @Test
    void manyClientsGetTheSame() throws Exception {
        List<EventStream> streams = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            streams.add(EventStream.open(events("it", "?type=many")));
        }
        List<String> positions = publish("it", "many", 200);
        for (EventStream stream : streams) {
            assertThat(read(stream, 200)).extracting(Message::id).isEqualTo(positions);
            stream.close();
        }
    }
}
