package org.eventnexus.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.eventnexus.Domains;
import org.eventnexus.EventBus;
import org.eventnexus.HandlerContext;
import org.eventnexus.LaneFull;
import org.eventnexus.LaneStats;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.Publication.Status;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Methods that are told of events from a lane of their own. */
@Tag("R2")
@Tag("BX-01")
class SubscribesAsyncTest {
    private static final Duration BOUND = Duration.ofSeconds(20);

    @Dependent
    static class Helper {
        String name() {
            return "helper";
        }
    }

    @RequestScoped
    static class PerEvent {
        private int uses;

        int use() {
            return ++uses;
        }
    }

    @ApplicationScoped
    static class Mailing {
        final Queue<String> seen = new ConcurrentLinkedQueue<>();
        final CountDownLatch go = new CountDownLatch(1);
        final CountDownLatch done = new CountDownLatch(4);

        Queue<String> seen() {
            return seen;
        }

        CountDownLatch go() {
            return go;
        }

        CountDownLatch done() {
            return done;
        }

        private void mail(
                @SubscribesAsync({"order.placed", "order.*"}) NexusEvent<String> event,
                Helper helper,
                PerEvent request,
                EventBus bus)
                throws InterruptedException {
            go.await();
            seen.add(event.payload() + " " + helper.name() + " " + request.use() + " " + bus.domain() + " "
                    + Thread.currentThread().getName().replaceAll("\\d", ""));
            done.countDown();
        }
    }

    @Test
    @Tag("AE-01")
    void theDomainDoesNotWaitForThem() throws Exception {
        try (var app = Started.with(Mailing.class, Helper.class, PerEvent.class)) {
            Mailing mailing = app.get(Mailing.class);
            for (int i = 0; i < 4; i++) {
                assertThat(app.publish("order.placed", "n" + i).status()).isEqualTo(Status.COMPLETED);
            }
            assertThat(mailing.seen()).isEmpty();
            mailing.go().countDown();
            assertThat(mailing.done().await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(mailing.seen())
                    .containsExactly(
                            "n0 helper 1 default eventnexus-source-",
                            "n1 helper 1 default eventnexus-source-",
                            "n2 helper 1 default eventnexus-source-",
                            "n3 helper 1 default eventnexus-source-");
        }
    }

    @ApplicationScoped
    static class Failing {
        private int calls;

        @Retried(attempts = 2, delay = "1ms")
        @DeadLettered
        void fail(
                @SubscribesAsync(value = "a", maxConcurrent = 1, laneCapacity = 7, laneFull = LaneFull.PAUSE)
                        String payload) {
            throw new IllegalStateException("attempt " + ++calls);
        }
    }

    @Test
    @Tag("R8")
    void attemptsAndDeadLettersAreTheLanes() {
        try (var app = Started.with(Failing.class)) {
            Nexus nexus = app.get(Domains.class).get("default");
            assertThat(app.publish("a", "x").status()).isEqualTo(Status.COMPLETED);
            Awaitility.await().atMost(BOUND).until(() -> nexus.deadLetters().size() == 1);
            assertThat(nexus.deadLetters().list(null, 1).get(0).attempts()).isEqualTo(2);
            assertThat(nexus.lanes()).extracting(LaneStats::receiver).isEqualTo(List.of("fail"));
            assertThat(nexus.lanes().get(0).capacity()).isEqualTo(7);
        }
    }

    @ApplicationScoped
    static class Slow {
        static final Queue<Object> SEEN = new ConcurrentLinkedQueue<>();
        private final CountDownLatch stopping = new CountDownLatch(1);

        void see(@SubscribesAsync("a") Object payload) throws InterruptedException {
            stopping.await();
            SEEN.add(payload);
        }

        void stopping(@Observes DomainsStopping event) {
            stopping.countDown();
        }
    }

    @Test
    @Tag("R12")
    void theStopOfTheApplicationDrainsTheirLanes() {
        Slow.SEEN.clear();
        try (var app = Started.with(Slow.class)) {
            for (int i = 0; i < 100; i++) {
                app.bus("default").publish("a", i);
            }
        }
        assertThat(Slow.SEEN).hasSize(100);
    }

    @ApplicationScoped
    static class Wrong {
        void see(
                @SubscribesAsync(
                                value = "a",
                                maxConcurrent = 0,
                                laneFull = {LaneFull.FAIL, LaneFull.PAUSE})
                        Object payload,
                HandlerContext context) {}
    }

    @Test
    void whatIsWrongWithALaneFailsTheDeployment() {
        assertThat(DeploymentFailure.lines(Wrong.class).toString())
                .contains("ENX-0145")
                .contains("ENX-0146")
                .contains("max-concurrent is 0, not 1 to 1000000")
                .contains("lane-full has 2 values, not one");
    }
}
