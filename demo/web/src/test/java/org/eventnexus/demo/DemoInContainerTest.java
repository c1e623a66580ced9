package org.eventnexus.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import org.awaitility.Awaitility;
import org.eventnexus.Domains;
import org.eventnexus.EventLog;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.Publication.Outcome;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Status;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The demo with its own settings, in a container of Java SE; the lap alone is shorter. */
class DemoInContainerTest {
    private static final String LAP = "eventnexus.demo.quakes.lap";
    private static SeContainer container;

    @BeforeAll
    static void start() {
        System.setProperty(LAP, "PT0.5S");
        container = SeContainerInitializer.newInstance()
                .disableDiscovery() // of beans; but of extensions as well
                .addExtensions(ServiceLoader.load(Extension.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .toArray(Extension[]::new))
                .addBeanClasses(Alerts.class, Playground.class, QuakeSource.class)
                .initialize();
    }

    @AfterAll
    static void stop() {
        container.close();
        System.clearProperty(LAP);
    }

    @Test
    void keepsAsMuchAsTheContractSays() {
        assertThat(nexus("quakes").config().retention()).isEqualTo(5_000);
        assertThat(nexus("playground").config().inFlight()).isEqualTo(256);
        assertThat(nexus("playground").config().capacity()).isEqualTo(10_000);
        assertThat(nexus("playground").config().retention()).isEqualTo(20_000);
    }

    @Test
    void replaysTheWeekAndRaisesAlerts() {
        EventLog quakes = nexus("quakes").log().orElseThrow();
        assertThat(nexus("quakes").sources()).containsExactly("recordedWeek");
        EventLog alerts = nexus("alerts").log().orElseThrow();

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> alerts.newest() >= 85);

        assertThat(quakes.newest()).isGreaterThanOrEqualTo(1690);
        NexusEvent<?> first = alerts.read(alerts.oldest());
        Report strong = WeekFile.load().stream()
                .filter(report -> report.quake().reaches(Alerts.LEAST_MAGNITUDE))
                .findFirst()
                .orElseThrow();
        assertThat(first.type()).isEqualTo("alert.raised");
        assertThat(first.subject()).contains(strong.id());
        assertThat(first.payload()).isEqualTo(strong.quake());
    }

    @Test
    void hasTheFourHandlers() throws Exception {
        assertThat(nexus("playground").handlers()).containsExactlyInAnyOrder("echo", "fail", "slow", "chain");
        JsonValue payload = Json.createObjectBuilder().add("a", 1).build();
        assertThat(published("echo", payload).results()).containsExactly(new Result("echo", payload, null));
        assertThat(published("slow", new Playground.Pause(BigDecimal.valueOf(5)))
                        .results())
                .containsExactly(new Result("slow", 5L, null));
        assertThat(published("chain", new Playground.Link(BigDecimal.valueOf(3)))
                        .status())
                .isEqualTo(Status.COMPLETED);
    }

    @Test
    void failsOnRequest() throws Exception {
        Outcome failed = published("fail", null);

        assertThat(failed.status()).isEqualTo(Status.FAILED);
        assertThat(failed.results()).extracting(Result::receiver).containsExactly("fail");
        assertThat(failed.results().get(0).error())
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("asked to fail");
    }

    @Test
    void hasTwoReceiversOfNotesThatReturnTheirNames() throws Exception {
        Outcome noted = published("note.to.self", JsonValue.NULL);

        assertThat(noted.results())
                .extracting(Result::receiver, Result::value)
                .containsExactly(tuple("fileNote", "fileNote"), tuple("readNote", "readNote"));
    }

    @Test
    void hasNoReceiverForAnythingElse() throws Exception {
        for (String type : List.of("note", "echoes", "other.thing")) {
            assertThat(published(type, null).status()).isEqualTo(Status.UNHANDLED);
        }
    }

    private static Outcome published(String type, Object payload) throws Exception {
        return nexus("playground").bus().publish(type, payload).await(Duration.ofSeconds(10));
    }

    private static Nexus nexus(String domain) {
        return container.select(Domains.class).get().get(domain);
    }
}
