package org.eventnexus.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.eventnexus.WorkException;
import org.eventnexus.WorkQueue;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Queue;
import org.eventnexus.cdi.Retried;
import org.eventnexus.cdi.Works;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Work queues in a test: what needs no time has happened, and what needs some happens when the test lets it pass. */
@Tag("BX-11")
@Tag("EC-01")
@EventNexusTest(classes = {WorkQueuesTest.Mill.class, WorkQueuesTest.Farm.class})
class WorkQueuesTest {

    @ApplicationScoped
    @EventDomain("mill")
    static class Mill {
        private int calls;

        String grind(@Works("grain") String grain) {
            return grain + " flour";
        }

        @Retried(attempts = 2, delay = "1h", maxDelay = "1h")
        String again(@Works("stones") String stone) {
            if (++calls == 1) {
                throw new IllegalStateException("too hard");
            }
            return "sand";
        }

        CompletionStage<String> never(@Works(value = "water", deadline = "1h") String water) {
            return new CompletableFuture<>();
        }
    }

    @ApplicationScoped
    static class Farm {
        @Inject
        @EventDomain("mill")
        @Queue("grain")
        WorkQueue mill;

        CompletionStage<String> deliver(String grain) {
            return mill.send(grain).result(String.class);
        }
    }

    @Test
    void aResultIsThereAtOnce(Farm farm, Scenario scenario) {
        assertThat(scenario.await(farm.deliver("wheat"))).isEqualTo("wheat flour");
        assertThat(scenario.publish("mill", "grain", "rye").andWait().result(String.class))
                .isEqualTo("rye flour");
    }

    @Test
    void attemptsAndDeadlinesComeWithTheClock(Scenario scenario) {
        Publication stone = scenario.nexus("mill").bus().publish("stones", "granite");
        Publication water = scenario.nexus("mill").bus().publish("water", "much");
        scenario.advance(Duration.ofMinutes(29));
        assertThat(stone.isDone()).isFalse();
        assertThat(water.isDone()).isFalse();
        scenario.advance(Duration.ofMinutes(31));
        assertThat(stone.poll().orElseThrow().results().get(0).value()).isEqualTo("sand");
        assertThat(water.poll().orElseThrow().status()).isEqualTo(Status.FAILED);
        assertThat(water.poll().orElseThrow().results().get(0).error()).isInstanceOf(WorkException.class);
    }
}
