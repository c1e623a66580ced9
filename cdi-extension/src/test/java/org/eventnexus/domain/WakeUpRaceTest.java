package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.Nexus;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.eventnexus.QueueOrder;
import org.eventnexus.race.Chance;
import org.eventnexus.race.Conservation;
import org.eventnexus.race.Crowd;
import org.eventnexus.race.Race;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Somebody wants something of a loop that is just going to rest: in each round some threads do one thing each, at about the
 * same time, and nothing else comes that could make up for a lost wake-up.
 */
@Race
@Tag("R11")
class WakeUpRaceTest {
    private static final int ROUNDS = 4_000;
    private static final int OTHER_ORDERS_ROUNDS = 1_000;
    private static final int PARTIES = 3;
    private static final int FORWARDED = 3;
    /** Longer than anything takes, shorter than the timeouts that would hide a lost wake-up. */
    private static final Duration STUCK = Duration.ofSeconds(15);

    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    /** What one may want of a loop. */
    private enum Want {
        EVENT,
        /** More than there is room for: its publisher waits. */
        BURST,
        /** The events wait by themselves. */
        BURST_THAT_WAITS,
        /** A stage that another thread ends. */
        STAGE,
        SECONDARIES,
        /** More than the other domain has room for: the loop pauses until it is half empty. */
        FORWARD,
        CANCEL
    }

    private final AtomicInteger wanted = new AtomicInteger();
    private final AtomicInteger got = new AtomicInteger();
    private int rounds;
    private final AtomicInteger round = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();

    @ParameterizedTest
    @EnumSource
    @Tag("R5")
    @Tag("AN-12")
    void noWakeUpIsLost(QueueOrder order, Chance chance) throws Exception {
        rounds = order == QueueOrder.FIFO ? ROUNDS : OTHER_ORDERS_ROUNDS;
        try (var pooled = new PooledEngine(1 + chance.below(2))) {
            Nexus next = pooled.start(config("next", chance).withOrder(order).withCapacity(2));
            next.handleRest((event, context) -> got.incrementAndGet());
            Nexus nexus = pooled.start(config("d", chance).withOrder(order).withCapacity(chance.oneOf(1, 4, 32)));
            register(nexus, next, pooled, chance.fork());
            Crowd crowd = new Crowd(chance)
                    .add(PARTIES, own -> {
                        for (int r = 1; r <= rounds; r++) {
                            while (round.get() < r) {
                                Thread.yield();
                            }
                            own.delay();
                            want(own.oneOf(Want.values()), nexus);
                            done.incrementAndGet();
                        }
                    })
                    .start();
            for (int r = 1; r <= rounds && !failed(crowd, r); r++) {
                round.set(r);
                awaitRound(r, crowd);
                chance.delay();
            }
            crowd.await(STUCK);
            Conservation.atRest(pooled.engine.all());
        }
    }

    private static DomainConfig config(String name, Chance chance) {
        return DomainConfig.of(name)
                .withInFlight(chance.oneOf(1, 3))
                .withRetention(chance.oneOf(0, 8))
                .withAwaitTimeout(TIMEOUT);
    }

    private void register(Nexus nexus, Nexus next, PooledEngine pooled, Chance chance) {
        nexus.handle("event", (event, context) -> got.incrementAndGet());
        nexus.handle("stage", (event, context) -> {
            var stage = new CompletableFuture<Object>();
            pooled.publisher(() -> stage.complete(null));
            chance.delay();
            return stage;
        });
        nexus.handle("secondaries", (event, context) -> {
            context.emit("event", null);
            return nexus.bus().publish("event", null).isDuplicate();
        });
        nexus.handle("forward", (event, context) -> {
            for (int i = 0; i < FORWARDED; i++) {
                next.bus().publish("forwarded", i);
            }
            return got.incrementAndGet();
        });
    }

    private void want(Want want, Nexus nexus) {
        switch (want) {
            case EVENT -> publish(nexus, 1);
            case BURST -> publish(nexus, 7);
            case BURST_THAT_WAITS -> {
                for (int i = 0; i < 4; i++) {
                    Publication publication = nexus.bus().publishAsync(EventDraft.of("event", i));
                    wanted.addAndGet(publication.status() == Status.REFUSED ? 0 : 1); // no more room to wait
                }
            }
            case STAGE -> {
                wanted.incrementAndGet();
                nexus.bus().publish("stage", null).outcome().thenRun(got::incrementAndGet);
            }
            case SECONDARIES -> {
                wanted.addAndGet(2);
                nexus.bus().publish("secondaries", null);
            }
            case FORWARD -> {
                wanted.addAndGet(1 + FORWARDED);
                nexus.bus().publish("forward", null);
            }
            case CANCEL -> {
                long start = System.nanoTime();
                nexus.bus().subscribe("nobody", event -> {}).cancel();
                assertThat(Duration.ofNanos(System.nanoTime() - start))
                        .as("the loop acknowledges")
                        .isLessThan(Duration.ofSeconds(5));
            }
        }
    }

    private void publish(Nexus nexus, int events) {
        wanted.addAndGet(events);
        for (int i = 0; i < events; i++) {
            nexus.bus().publish("event", i);
        }
    }

    private boolean failed(Crowd crowd, int round) {
        return round < rounds && crowd.isDone();
    }

    private void awaitRound(int r, Crowd crowd) {
        long end = System.nanoTime() + STUCK.toNanos();
        while (done.get() < r * PARTIES || got.get() < wanted.get()) {
            assertThat(System.nanoTime())
                    .as("round %s is stuck: %s of %s, %s parties", r, got, wanted, done.get() - (r - 1) * PARTIES)
                    .isLessThan(end);
            if (failed(crowd, r)) {
                return;
            }
            Thread.yield();
        }
    }
}
