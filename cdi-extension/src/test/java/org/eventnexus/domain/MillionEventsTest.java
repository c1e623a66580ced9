package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.eventnexus.DomainConfig;
import org.eventnexus.Nexus;
import org.eventnexus.Publication.Status;
import org.eventnexus.race.Chance;
import org.eventnexus.race.Conservation;
import org.eventnexus.race.Crowd;
import org.eventnexus.race.Race;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Race
@Tag("R1")
@Tag("R7")
@Tag("AN-10")
@Tag("AE-04")
class MillionEventsTest {
    private static final int PUBLISHERS = 8;
    private static final int EACH = 125_000;

    @Test
    void eightThreadsPublishAMillionEventsIntoOneDomainOfCapacity64OnAPoolOfTwo(Chance chance) throws Exception {
        try (var pooled = new PooledEngine(2)) {
            Nexus nexus =
                    pooled.start(DomainConfig.of("million").withCapacity(64).withAwaitTimeout(Duration.ofMinutes(1)));
            var inside = new AtomicInteger();
            var overlaps = new AtomicLong();
            var disorder = new AtomicLong();
            int[] last = new int[PUBLISHERS]; // written by the loop alone; the overlap check proves that it may be
            nexus.handle("n", (event, context) -> {
                if (inside.incrementAndGet() != 1) {
                    overlaps.incrementAndGet();
                }
                int number = (Integer) event.payload();
                int publisher = number % PUBLISHERS;
                int sequence = number / PUBLISHERS + 1;
                if (sequence != ++last[publisher]) {
                    disorder.incrementAndGet();
                }
                inside.decrementAndGet();
                return null;
            });

            var ends = new AtomicIntegerArray(PUBLISHERS * EACH);
            var completed = new AtomicLong();
            var crowd = new Crowd(chance);
            for (int p = 0; p < PUBLISHERS; p++) {
                int publisher = p;
                crowd.add(own -> {
                    for (int i = 0; i < EACH; i++) {
                        int number = i * PUBLISHERS + publisher;
                        nexus.bus().publish("n", number).outcome().thenAccept(outcome -> {
                            ends.incrementAndGet(number);
                            if (outcome.status() == Status.COMPLETED) {
                                completed.incrementAndGet();
                            }
                        });
                    }
                });
            }
            crowd.start().await(Duration.ofSeconds(60));
            Nexus.Stats stats = Conservation.atRest(nexus);
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> completed.get() == PUBLISHERS * EACH);

            assertThat(overlaps).hasValue(0);
            assertThat(disorder).hasValue(0);
            assertThat(last).containsOnly(EACH);
            for (int i = 0; i < ends.length(); i++) {
                if (ends.get(i) != 1) {
                    assertThat(ends.get(i)).as("ends of publication %s", i).isEqualTo(1);
                }
            }
            assertThat(stats.published()).isEqualTo(PUBLISHERS * EACH);
            assertThat(stats.delivered()).isEqualTo(PUBLISHERS * EACH);
            assertThat(stats.refused()).isZero();
        }
    }
}
