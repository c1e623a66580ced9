package org.eventnexus.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Status;
import org.eventnexus.WorkQueue;
import org.eventnexus.gateway.access.GatewayExtension;
import org.eventnexus.testkit.EventNexusTest;
import org.eventnexus.testkit.Scenario;
import org.junit.jupiter.api.Test;

/** The demo with its own settings and at its own pace, without a server. */
@EventNexusTest(
        classes = {Alerts.class, Gazetteer.class, Geocoder.class, Playground.class, QuakeSource.class},
        extensions = GatewayExtension.class)
class DemoInContainerTest {

    @Test
    void keepsAsMuchAsTheContractSays(Scenario scenario) {
        assertThat(scenario.nexus("quakes").config().retention()).isEqualTo(5_000);
        assertThat(scenario.nexus("playground").config().inFlight()).isEqualTo(256);
        assertThat(scenario.nexus("playground").config().capacity()).isEqualTo(10_000);
        assertThat(scenario.nexus("playground").config().retention()).isEqualTo(20_000);
    }

    @Test
    void replaysTheWeekInAMinuteAndRaisesAlerts(Scenario scenario) {
        List<Report> week = WeekFile.load();
        assertThat(scenario.nexus("quakes").sources()).containsExactly("recordedWeek");

        scenario.advance(Duration.ofMinutes(1).minusMillis(1));

        assertThat(scenario.published("quakes"))
                .extracting(NexusEvent::id)
                .containsExactlyElementsOf(
                        week.stream().map(report -> "1-" + report.id()).toList());
        List<Report> strong = week.stream()
                .filter(report -> report.quake().reaches(Alerts.LEAST_MAGNITUDE))
                .toList();
        assertThat(scenario.published("alerts"))
                .extracting(NexusEvent::type, event -> event.subject().orElseThrow(), NexusEvent::payload)
                .containsExactlyElementsOf(strong.stream()
                        .map(report -> tuple("alert.raised", report.id(), report.quake()))
                        .toList());
    }

    @Test
    void aQuakesOutcomeTellsTheNearestPlaceSeenSoFar(Scenario scenario) {
        scenario.advance(Duration.ofMillis(100));

        Nexus quakes = scenario.nexus("quakes");
        assertThat(quakes.workQueues()).extracting(WorkQueue::name).containsExactly("geocode");
        Report first = WeekFile.load().get(0);
        assertThat(first.quake().place()).startsWith("37km ").endsWith(" of Amboy, Washington");
        Publication.Outcome outcome =
                quakes.find("1-" + first.id(), null).orElseThrow().poll().orElseThrow();
        assertThat(outcome.status()).isEqualTo(Status.COMPLETED);
        assertThat(outcome.results())
                .extracting(Result::receiver, Result::value)
                .containsExactly(tuple("nearest", new Gazetteer.Nearest("Amboy, Washington", 37.0)));
    }

    @Test
    void hasTheFourHandlers(Scenario scenario) {
        assertThat(scenario.nexus("playground").handlers()).containsExactlyInAnyOrder("echo", "fail", "slow", "chain");
    }

    @Test
    void hasTwoReceiversOfNotesThatReturnTheirNames(Scenario scenario) {
        assertThat(scenario.publish("playground", "note.to.self", JsonValue.NULL)
                        .andWait()
                        .outcome()
                        .results())
                .extracting(Result::receiver, Result::value)
                .containsExactly(tuple("fileNote", "fileNote"), tuple("readNote", "readNote"));
    }

    @Test
    void hasNoReceiverForAnythingElse(Scenario scenario) {
        for (String type : List.of("note", "echoes", "other.thing")) {
            scenario.publish("playground", type, null).andWait().ends(Status.UNHANDLED);
        }
    }
}
