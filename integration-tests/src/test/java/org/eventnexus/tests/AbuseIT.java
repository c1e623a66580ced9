package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eventnexus.tests.EventStream.Message;
import org.eventnexus.tests.Rest.Answer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What somebody may try who means no good: each ends as the contract says, and the next client is served at once. */
@Tag("BX-06")
@ExtendWith(ArquillianExtension.class)
@Timeout(60)
class AbuseIT {
    private static final String EVENTS = "domains/it/events";
    private static final String STREAMS = "20";
    private static final int MEBIBYTE = 1 << 20;

    @Deployment(testable = false)
    static EnterpriseArchive hub() {
        return Deployments.gateway(
                GatewayReceivers.SETTINGS + "eventnexus.gateway.max-streams-per-caller=" + STREAMS + "\n");
    }

    @ArquillianResource
    URL page;

    private Rest rest;

    @BeforeEach
    void client() {
        rest = new Rest(URI.create(page + "api/"));
    }

    /** A client of its own, which knows no open connection. A machine that is busy otherwise gets three chances. */
    @AfterEach
    void theNextClientIsServedWithinASecond() throws Exception {
        Duration shortest = Duration.ofDays(1);
        for (int i = 0; i < 3 && shortest.toMillis() >= 1_000; i++) {
            Rest next = new Rest(URI.create(page + "api/"));
            long before = System.nanoTime();
            next.post(EVENTS + "?type=echo", Rest.JSON, "1", "Prefer", "wait=20")
                    .is(200);
            next.get("domains/it").is(200);
            Duration took = Duration.ofNanos(System.nanoTime() - before);
            shortest = took.compareTo(shortest) < 0 ? took : shortest;
        }
        assertThat(shortest).isLessThan(Duration.ofSeconds(1));
    }

    private Answer json(String body, String... headers) throws Exception {
        return rest.post(EVENTS + "?type=echo", Rest.JSON, body, headers);
    }

    private Answer event(String body) throws Exception {
        return rest.post(EVENTS, Rest.CLOUD_EVENT, body);
    }

    private long published() throws Exception {
        return rest.get("domains/it").object().getJsonNumber("published").longValue();
    }

    private Socket connection(String request) throws IOException {
        Socket socket = new Socket(page.getHost(), page.getPort());
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private String posting(String query, String... headers) {
        return "POST " + page.getPath() + "api/" + EVENTS + query + " HTTP/1.1\r\nHost: x\r\n"
                + String.join("\r\n", headers) + "\r\n\r\n";
    }

    /** The first line of the answer; empty if the server has hung up instead. */
    private static String status(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        try {
            InputStream in = socket.getInputStream();
            for (int c = in.read(); c >= 0 && c != '\r'; c = in.read()) {
                line.append((char) c);
            }
        } catch (java.net.SocketException hungUp) {
            return line.toString();
        }
        return line.toString();
    }

    // ---- envelopes

    @Test
    @Tag("H-1.11")
    @Tag("H-1.12")
    void lineBreaksAndNulInIdsAndTypes() throws Exception {
        for (String bad : new String[] {"a\\r\\nX: y", "a\\nb", "a\\u0000b", "a\\u0085b", "a\\u2028b"}) {
            String event = "{\"specversion\":\"1.0\",\"%s\":\"" + bad + "\",\"type\":\"t\"}";
            assertThat(event(event.formatted("id")).isProblem(400).body()).contains("id");
            assertThat(event(event.formatted("type").replace(",\"type\":\"t\"", ""))
                            .isProblem(400)
                            .body())
                    .contains("type");
        }
        for (String bad : new String[] {"a%0D%0AX: y", "a%00b", "a%0Ab"}) {
            rest.post(EVENTS, Rest.JSON, "1", "ce-specversion", "1.0", "ce-type", "t", "ce-id", bad)
                    .isProblem(400);
            rest.post(EVENTS, Rest.JSON, "1", "ce-specversion", "1.0", "ce-type", bad)
                    .isProblem(400);
            rest.post(EVENTS + "?type=" + bad.replace(" ", "%20"), Rest.JSON, "1")
                    .isProblem(400);
            assertThat(rest.get(EVENTS + "/" + bad.replace(" ", "%20")).status())
                    .isIn(400, 404);
        }
    }

    @Test
    @Tag("H-3.35")
    void aKeyThatIsThereTwice() throws Exception {
        String twice = "{\"specversion\":\"1.0\",\"type\":\"echo\",\"id\":\"a\",\"\\u0069d\":\"b\"}";
        assertThat(event(twice).isProblem(400).body()).contains("twice");
        rest.post(EVENTS, Rest.BATCH, "[" + twice + "]").isProblem(400);
    }

    @Test
    @Tag("H-3.02")
    void aBatchWithOneBadEventPublishesNothing() throws Exception {
        long before = published();
        String good = "{\"specversion\":\"1.0\",\"type\":\"echo\",\"data\":1}";
        Answer answer = rest.post(EVENTS, Rest.BATCH, "[" + (good + ",").repeat(998) + "{}," + good + "]")
                .isProblem(400);
        assertThat(answer.object().getString("detail")).startsWith("[998] ");
        assertThat(published()).isEqualTo(before);
    }

    @Test
    @Tag("H-3.16")
    void numbersThatAreLargerThanAnything() throws Exception {
        String digits = "9".repeat(10_000);
        for (String number : new String[] {"1e999999999", "-1e-999999999", digits, "0." + digits, "1e" + digits}) {
            assertThat(json(number, "Prefer", "wait=20").is(200).body()).contains("\"value\":" + number + "}");
            event("{\"specversion\":\"1.0\",\"type\":\"echo\",\"priority\":" + number + "}")
                    .isProblem(400);
            event("{\"specversion\":\"1.0\",\"type\":\"echo\",\"ext\":" + number + "}")
                    .isProblem(400);
            rest.post(EVENTS + "?type=twice", Rest.JSON, "{\"pieces\":" + number + "}", "Prefer", "wait=20")
                    .is(200);
        }
        String thousand = "9".repeat(1_000);
        assertThat(json("1", "Prefer", "wait=" + thousand).is(200).header("Preference-Applied"))
                .isEqualTo("wait=60");
        json("1", "Prefer", "wait=1e999999999").is(202);
        json("1", "Prefer", "wait=-1").is(202);
        rest.get(EVENTS + "?limit=" + thousand).is(200);
        rest.get(EVENTS + "?limit=1e9").isProblem(400);
        rest.get(EVENTS + "?after=" + thousand).isProblem(400);
        rest.get(EVENTS, "Accept", "text/event-stream", "Last-Event-ID", thousand)
                .isProblem(400);
    }

    @Test
    @Tag("H-3.36")
    void whatIsNotUtf8() throws Exception {
        byte[] bad = {'"', (byte) 0xff, (byte) 0xfe, '"'};
        for (String type : new String[] {Rest.JSON, Rest.CLOUD_EVENT, Rest.BATCH}) {
            rest.send("POST", EVENTS + "?type=echo", BodyPublishers.ofByteArray(bad), "Content-Type", type)
                    .isProblem(400);
        }
        rest.post(EVENTS + "?type=%ff", Rest.JSON, "1").isProblem(400);
        rest.get(EVENTS + "?type=%c3%28").isProblem(400);
        rest.post(EVENTS, Rest.JSON, "1", "ce-specversion", "1.0", "ce-type", "t", "ce-subject", "%ff")
                .isProblem(400);
        assertThat(rest.get(EVENTS + "/%c0%80").status()).isEqualTo(400);
    }

    // ---- sizes

    @Test
    void aHundredThousandHeaders() throws Exception {
        StringBuilder headers = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            headers.append("X-").append(i).append(": y\r\n");
        }
        String status;
        try (Socket socket = connection("GET " + page.getPath() + "api/domains HTTP/1.1\r\nHost: x\r\n")) {
            try {
                socket.getOutputStream().write((headers + "\r\n").getBytes(StandardCharsets.US_ASCII));
            } catch (IOException hungUp) {
                // before it has seen them all
            }
            status = status(socket);
        }
        if (!status.isEmpty()) {
            assertThat(status).matches("HTTP/1.1 4(00|31).*");
        }
    }

    @Test
    @Tag("H-3.41")
    void aBodyOfAHundredMebibytes() throws Exception {
        byte[] mebibyte = new byte[MEBIBYTE];
        Arrays.fill(mebibyte, (byte) ' ');
        List<byte[]> parts = java.util.Collections.nCopies(100, mebibyte);
        rest.send(
                        "POST",
                        EVENTS + "?type=echo",
                        BodyPublishers.fromPublisher(BodyPublishers.ofByteArrays(parts), 100L * MEBIBYTE),
                        "Content-Type",
                        Rest.JSON)
                .isProblem(413);
        try (Socket socket = connection(posting(
                "?type=echo", "Content-Type: application/json", "Transfer-Encoding: chunked", "Connection: close"))) {
            try {
                for (int i = 0; i < 100; i++) {
                    socket.getOutputStream().write("100000\r\n".getBytes(StandardCharsets.US_ASCII));
                    socket.getOutputStream().write(mebibyte);
                    socket.getOutputStream().write("\r\n".getBytes(StandardCharsets.US_ASCII));
                }
                socket.getOutputStream().write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException hungUp) {
                // it does not want the rest
            }
            assertThat(status(socket)).isIn("HTTP/1.1 413 Request Entity Too Large", "");
        }
    }

    /** It is refused while it comes, and whoever sends it goes on with something else. */
    @Test
    void manyBodiesThatTurnOutToBeTooLarge() throws Exception {
        byte[] large = new byte[2 * MEBIBYTE];
        for (int i = 0; i < 30; i++) {
            rest.send(
                            "POST",
                            EVENTS + "?type=echo",
                            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)),
                            "Content-Type",
                            Rest.JSON)
                    .isProblem(413);
            json("1").is(202);
        }
    }

    @Test
    @Tag("H-3.37")
    void twoHundredThousandLevelsOfNesting() throws Exception {
        String deep = "[".repeat(200_000) + "]".repeat(200_000);
        json(deep).isProblem(400);
        event("{\"specversion\":\"1.0\",\"type\":\"echo\",\"data\":" + deep + "}")
                .isProblem(400);
        event("{\"specversion\":\"1.0\",\"type\":\"echo\",\"ext\":" + deep + "}")
                .isProblem(400);
        rest.post(EVENTS, Rest.BATCH, deep).isProblem(400);
        json("{\"a\":".repeat(200_000)).isProblem(400);
    }

    @Test
    void attributesWithoutEnd() throws Exception {
        for (String name : new String[] {"subject", "source", "partitionkey", "ext", "dataschema"}) {
            assertThat(event("{\"specversion\":\"1.0\",\"type\":\"echo\",\"" + name + "\":\"" + "x".repeat(900_000)
                                    + "\"}")
                            .isProblem(400)
                            .object()
                            .getString("detail"))
                    .contains("'" + name + "'");
        }
    }

    // ---- time

    @Test
    void slowBodiesHoldNoThreads() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                slow.add(
                        connection(posting("?type=echo", "Content-Type: application/json", "Content-Length: 5") + "1"));
            }
            for (int i = 0; i < 3; i++) {
                for (Socket socket : slow) {
                    socket.getOutputStream().write('1');
                }
                theNextClientIsServedWithinASecond();
            }
            for (Socket socket : slow) {
                socket.getOutputStream().write('1');
                assertThat(status(socket)).isEqualTo("HTTP/1.1 202 Accepted");
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void bodiesThatNeverEndAndAreCutLeaveNothingBehind() throws Exception {
        long before = published();
        for (int i = 0; i < 50; i++) {
            try (Socket socket = connection(
                    posting("?type=echo", "Content-Type: application/json", "Content-Length: 500000") + "[1,2,")) {
                socket.setSoLinger(true, 0);
            }
        }
        theNextClientIsServedWithinASecond();
        assertThat(published()).isLessThanOrEqualTo(before + 3);
    }

    @Test
    @Tag("H-4.05")
    void aThousandWhoWaitForTheNextEvent() throws Exception {
        try (Crowd crowd = new Crowd()) {
            List<Listener> waiting = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                waiting.add(crowd.open(rest.uri(EVENTS + "/next?type=bell"), Message::id, "Prefer", "wait=50"));
            }
            theNextClientIsServedWithinASecond();
            assertThat(waiting).noneMatch(listener -> listener.status() != 0);
            await().atMost(30, TimeUnit.SECONDS).until(() -> {
                rest.post(EVENTS + "?type=bell", Rest.JSON, "1").is(202);
                return waiting.stream().allMatch(listener -> listener.status() == 200);
            });
        }
    }

    @Test
    @Tag("H-5.21")
    void oneStreamMoreThanTheCallersLimit() throws Exception {
        String[] stream = {"Accept", "text/event-stream"};
        try (Crowd crowd = new Crowd()) {
            List<Listener> open = new ArrayList<>();
            for (int i = 0; i < Integer.parseInt(STREAMS); i++) {
                open.add(crowd.open(rest.uri(EVENTS)));
            }
            await().atMost(10, TimeUnit.SECONDS)
                    .until(() -> open.stream().allMatch(listener -> listener.status() == 200));
            assertThat(rest.get(EVENTS, stream).isProblem(503).header("Retry-After"))
                    .isNotNull();
            rest.get("stream?select=it:**", stream).isProblem(503);
            rest.get(EVENTS + "/next", "Prefer", "wait=0.01").is(204);
        }
    }

    // ---- addresses

    @Test
    @Tag("H-1.10")
    void pathTricksInDomainNames() throws Exception {
        for (String name : new String[] {
            "..%2fit", "%2e%2e%2fit", "it%2f", "it%0d%0a", "it%3b", "%252e", "it;x=1", "it;", ";", "..;", "it%20", "IT"
        }) {
            rest.get("domains/" + name + "/events").isProblem(404);
            rest.post("domains/" + name + "/events?type=a", Rest.JSON, "1").isProblem(404);
        }
        rest.get("domains//it").isProblem(404);
        rest.get("/domains/it").isProblem(404);
        for (String path : new String[] {"../api/domains/it", "./domains/it", "domains/it/../it", "domains/x;/../it"}) {
            assertThat(raw(path)).isEqualTo("HTTP/1.1 404 Not Found");
        }
        for (String path : new String[] {"domains/it%00/events", "domains/it%5c/events", "domains/%c3%28"}) {
            assertThat(raw(path)).matches("HTTP/1.1 40[04].*");
        }
    }

    private String raw(String path) throws IOException {
        try (Socket socket = connection("GET " + page.getPath() + "api/" + path + " HTTP/1.1\r\nHost: x\r\n\r\n")) {
            return status(socket);
        }
    }

    // ---- the server's log

    /**
     * One trace of a receiver's failure is for whoever has to mend it, and is there once. Not all of the ten rounds may be in
     * the log yet; one trace in each would be more lines than two of them have.
     */
    @Test
    @Tag("H-3.48")
    @Tag("R8")
    void nobodyFillsTheServersLogWithStackTraces() throws Exception {
        ServerLog log = ServerLog.fromNowOn();
        for (int i = 0; i < 10; i++) {
            rest.post(EVENTS + "?type=fail", Rest.JSON, "1", "Prefer", "wait=20")
                    .is(200);
            rest.post(EVENTS + "?type=twice", Rest.JSON, "[]", "Prefer", "wait=20")
                    .is(200);
            json("{").isProblem(400);
            rest.get(EVENTS, "Accept", "nonsense").isProblem(400);
            rest.get(EVENTS, "Accept", "a/b;q=x").isProblem(400);
            rest.post(EVENTS + "?type=echo", "nonsense", "1").isProblem(415);
            rest.send("PATCH", EVENTS, BodyPublishers.noBody()).isProblem(405);
            rest.get("domains/it", "Accept", "image/png").isProblem(406);
            rest.get(EVENTS + "?type=%ff").isProblem(400);
            rest.get("nothing").isProblem(404);
            rest.send(
                            "POST",
                            EVENTS + "?type=echo",
                            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[2 * MEBIBYTE])),
                            "Content-Type",
                            Rest.JSON)
                    .isProblem(413);
        }
        await().atMost(20, TimeUnit.SECONDS).until(() -> failuresOf("fail", log) >= 9 && failuresOf("twice", log) >= 9);
        assertThat(log.lines().stream().filter(line -> line.contains("further ones of this kind")))
                .hasSizeLessThanOrEqualTo(2);
        assertThat(log.lines().stream().filter(line -> line.startsWith("\tat ")))
                .hasSizeLessThan(250);
    }

    private static long failuresOf(String receiver, ServerLog log) throws IOException {
        return log.lines().stream()
                .filter(line -> line.contains("ENX-0015 the receiver '" + receiver + "'"))
                .count();
    }
}
