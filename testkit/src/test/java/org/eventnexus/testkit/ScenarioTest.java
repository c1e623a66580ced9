package org.eventnexus.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.eventnexus.DeadLetter;
import org.eventnexus.EventBus;
import org.eventnexus.EventDraft;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.eventnexus.cdi.EventDomain;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a test can do with its domains, and what it is told. */
@Tag("BX-11")
@EventNexusTest(
        classes = Warehouse.class,
        settings = {
            "eventnexus.domain.orders.capacity=2",
            "eventnexus.domain.orders.await-timeout=1m",
            "eventnexus.domain.narrow.capacity=2",
            "eventnexus.domain.narrow.overflow=drop-oldest",
            "eventnexus.domain.blind.retention=0"
        },
        patience = 1)
class ScenarioTest {
    @Inject
    Scenario scenario;

    @Inject
    Warehouse warehouse;

    @Inject
    @EventDomain("orders")
    EventBus orders;

    @Inject
    @EventDomain("blind")
    EventBus blind;

    private static Object[] types(Iterable<NexusEvent<?>> events) {
        var types = new java.util.ArrayList<String>();
        events.forEach(event -> types.add(event.type()));
        return types.toArray();
    }

    // ---- publishing

    @Test
    void tellsTheResultAndWhatCameOfIt() {
        Ending ending =
                scenario.publish("orders", "order.placed", "lamp").andWait().completes();

        assertThat(ending.result(String.class)).isEqualTo("reserved lamp");
        assertThat(types(ending.emitted())).containsExactly("alert.low", "alert.seen", "order.reserved");
        assertThat(types(ending.emitted("alert.*"))).containsExactly("alert.low", "alert.seen");
        assertThat(types(ending.unhandled())).containsExactly("alert.seen", "order.reserved");
        ending.emits("order.reserved").emits("alert.**");
    }

    @Test
    void whatCameOfTwoIsKeptApart() {
        Publishing lamp = scenario.publish("orders", "order.placed", "lamp");
        Publishing sofa = scenario.publish("orders", "order.placed", "sofa");

        assertThat(lamp.andWait().emitted()).hasSize(3).allMatch(event -> "lamp".equals(event.payload()));
        assertThat(sofa.andWait().emitted()).hasSize(3).allMatch(event -> "sofa".equals(event.payload()));
    }

    @Test
    void whatABeanPublishesIsDoneWhenItsCallReturns() {
        Publication placed = orders.publish("order.placed", "lamp");

        assertThat(placed.status()).isEqualTo(Status.COMPLETED);
        assertThat(types(scenario.published("orders"))).containsExactly("order.placed", "order.reserved");
        assertThat(types(scenario.published("alerts", "alert.low"))).containsExactly("alert.low");
    }

    @Test
    void failuresAreToldWithTheirCause() {
        var error = scenario.publish("orders", "order.placed", "").failsWith(IllegalArgumentException.class);

        assertThat(error).hasMessage("nothing to reserve");
        assertThat(scenario.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.receiver()).isEqualTo("reserve");
            assertThat(failure.event().type()).isEqualTo("order.placed");
            assertThat(failure.error()).isSameAs(error);
        });
    }

    @Test
    void lanesAreDoneToo() {
        scenario.publish("orders", "order.mailed", "lamp").completes().emits("alert.mailed");
        scenario.publish("orders", "order.mailed", "").completes();

        assertThat(scenario.failures()).extracting(Failure::receiver).containsExactly("mail");
        assertThat(scenario.story()).contains("order.mailed(): completed\n      mail failed: java.lang.Illegal");
    }

    @Test
    void aReceiverMayWaitForAnotherDomain() {
        assertThat(scenario.publish("orders", "order.asked", "lamp").result(String.class))
                .isEqualTo("answer to lamp");
    }

    @Test
    void deadLettersAreThoseOfTheEvent() {
        scenario.publish("orders", "order.broken", "vase").andWait();
        Ending broken = scenario.publish("orders", "order.broken", "lamp").andWait();

        assertThat(broken.deadLetters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.event().payload()).isEqualTo("lamp"));
        assertThat(scenario.deadLetters())
                .extracting(DeadLetter::event)
                .<Object>extracting(NexusEvent::payload)
                .containsExactly("vase", "lamp");
    }

    @Test
    void whatNobodyTakesIsUnhandled() {
        Ending lost = scenario.publish("orders", "order.lost", "lamp").andWait().ends(Status.UNHANDLED);

        assertThat(types(lost.unhandled())).containsExactly("order.lost");
        assertThat(types(scenario.unhandled())).containsExactly("order.lost");
        lost.emitsNothing();
    }

    @Test
    void draftsArePublishedAsTheySay() {
        scenario.publish("orders", EventDraft.of("order.packed", "lamp").id("7").key("k"))
                .completes();

        assertThat(scenario.published("orders")).singleElement().satisfies(event -> {
            assertThat(event.id()).isEqualTo("7");
            assertThat(event.key()).contains("k");
        });
    }

    // ---- time

    @Test
    void timeStandsStillUntilItIsMoved() {
        assertThat(scenario.now()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        scenario.advance(Duration.ofHours(36));

        assertThat(scenario.now()).isEqualTo(Instant.parse("2026-01-02T12:00:00Z"));
        assertThat(scenario.clock().instant()).isEqualTo(scenario.now());
        assertThat(orders.publish("order.packed", "lamp").event().time()).isEqualTo(scenario.now());
    }

    @Test
    void attemptsAreMadeWhenTheClockIsMoved() {
        Publishing counted = scenario.publish("orders", "order.counted", null);
        assertThat(counted.publication().isDone()).isFalse();

        scenario.advance(Duration.ofSeconds(31));
        assertThat(counted.publication().isDone()).isFalse();
        scenario.advance(Duration.ofSeconds(31));

        assertThat(counted.result(Integer.class)).isEqualTo(3);
        assertThat(scenario.nexus("orders").stats().retried()).isEqualTo(2);
    }

    @Test
    void waitingMovesTheClockNoFurtherThanNeeded() {
        Ending counted = scenario.publish("orders", "order.counted", null).andWait(Duration.ofHours(1));

        assertThat(counted.completes().result(Integer.class)).isEqualTo(3);
        assertThat(Duration.between(Instant.parse("2026-01-01T00:00:00Z"), scenario.now()))
                .isBetween(Duration.ofSeconds(54), Duration.ofSeconds(60));
    }

    @Test
    void aWaitForWhatTheClockWouldBringSaysSo() {
        Publishing counted = scenario.publish("orders", "order.counted", null);

        assertThatThrownBy(counted::andWait)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("order.counted did not end for 1000 ms of real time")
                .hasMessageContaining("the test's clock stands still")
                .hasMessageContaining("orders 1  order.counted(null): pending");
    }

    @Test
    void whoWaitsForRoomWaitsOnTheClock() {
        scenario.publish("orders", "order.sent", "slow");
        scenario.publish("orders", "order.packed", "a");
        scenario.publish("orders", "order.packed", "b");
        Publishing waiting = scenario.publish("orders", "order.packed", "c");
        assertThat(waiting.publication().isDone()).isFalse();

        scenario.advance(Duration.ofMinutes(1));

        assertThatThrownBy(waiting::completes)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("order.packed is refused, not completed: ENX-0002");
    }

    @Test
    void aClockDoesNotGoBack() {
        assertThatIllegalArgumentException().isThrownBy(() -> scenario.advance(Duration.ofSeconds(-1)));
    }

    // ---- queues

    @Test
    void eventsPileUpWhileTheDomainsAreHeld(@EventDomain("narrow") Nexus narrow) {
        narrow.handle("n", (event, context) -> event.payload());
        scenario.holding(() -> {
            for (int i = 1; i <= 4; i++) {
                narrow.bus().publish("n", i);
            }
        });

        assertThat(narrow.stats().dropped()).isEqualTo(2);
        assertThat(scenario.published("narrow"))
                .extracting(event ->
                        narrow.find(event.id(), event.source()).orElseThrow().status())
                .containsExactly(Status.DROPPED, Status.DROPPED, Status.COMPLETED, Status.COMPLETED);
    }

    // ---- other threads

    @Test
    void whatOtherThreadsDoIsWaitedFor() throws InterruptedException {
        Publishing sent = scenario.publish("orders", "order.sent", "lamp");
        var courier = new Thread(() -> warehouse.arrive("at the door"));
        courier.start();

        assertThat(sent.result(String.class)).isEqualTo("at the door");
        assertThat(scenario.await(warehouse.delivered())).isEqualTo("at the door");
        courier.join();
        scenario.await("the courier to be gone", () -> !courier.isAlive());
    }

    @Test
    void aWaitInVainEndsWithTheStory() {
        orders.publish("order.packed", "lamp");

        assertThatThrownBy(() -> scenario.await("snow", () -> false))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("waited for snow in vain for 1000 ms of real time")
                .hasMessageContaining("orders 1  order.packed(lamp): completed");
        assertThatThrownBy(() -> scenario.await(new CompletableFuture<>()))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("the stage did not complete for 1000 ms");
        assertThatThrownBy(() -> scenario.await(CompletableFuture.failedFuture(new IllegalStateException("no"))))
                .isInstanceOf(AssertionError.class)
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    // ---- mistakes

    @Test
    void failedChecksTellTheStory() {
        Ending placed = scenario.publish("orders", "order.placed", "lamp").andWait();

        assertThatThrownBy(() -> placed.emits("order.sold"))
                .isInstanceOf(AssertionError.class)
                .hasMessage(String.join(
                        "\n",
                        "order.placed emitted no order.sold",
                        "  orders 1  order.placed(lamp): completed",
                        "      reserve gave reserved lamp",
                        "  alerts 1  alert.low(lamp): completed",
                        "  alerts 2  alert.seen(lamp): unhandled",
                        "  orders 2  order.reserved(lamp): unhandled",
                        "  the domain blind keeps no log (retention=0)"));
        assertThatThrownBy(placed::emitsNothing)
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("order.placed emitted something\n");
        assertThatThrownBy(() -> placed.result(Integer.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("order.placed has a String as its result, not a Integer\n");
        assertThatThrownBy(() -> placed.failsWith(RuntimeException.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("order.placed is completed, not failed\n");
    }

    @Test
    void failedChecksHaveTheFailureAsTheirCause() {
        Ending broken = scenario.publish("orders", "order.broken", "vase").andWait();

        assertThatThrownBy(broken::completes)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("order.broken is failed, not completed\n")
                .hasMessageContaining("fail failed: java.lang.IllegalStateException: vase is broken")
                .cause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("vase is broken");
        assertThatThrownBy(() -> broken.failsWith(IllegalArgumentException.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("not with IllegalArgumentException");
    }

    @Test
    void aReceiverMayNotMoveTheTest() {
        scenario.nexus("alerts").handle("alert.move", (event, context) -> scenario.advance(Duration.ofSeconds(1)));

        assertThat(scenario.publish("alerts", "alert.move", null).failsWith(IllegalStateException.class))
                .hasMessageStartingWith("ENX-0063");
        assertThatIllegalStateException()
                .isThrownBy(() -> scenario.holding(() -> scenario.advance(Duration.ZERO)))
                .withMessageStartingWith("ENX-0063");
    }

    @Test
    void unknownDomainsAndThoseWithoutALogAreToldOf() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> scenario.publish("odrers", "order.placed", "lamp"))
                .withMessageStartingWith("ENX-0064 the test has no domain 'odrers', only [");
        blind.publish("x", null);
        assertThatIllegalStateException()
                .isThrownBy(() -> scenario.published(blind.domain()))
                .withMessageStartingWith("ENX-0062 the domain 'blind' keeps no log");
    }

    @Test
    void moreEventsThanTheLogKeepsAreKnown() {
        for (int i = 0; i < 3_000; i++) {
            orders.publish("order.packed", "lamp " + i);
        }
        assertThat(scenario.published("orders")).hasSize(3_000);
        assertThat(scenario.story()).contains("and 2950 more");
    }
}
