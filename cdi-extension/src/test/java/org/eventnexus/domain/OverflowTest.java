package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.EventLog;
import org.eventnexus.Nexus;
import org.eventnexus.Overflow;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.eventnexus.PublicationException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of events, publications and figures when a queue is full; which events are chosen is the mailboxes'. */
@Tag("R3")
@Tag("AN-11")
class OverflowTest {
    private final HandEngine hand = new HandEngine();
    private final List<Object> seen = new ArrayList<>();

    private Nexus created(int capacity, Overflow overflow) {
        Nexus nexus = hand.create(DomainConfig.of("d").withCapacity(capacity).withOverflow(overflow));
        nexus.handleRest((event, context) -> seen.add(event.payload()));
        return nexus;
    }

    private Nexus started(int capacity, Overflow overflow) {
        Nexus nexus = created(capacity, overflow);
        nexus.start();
        hand.run();
        return nexus;
    }

    private static List<Publication> publish(Nexus nexus, int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(i -> nexus.bus().publish("a", i))
                .toList();
    }

    private static List<Status> statuses(List<Publication> publications) {
        return publications.stream().map(Publication::status).toList();
    }

    private static void assertTells(Publication publication, Status status, String why) {
        assertThatThrownBy(() ->
                        publication.result(Object.class).toCompletableFuture().join())
                .cause()
                .isInstanceOfSatisfying(
                        PublicationException.class, e -> assertThat(e.status()).isEqualTo(status))
                .hasMessageContaining("ENX-0002")
                .hasMessageContaining("'d'")
                .hasMessageEndingWith(why);
    }

    @ParameterizedTest
    @CsvSource({"FAIL,fail", "DROP_NEWEST,drop-newest"})
    void theNewestIsRefusedAndTheRefusalNamesThePolicy(Overflow overflow, String name) {
        Nexus nexus = started(2, overflow);
        List<Publication> publications = publish(nexus, 1, 3);
        Publication async = nexus.bus().publishAsync(EventDraft.of("a", 4));

        assertThat(statuses(publications)).containsExactly(Status.PENDING, Status.PENDING, Status.REFUSED);
        for (Publication refused : List.of(publications.get(2), async)) {
            assertTells(refused, Status.REFUSED, "its queue is full, and its overflow policy is " + name);
            assertThat(refused.event().position()).isEmpty();
            assertThatThrownBy(() -> refused.accepted().toCompletableFuture().join())
                    .hasMessageEndingWith(name);
        }
        hand.run();
        assertThat(seen).containsExactly(1, 2);
        assertThat(nexus.log().orElseThrow().newest()).isEqualTo(2);
        assertThat(nexus.stats().refused()).isEqualTo(2);
        assertThat(nexus.stats().published()).isEqualTo(2);
        assertThat(nexus.stats().dropped()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void whoComesAfterTheStopIsToldOfTheStop(Overflow overflow) {
        Nexus nexus = started(2, overflow);
        nexus.close();
        assertTells(nexus.bus().publish("a", 1), Status.REFUSED, "it has stopped");
        assertTells(nexus.bus().publishAsync(EventDraft.of("a", 1)), Status.REFUSED, "it has stopped");
        assertThat(nexus.stats().refused()).isEqualTo(2);
    }

    @Test
    void theOldestIsDroppedFromTheQueueButNotFromTheLog() {
        Nexus nexus = started(2, Overflow.DROP_OLDEST);
        List<Publication> publications = publish(nexus, 1, 5);

        assertThat(statuses(publications))
                .containsExactly(Status.DROPPED, Status.DROPPED, Status.DROPPED, Status.PENDING, Status.PENDING);
        assertTells(publications.get(0), Status.DROPPED, "its queue is full, and its overflow policy is drop-oldest");
        assertThat(publications.get(0).accepted().toCompletableFuture()).isCompleted();
        assertThat(nexus.stats().waiting()).isEqualTo(2);
        hand.run();

        assertThat(seen).containsExactly(4, 5);
        EventLog log = nexus.log().orElseThrow();
        for (int i = 1; i <= 5; i++) {
            assertThat(log.read(i).payload()).isEqualTo(i);
            assertThat(publications.get(i - 1).event().sequence()).isEqualTo(i);
        }
        Nexus.Stats stats = nexus.stats();
        assertThat(List.of(stats.published(), stats.delivered(), stats.dropped(), stats.refused(), stats.waiting()))
                .containsExactly(5L, 2L, 3L, 0L, 0L);
    }

    @Test
    void theLatestOfAKeyIsKeptInItsTurn() {
        Nexus nexus = started(3, Overflow.KEEP_LATEST);
        var publications = new ArrayList<Publication>();
        for (String each : List.of("A1", "B1", "C1", "B2", "B3")) {
            publications.add(nexus.bus().publish(EventDraft.of("a", each).key(each.substring(0, 1))));
        }
        assertThat(statuses(publications))
                .containsExactly(Status.PENDING, Status.DROPPED, Status.PENDING, Status.DROPPED, Status.PENDING);
        assertTells(publications.get(1), Status.DROPPED, "its queue is full, and its overflow policy is keep-latest");
        hand.run();

        assertThat(seen).containsExactly("A1", "B3", "C1");
        assertThat(nexus.log().orElseThrow().read(4).payload()).isEqualTo("B2");
        assertThat(nexus.stats().dropped()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"DROP_OLDEST", "KEEP_LATEST"})
    void whoIsToldOfADropFindsItInTheFiguresAndTheNewerEventOnItsWay(Overflow overflow) {
        Nexus nexus = started(1, overflow);
        var told = new ArrayList<String>();
        nexus.bus().publish("a", 1).outcome().thenRun(() -> {
            Nexus.Stats stats = nexus.stats();
            told.add(stats.published() + " published, " + stats.dropped() + " dropped, " + stats.depth() + " waits");
            hand.run(); // as the loop's thread would, while this one waits for the newer event
            told.add("handled: " + seen);
        });
        Publication newer = nexus.bus().publish("a", 2);

        assertThat(told).containsExactly("2 published, 1 dropped, 1 waits", "handled: [2]");
        assertThat(newer.status()).isEqualTo(Status.COMPLETED);
    }

    @ParameterizedTest
    @EnumSource(names = {"DROP_OLDEST", "KEEP_LATEST"})
    void beforeTheStartTheNewestWait(Overflow overflow) {
        Nexus nexus = created(2, overflow);
        List<Publication> publications = publish(nexus, 1, 3);
        Publication async = nexus.bus().publishAsync(EventDraft.of("a", 4));
        assertThat(async.accepted().toCompletableFuture()).isCompleted();
        assertThat(statuses(publications)).containsExactly(Status.DROPPED, Status.DROPPED, Status.PENDING);
        nexus.start();
        hand.run();
        assertThat(seen).containsExactly(3, 4);
    }

    @ParameterizedTest
    @EnumSource(names = {"DROP_OLDEST", "KEEP_LATEST"})
    @Tag("R5")
    void aLoopThatPublishesIntoItGoesOn(Overflow overflow) {
        Nexus nexus = started(2, overflow);
        nexus.handle("never", (event, context) -> new CompletableFuture<>());
        nexus.bus().publish("never", 0);
        hand.run();
        Nexus sender = hand.start(DomainConfig.of("sender").withCapacity(100));
        sender.handle(
                "go",
                (event, context) -> nexus.bus().publish("a", event.payload()).status());
        for (int i = 0; i < 50; i++) {
            sender.bus().publish("go", i);
        }
        hand.run();
        assertThat(sender.stats().delivered()).isEqualTo(50);
        assertThat(nexus.stats().dropped()).isEqualTo(48);
        assertThat(nexus.stats().depth()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"DROP_OLDEST", "KEEP_LATEST"})
    @Tag("R4")
    void secondaryEventsAreNeverDropped(Overflow overflow) {
        Nexus nexus = started(2, overflow);
        var secondaries = new ArrayList<Publication>();
        nexus.handle("parent", (event, context) -> {
            for (int i = 0; i < 100; i++) {
                secondaries.add(context.emit("child", i));
            }
            publish(nexus, 100, 103); // the same, on the loop's thread
            return null;
        });
        nexus.bus().publish("parent", null);
        hand.run();
        assertThat(seen).hasSize(104);
        assertThat(statuses(secondaries)).containsOnly(Status.COMPLETED);
        assertThat(nexus.stats().dropped()).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"DROP_OLDEST", "KEEP_LATEST"})
    @Tag("R12")
    void aStopDrainsWhatWaits(Overflow overflow) {
        Nexus nexus = started(3, overflow);
        publish(nexus, 1, 5);
        assertThat(nexus.stop(Duration.ofSeconds(10))).isEmpty();
        assertThat(seen).containsExactly(3, 4, 5);
        assertThat(nexus.stats().waiting()).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"DROP_OLDEST", "KEEP_LATEST"})
    @Tag("R12")
    void whileAReceiverHangsDropsEndAtOnceAndAStopAbandonsTheRest(Overflow overflow) throws Exception {
        try (var pooled = new PooledEngine(1)) {
            Nexus nexus = pooled.start(DomainConfig.of("d").withCapacity(2).withOverflow(overflow));
            var inside = new CountDownLatch(1);
            var go = new CountDownLatch(1);
            nexus.handle("hangs", (event, context) -> {
                inside.countDown();
                return go.await(30, TimeUnit.SECONDS);
            });
            Publication hangs = nexus.bus().publish("hangs", 0);
            assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
            List<Publication> publications = publish(nexus, 1, 4);
            assertThat(statuses(publications))
                    .containsExactly(Status.DROPPED, Status.DROPPED, Status.PENDING, Status.PENDING);

            assertThat(nexus.stop(Duration.ofMillis(20))).isEqualTo(Map.of("hangs", 1L, "a", 2L));

            assertThat(hangs.status()).isEqualTo(Status.ABANDONED);
            assertThat(statuses(publications))
                    .containsExactly(Status.DROPPED, Status.DROPPED, Status.ABANDONED, Status.ABANDONED);
            assertThat(nexus.stats().waiting()).isZero();
            go.countDown();
        }
    }
}
