package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.eventnexus.Position;
import org.eventnexus.tests.EventStream.Message;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A WildFly is killed under load and comes up again, again and again: what memory logs lose by that is what
 * {@code docs/reference/guarantees.md} says. All is lost that was before, and nothing of it comes back.
 */
@Tag("R12")
@Tag("R13")
@EnabledIfSystemProperty(named = "arquillian.launch", matches = "wildfly")
class KilledServerIT {
    private static final int PUBLISHERS = 4;
    private static final int ACCEPTED = 500;
    private static final String SETTINGS = GatewayReceivers.SETTINGS + """
            eventnexus.domain.it.dead-letter=true
            eventnexus.gateway.it.admin=*
            """;
    private static final String EVENTS = "domains/it/events";
    private static final String OWN_ID = """
            {"specversion":"1.0","id":"own","source":"/killed","type":"note.own"}""";

    private final List<Position> earlier = new ArrayList<>();
    private final Set<Long> epochs = new HashSet<>();

    @Test
    @Timeout(180)
    void whatIsLostByTwoKillsIsWhatTheGuaranteesSay() throws Exception {
        killAndLookAgain(2);
    }

    @Test
    @Tag("full")
    @Timeout(900)
    void whatIsLostByTwentyKillsIsWhatTheGuaranteesSay() throws Exception {
        killAndLookAgain(20);
    }

    private void killAndLookAgain(int kills) throws Exception {
        try (OwnServer server = OwnServer.named("killed-" + kills)) {
            server.lay(Deployments.gateway(SETTINGS));
            server.start("/nexus/api/domains/it");
            Rest rest = new Rest(server.uri("/nexus/api/"));
            for (int kill = 1; kill <= kills; kill++) {
                List<Position> accepted = killUnderLoad(server, rest);
                server.start("/nexus/api/domains/it");
                nothingIsLeft(rest, accepted);
                aStreamFromBeforeIsToldOfTheGap(rest, accepted);
            }
        }
    }

    /** Returns what publishers were told of: that it was accepted, or handled. */
    private List<Position> killUnderLoad(OwnServer server, Rest rest) throws Exception {
        var accepted = new ConcurrentLinkedQueue<Position>();
        var enough = new CountDownLatch(ACCEPTED);
        ExecutorService publishers = Executors.newFixedThreadPool(PUBLISHERS);
        try (EventStream stream = EventStream.open(rest.uri(EVENTS))) {
            List<Future<?>> publishing = new ArrayList<>();
            for (int i = 0; i < PUBLISHERS; i++) {
                publishing.add(publishers.submit(() -> publishUntilCut(rest, accepted, enough)));
            }
            assertThat(stream.next().id()).isNotNull();
            assertThat(enough.await(60, TimeUnit.SECONDS)).isTrue();
            rest.post(EVENTS + "?type=fail", Rest.JSON, "1", "Prefer", "wait=20")
                    .is(200);
            assertThat(letters(rest)).hasSize(1);
            server.kill();
            for (Future<?> one : publishing) {
                one.get(60, TimeUnit.SECONDS);
            }
        } finally {
            publishers.shutdownNow();
        }
        List<Position> life = accepted.stream().sorted().toList();
        assertThat(life)
                .doesNotHaveDuplicates()
                .extracting(Position::epoch)
                .containsOnly(life.get(0).epoch());
        assertThat(epochs.add(life.get(0).epoch())).as("an epoch of its own").isTrue();
        assertThat(earlier).allSatisfy(before -> assertThat(before).isLessThan(life.get(0)));
        earlier.add(life.get(life.size() - 1));
        return life;
    }

    /** Every other one waits for what its handler says. */
    private static Void publishUntilCut(Rest rest, ConcurrentLinkedQueue<Position> accepted, CountDownLatch enough)
            throws Exception {
        assertThat(rest.post(EVENTS, Rest.CLOUD_EVENT, OWN_ID).is(202).status()).isEqualTo(202);
        for (boolean wait = false; ; wait = !wait) {
            Rest.Answer answer;
            try {
                answer = wait
                        ? rest.post(EVENTS + "?type=echo", Rest.JSON, "1", "Prefer", "wait=20")
                        : rest.post(EVENTS + "?type=echo", Rest.JSON, "1");
            } catch (IOException cut) {
                return null;
            }
            JsonObject told = answer.is(wait ? 200 : 202).object();
            assertThat(told.getString("status")).isEqualTo(wait ? "completed" : "accepted");
            accepted.add(Position.parse(told.getString("position")).orElseThrow());
            enough.countDown();
        }
    }

    private static JsonArray letters(Rest rest) throws Exception {
        return rest.get("domains/it/dead-letters").is(200).object().getJsonArray("deadLetters");
    }

    private static void nothingIsLeft(Rest rest, List<Position> accepted) throws Exception {
        JsonObject domain = rest.get("domains/it").is(200).object();
        for (String figure : List.of("depth", "published", "delivered", "failed", "dropped", "unhandled", "streams")) {
            assertThat(domain.getInt(figure)).as(figure).isZero();
        }
        assertThat(domain.getJsonObject("log").isNull("oldest")).isTrue();
        assertThat(letters(rest)).isEmpty();
        assertThat(rest.get(EVENTS + "?after=0").is(200).object().getJsonArray("events"))
                .isEmpty();
        for (Position old : List.of(accepted.get(0), accepted.get(accepted.size() - 1))) { // a given id is its position
            rest.get(EVENTS + "/" + old).isProblem(404);
            rest.get(EVENTS + "/" + old + "/outcome").isProblem(404);
        }
        JsonObject again = rest.post(EVENTS, Rest.CLOUD_EVENT, OWN_ID).is(202).object();
        assertThat(again.containsKey("duplicate"))
                .as("an id of before is not known")
                .isFalse();
    }

    private static void aStreamFromBeforeIsToldOfTheGap(Rest rest, List<Position> accepted) throws Exception {
        URI uri = rest.uri(EVENTS);
        String last = accepted.get(accepted.size() - 1).toString();
        try (EventStream resumed = EventStream.resume(uri, last)) {
            Message gap = resumed.next();
            assertThat(gap.name()).isEqualTo("gap");
            assertThat(gap.json().getString("requested")).isEqualTo(last);
            Message first = resumed.next();
            assertThat(first.json().getString("id")).isEqualTo("own");
            assertThat(gap.json().getString("oldest")).isEqualTo(first.id());
            JsonObject told = rest.post(EVENTS + "?type=echo", Rest.JSON, "2", "Prefer", "wait=20")
                    .is(200)
                    .object();
            assertThat(resumed.next().id()).isEqualTo(told.getString("position"));
        }
        JsonObject domain = rest.get("domains/it").object();
        assertThat(domain.getInt("published"))
                .as("nothing of before is handled")
                .isEqualTo(2);
        assertThat(domain.getInt("delivered")).isEqualTo(2);
    }
}
