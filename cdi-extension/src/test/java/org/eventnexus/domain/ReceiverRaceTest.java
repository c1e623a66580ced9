package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.eventnexus.DomainConfig;
import org.eventnexus.Nexus;
import org.eventnexus.race.Chance;
import org.eventnexus.race.Conservation;
import org.eventnexus.race.Crowd;
import org.eventnexus.race.Race;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Never two receivers of a domain at once, whoever runs the loop and wherever stages end. */
@Race
@Tag("R1")
@Tag("R4")
class ReceiverRaceTest {
    private static final int EACH = 4_000;
    private static final Duration BOUND = Duration.ofSeconds(60);

    /** What all receivers of a domain use as if there were one thread: neither atomic nor volatile. */
    private static final class Unguarded {
        private Thread owner;
        private int calls;
        private final AtomicInteger overlaps = new AtomicInteger();

        private void enter() {
            if (owner != null) {
                overlaps.incrementAndGet();
            }
            owner = Thread.currentThread();
            calls++;
        }

        private void leave() {
            if (owner != Thread.currentThread()) {
                overlaps.incrementAndGet();
            }
            owner = null;
        }
    }

    private final Unguarded unguarded = new Unguarded();
    // Of the loop.
    private boolean childIsNext;
    private int disorder;

    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger stages = new AtomicInteger();

    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void neverTwoAtOnce(int inFlight, Chance chance) throws Exception {
        try (var pooled = new PooledEngine(2)) {
            Nexus nexus = pooled.start(
                    DomainConfig.of("d").withCapacity(16).withInFlight(inFlight).withAwaitTimeout(BOUND));
            Chance choices = chance.fork(); // for the loop
            for (String type : new String[] {"now", "stage", "emit", "publish", "child"}) {
                nexus.handle(type, (event, context) -> {
                    unguarded.enter();
                    calls.incrementAndGet();
                    disorder += inFlight == 1 && childIsNext != type.equals("child") ? 1 : 0;
                    childIsNext = type.equals("publish");
                    choices.delay();
                    Object value = null;
                    if (type.equals("stage")) {
                        value = endedElsewhere(pooled, choices.fork());
                    } else if (type.equals("emit")) {
                        context.emit("now", null);
                    } else if (type.equals("publish")) {
                        nexus.bus().publish("child", null);
                    }
                    unguarded.leave();
                    return value;
                });
                nexus.bus().subscribe(type, event -> {
                    unguarded.enter();
                    calls.incrementAndGet();
                    unguarded.leave();
                });
            }
            boolean stopped = chance.below(3) == 0;
            Crowd crowd = new Crowd(chance).add(3, own -> {
                for (int i = 0; i < EACH; i++) {
                    nexus.bus().publish(own.oneOf("now", "now", "stage", "emit", "publish"), i);
                }
            });
            if (stopped) {
                crowd.add(own -> {
                    Awaitility.await().atMost(BOUND).until(() -> nexus.stats().delivered() > EACH);
                    nexus.stop(Duration.ofMillis(own.below(20))); // this thread drains, if the loop is at rest
                });
            }
            crowd.start().await(BOUND);
            Nexus.Stats stats = Conservation.atRest(nexus);

            assertThat(stats.failed()).isZero();
            assertThat(unguarded.overlaps).hasValue(0);
            assertThat(unguarded.calls).as("no call is lost to the next one").isEqualTo(calls.get());
            assertThat(stages.get()).isPositive();
            assertThat(disorder)
                    .as("what is published on the loop comes next (R4)")
                    .isZero();
        }
    }

    private CompletionStage<Object> endedElsewhere(PooledEngine pooled, Chance own) {
        var stage = new CompletableFuture<Object>();
        pooled.publisher(() -> {
            own.delay();
            stages.incrementAndGet();
            stage.complete(null);
        });
        return stage;
    }
}
