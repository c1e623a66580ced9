package org.eventnexus.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eventnexus.AsyncPullSource;
import org.eventnexus.EventDraft;
import org.eventnexus.NexusEvent;
import org.eventnexus.PullSource;
import org.eventnexus.Timer;
import org.eventnexus.cdi.EventDomain;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Sources in a test: timers tick with its clock, others give what they have. */
@Tag("BX-11")
class SourcesTest {

    @ApplicationScoped
    static class Clocks {
        @Produces
        @EventDomain("ticks")
        Timer heartbeat() {
            return Timer.ongoing(Duration.ofMinutes(10), "tick");
        }
    }

    @ApplicationScoped
    static class Files {
        @Produces
        @EventDomain("lines")
        PullSource lines() {
            return PullSource.of(List.of("a", "b", "c").stream().map(line -> EventDraft.of("line", line)));
        }
    }

    @ApplicationScoped
    static class Endless {
        @Produces
        @EventDomain("noise")
        AsyncPullSource noise() {
            return () -> CompletableFuture.completedFuture(EventDraft.of("noise", null));
        }
    }

    @Nested
    @EventNexusTest(classes = Clocks.class)
    class Timers {
        @Test
        void tickWithTheClock(Scenario scenario) {
            var start = scenario.now();
            assertThat(scenario.published("ticks")).isEmpty();

            scenario.advance(Duration.ofMinutes(35));

            assertThat(scenario.published("ticks"))
                    .extracting(NexusEvent::time)
                    .containsExactly(
                            start.plus(Duration.ofMinutes(10)),
                            start.plus(Duration.ofMinutes(20)),
                            start.plus(Duration.ofMinutes(30)));
        }
    }

    @Nested
    @EventNexusTest(classes = Files.class)
    class Blocking {
        @Test
        void giveTheirEventsFromAThreadOfTheirOwn(Scenario scenario) {
            scenario.await("all lines", () -> scenario.published("lines").size() == 3);

            assertThat(scenario.published("lines"))
                    .extracting(event -> (Object) event.payload())
                    .containsExactly("a", "b", "c");
        }
    }

    @Nested
    @EventNexusTest(classes = Endless.class)
    class WithoutEnd {
        @Test
        void areToldOf(Scenario scenario) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> scenario.advance(Duration.ofSeconds(1)))
                    .withMessageStartingWith("ENX-0061");
        }
    }
}
