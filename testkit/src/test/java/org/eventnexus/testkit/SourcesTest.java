package org.eventnexus.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.eventnexus.AsyncPullSource;
import org.eventnexus.EventDraft;
import org.eventnexus.NexusEvent;
import org.eventnexus.PullSource;
import org.eventnexus.Timer;
import org.eventnexus.cdi.EventDomain;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
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

    @Dependent
    static class Queued {
        static final LinkedBlockingQueue<String> WAITING = new LinkedBlockingQueue<>();

        final LinkedBlockingQueue<String> lines = WAITING;

        @Produces
        @EventDomain("lines")
        static PullSource lines() {
            return () -> EventDraft.of("line", WAITING.take());
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
        @RepeatedTest(20)
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
    class ThoseThatMightBlock {
        @RepeatedTest(20)
        void areDoneBeforeTheTestGoesOn(Scenario scenario) {
            assertThat(scenario.published("lines"))
                    .extracting(event -> (Object) event.payload())
                    .containsExactly("a", "b", "c");
        }
    }

    @Nested
    @EventNexusTest(classes = Queued.class)
    class ThoseThatBlock {
        @Test
        void holdNobody(Queued queued, Scenario scenario) {
            assertThat(scenario.published("lines")).isEmpty();

            queued.lines.add("a");

            scenario.await("the line", () -> !scenario.published("lines").isEmpty());
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
