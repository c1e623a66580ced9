package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.awaitility.Awaitility;
import org.eventnexus.DomainConfig;
import org.eventnexus.Happening;
import org.eventnexus.Happening.QueueFreed;
import org.eventnexus.Happening.QueueFull;
import org.eventnexus.Nexus;
import org.eventnexus.Overflow;
import org.eventnexus.race.Chance;
import org.eventnexus.race.Conservation;
import org.eventnexus.race.Crowd;
import org.eventnexus.race.Race;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of a queue that fills and empties all the time, and of a receiver that fails, under many publishers. */
@Race
@Tag("EC-10")
class HappeningsRaceTest {
    private static final int PUBLISHERS = 4;
    private static final int EACH = 3_000;
    private static final Duration BOUND = Duration.ofSeconds(60);

    private final List<Happening> told = Collections.synchronizedList(new ArrayList<>());

    @ParameterizedTest
    @CsvSource({"AWAIT,1", "AWAIT,8", "FAIL,4", "DROP_OLDEST,4", "KEEP_LATEST,4"})
    void fullAndFreedAreToldInTurnAndFreedIsTheLast(Overflow overflow, int capacity, Chance chance) throws Exception {
        try (var pooled = new PooledEngine(2)) {
            Nexus monitor = pooled.start(DomainConfig.of(Happening.DOMAIN).withCapacity(100_000));
            monitor.bus().<Happening>subscribe("eventnexus.queue.*", event -> told.add(event.payload()));
            Nexus nexus = pooled.start(DomainConfig.of("d")
                    .withCapacity(capacity)
                    .withOverflow(overflow)
                    .withAwaitTimeout(BOUND));
            Chance choices = chance.fork(); // for the loop
            nexus.handle("a", (event, context) -> {
                if (choices.below(100) == 0) {
                    choices.delay();
                }
                return null;
            });
            new Crowd(chance)
                    .add(PUBLISHERS, own -> {
                        for (int i = 0; i < EACH; i++) {
                            nexus.bus().publish("a", i);
                            if (own.below(200) == 0) {
                                own.delay();
                            }
                        }
                    })
                    .start()
                    .await(BOUND);
            Conservation.atRest(nexus);
            Awaitility.await("the last is that there is room")
                    .atMost(BOUND)
                    .until(() -> !told.isEmpty() && told.get(told.size() - 1) instanceof QueueFreed);
            Conservation.atRest(monitor);
            for (int i = 0; i < told.size(); i++) {
                assertThat(told.get(i)).isInstanceOf(i % 2 == 0 ? QueueFull.class : QueueFreed.class);
            }
            assertThat(monitor.stats().dropped()).isZero();
        }
    }
}
