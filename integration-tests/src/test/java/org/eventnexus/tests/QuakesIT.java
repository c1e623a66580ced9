package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.eventnexus.Position;
import org.eventnexus.tests.EventStream.Message;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A lap of the demo as its readers get it: every quake in order and once, whether or not their connections hold. */
@ExtendWith(ArquillianExtension.class)
@Timeout(120)
class QuakesIT {

    @Deployment(testable = false)
    static EnterpriseArchive demo() {
        return Deployments.set(DemoTokens.demo(), "eventnexus.demo.quakes.lap", "PT8S");
    }

    @ArquillianResource
    URL page;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    @Tag("H-10.03")
    @Tag("H-10.05")
    @Tag("H-10.06")
    void allQuakesOfALapArriveInOrderAndOnceEachCutOrNot() throws Exception {
        List<JsonObject> week = Week.of(Deployments.demo());
        assertThat(week).hasSize(1707);
        var unhurt = new LapReader(Set.of());
        var cutInTheMiddle = new LapReader(Set.of(853));
        var cutOften = new LapReader(Set.of(1, 2, 400, 401, 1200, 1706));
        // The first lap that begins while all of them are connected, so that they get it as it happens, not out of the
        // log.
        long lap = 1 + Math.max(unhurt.firstLap, Math.max(cutInTheMiddle.firstLap, cutOften.firstLap));

        Future<List<Message>> expected = threads.submit(() -> unhurt.read(lap));
        Future<List<Message>> resumed = threads.submit(() -> cutInTheMiddle.read(lap));
        Future<List<Message>> resumedOften = threads.submit(() -> cutOften.read(lap));

        assertSays(expected.get(), lap, week);
        assertThat(resumed.get()).isEqualTo(expected.get());
        assertThat(resumedOften.get()).isEqualTo(expected.get());
        assertThat(replayed(expected.get().get(0), lap))
                .isEqualTo(expected.get().subList(1, week.size()));
    }

    @Test
    @Tag("H-10.09")
    void theStrongOnesRaiseAlerts() throws Exception {
        List<JsonObject> strong =
                Week.of(Deployments.demo()).stream().filter(Week::raisesAlert).toList();
        assertThat(strong).hasSize(85);
        List<JsonObject> alerts = new ArrayList<>();
        try (EventStream stream = EventStream.open(stream("alerts", "?after=0"))) {
            while (alerts.size() < 2 * 85) {
                alerts.add(stream.next().json());
            }
        }

        int first = IntStream.range(0, 85)
                .filter(i ->
                        alerts.get(0).getString("subject").equals(strong.get(i).getString("id")))
                .findFirst()
                .orElseThrow();
        for (int i = 0; i < alerts.size(); i++) {
            JsonObject quake = strong.get((first + i) % 85);
            assertThat(alerts.get(i).getString("type")).isEqualTo("alert.raised");
            assertThat(alerts.get(i).getString("subject")).isEqualTo(quake.getString("id"));
            assertSays(alerts.get(i).getJsonObject("data"), quake);
        }
    }

    /** A work queue's result, with its attempts and times, in the outcome of an event that the server itself published. */
    @Test
    @Tag("EC-04")
    @Tag("EC-05")
    @Tag("BX-06")
    void aQuakesOutcomeSaysWhichOfThePlacesSeenIsNearest() throws Exception {
        Rest rest = new Rest(URI.create(page + "api/"));
        assertThat(rest.get("domains/quakes").is(200).object().getJsonArray("workQueues"))
                .extracting(Object::toString)
                .containsExactly("\"geocode\"");
        String id;
        try (EventStream stream = EventStream.open(quakes())) {
            id = stream.next().json().getString("id");
        }
        String outcomes = "domains/quakes/events/" + id + "/outcome";
        Awaitility.await()
                .until(() ->
                        !rest.get(outcomes).is(200).object().getString("status").equals("pending"));
        JsonObject outcome = rest.get(outcomes).object();
        assertThat(outcome.getString("status")).isEqualTo("completed");
        JsonObject result = outcome.getJsonArray("results").getJsonObject(0);
        assertThat(result.getString("handler")).isEqualTo("nearest");
        assertThat(result.getJsonObject("value").getString("place")).isNotBlank();
        assertThat(result.getJsonObject("value").getJsonNumber("km").doubleValue())
                .isBetween(0.0, 20_100.0);
        assertThat(result.getInt("attempts")).isEqualTo(1);
        assertThat(result.getJsonNumber("waitNanos").longValue())
                .isGreaterThanOrEqualTo(result.getJsonNumber("serviceNanos").longValue());
    }

    @Test
    @Tag("H-10.08")
    @Tag("H-10.20")
    @Tag("H-10.22")
    @Tag("BX-09")
    void onlyWhoHasTheTokenOfAKeeperLearnsOfTheVault() throws Exception {
        Rest rest = new Rest(URI.create(page + "api/"));
        String[] keeper = {"Authorization", "Bearer " + DemoTokens.of("keeper")};
        String[] publisher = {"Authorization", "Bearer " + DemoTokens.of("publisher")};
        rest.get("domains/vault").isProblem(404);
        rest.get("domains/vault", publisher).isProblem(404);
        rest.get("domains/vault", keeper).is(200);
        rest.post("domains/vault/events?type=gold", Rest.JSON, "3", keeper).is(202);
        rest.post("domains/quakes/events?type=test", Rest.JSON, "3").isProblem(401);
        rest.post("domains/quakes/events?type=test", Rest.JSON, "3", keeper).isProblem(403);
        rest.post("domains/quakes/events?type=test", Rest.JSON, "3", publisher).is(202);
    }

    /** The laps are short here: soon there are more than it keeps. */
    @Test
    @Tag("H-10.07")
    void fiveThousandAreKept() throws Exception {
        Rest rest = new Rest(URI.create(page + "api/"));
        JsonObject quakes = rest.get("domains/quakes").is(200).object();
        while (quakes.getInt("published") <= 5_000) {
            try (EventStream stream = EventStream.open(quakes())) {
                stream.next(); // paced by the replay
            }
            quakes = rest.get("domains/quakes").is(200).object();
        }
        JsonObject log = quakes.getJsonObject("log");
        assertThat(Positions.between(
                        log.getString("oldest"),
                        Position.parse(log.getString("newest")).orElseThrow()))
                .isEqualTo(5_000 - 1);
    }

    /** Reads one lap, live, from a connection that it cuts after so many quakes of the lap, and resumes. */
    private final class LapReader {
        private final Set<Integer> cutsAfter;
        private final long firstLap;
        private EventStream stream;

        LapReader(Set<Integer> cutsAfter) throws Exception {
            this.cutsAfter = cutsAfter;
            this.stream = EventStream.open(quakes());
            this.firstLap = lapOf(stream.next());
        }

        List<Message> read(long lap) throws Exception {
            try {
                List<Message> read = new ArrayList<>();
                for (Message next = stream.next(); lapOf(next) <= lap; next = stream.next()) {
                    if (lapOf(next) == lap) {
                        read.add(next);
                        if (cutsAfter.contains(read.size())) {
                            stream.close();
                            stream = EventStream.resume(quakes(), next.id());
                        }
                    }
                }
                return read;
            } finally {
                stream.close();
            }
        }
    }

    /** The rest of a lap, out of the log. */
    private List<Message> replayed(Message first, long lap) throws Exception {
        List<Message> replayed = new ArrayList<>();
        try (EventStream stream = EventStream.open(stream("quakes", "?type=quake.**&after=" + first.id()))) {
            for (Message next = stream.next(); lapOf(next) == lap; next = stream.next()) {
                replayed.add(next);
            }
        }
        return replayed;
    }

    private static void assertSays(List<Message> messages, long lap, List<JsonObject> week) {
        assertThat(messages)
                .extracting(message -> message.json().getString("id"))
                .containsExactlyElementsOf(week.stream()
                        .map(quake -> lap + "-" + quake.getString("id"))
                        .toList());
        for (int i = 0; i < week.size(); i++) {
            JsonObject event = messages.get(i).json();
            JsonObject quake = week.get(i);
            assertThat(event.getString("subject")).isEqualTo(quake.getString("id"));
            assertThat(event.getString("type"))
                    .isEqualTo(
                            "quake." + Week.properties(quake).getString("type").replace(' ', '-'));
            assertThat(Instant.parse(event.getString("time")).toEpochMilli())
                    .isEqualTo(Week.properties(quake).getJsonNumber("time").longValueExact());
            assertSays(event.getJsonObject("data"), quake);
        }
    }

    private static void assertSays(JsonObject data, JsonObject quake) {
        JsonObject properties = Week.properties(quake);
        List<JsonValue> coordinates = quake.getJsonObject("geometry").getJsonArray("coordinates");
        assertThat(data.keySet())
                .containsExactlyInAnyOrder("magnitude", "place", "longitude", "latitude", "depthKm", "felt", "tsunami");
        assertSame(data.get("magnitude"), properties.get("mag"));
        assertSame(data.get("place"), properties.get("place"));
        assertSame(data.get("longitude"), coordinates.get(0));
        assertSame(data.get("latitude"), coordinates.get(1));
        assertSame(data.get("depthKm"), coordinates.get(2));
        assertSame(data.get("felt"), properties.get("felt"));
        assertSame(data.get("tsunami"), properties.get("tsunami"));
    }

    /** As JSON has it: 2 and 2.0 are the same number. */
    private static void assertSame(JsonValue actual, JsonValue expected) {
        if (actual instanceof JsonNumber number && expected instanceof JsonNumber other) {
            assertThat(number.bigDecimalValue()).isEqualByComparingTo(other.bigDecimalValue());
        } else {
            assertThat(actual).isEqualTo(expected);
        }
    }

    private static long lapOf(Message message) throws IOException {
        if (message == null) {
            throw new IOException("the stream has ended");
        }
        assertThat(message.name()).isEqualTo("message"); // no gap, above all
        String id = message.json().getString("id");
        return Long.parseLong(id.substring(0, id.indexOf('-')));
    }

    private URI quakes() {
        return stream("quakes", "?type=quake.**");
    }

    private URI stream(String domain, String query) {
        return URI.create(page + "api/domains/" + domain + "/events" + query);
    }
}
