package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.eventnexus.DeadLetter;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.Nexus;
import org.eventnexus.Overflow;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.eventnexus.QueueOrder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The exact order in which a domain handles what waited while its loop did not run. Payloads are {@code name@priority}. */
@Tag("AN-12")
@Tag("R1")
@Tag("R14")
class QueueOrderTest {
    private static final String[] MIXED = {"a@5", "b", "c@-1", "d@5", "e", "f@-1", "g@2147483647", "h@-2147483648"};

    private final HandEngine hand = new HandEngine();
    private final List<String> seen = new ArrayList<>();

    private Nexus started(DomainConfig config) {
        Nexus nexus = hand.start(config);
        nexus.<String>handle("n", (event, context) -> seen.add(name(event.payload())));
        return nexus;
    }

    private static DomainConfig config(QueueOrder order) {
        return DomainConfig.of("d").withOrder(order).withCapacity(100);
    }

    private static DomainConfig full(QueueOrder order, Overflow overflow) {
        return config(order).withCapacity(3).withOverflow(overflow);
    }

    private static String name(String payload) {
        return payload.split("@")[0];
    }

    private static EventDraft<String> draft(String type, String payload) {
        EventDraft<String> draft = EventDraft.of(type, payload);
        int at = payload.indexOf('@');
        return at < 0 ? draft : draft.priority(Integer.parseInt(payload.substring(at + 1)));
    }

    /** The key is the name's first letter. */
    private static List<Publication> publish(Nexus nexus, String... payloads) {
        return List.of(payloads).stream()
                .map(payload -> nexus.bus().publish(draft("n", payload).key(payload.substring(0, 1))))
                .toList();
    }

    private static List<Status> statuses(List<Publication> publications) {
        return publications.stream().map(Publication::status).toList();
    }

    private String handled() {
        hand.run();
        return String.join(" ", seen);
    }

    @ParameterizedTest
    @CsvSource({"FIFO,a b c d e f g h", "PRIORITY,h c f b e a d g", "LIFO,h g f e d c b a"})
    void whatWaitsIsHandledInTheQueuesOrder(QueueOrder order, String expected) {
        Nexus nexus = started(config(order));
        publish(nexus, MIXED);
        assertThat(handled()).isEqualTo(expected);
    }

    @Test
    void anOrderIsFifoIfNothingIsSaid() {
        assertThat(DomainConfig.of("d").order()).isEqualTo(QueueOrder.FIFO);
    }

    @ParameterizedTest
    @EnumSource
    void positionsAndTheLogHaveTheOrderOfAdmission(QueueOrder order) {
        Nexus nexus = started(config(order));
        List<Publication> publications = publish(nexus, MIXED);
        hand.run();
        for (int i = 0; i < MIXED.length; i++) {
            assertThat(publications.get(i).event().sequence()).isEqualTo(i + 1);
            assertThat(nexus.log().orElseThrow().read(i + 1).payload()).isEqualTo(MIXED[i]);
        }
    }

    @ParameterizedTest
    @CsvSource({"PRIORITY,a c b", "LIFO,a c b"})
    void whatComesWhileAnEventIsHandledIsChosenFromAfterIt(QueueOrder order, String expected) {
        Nexus nexus = started(config(order));
        var stage = new CompletableFuture<Object>();
        nexus.<String>handle("stage", (event, context) -> {
            seen.add(name(event.payload()));
            return stage;
        });
        nexus.bus().publish(draft("stage", "a@9"));
        hand.run();
        publish(nexus, "b@7", "c@1");
        hand.run();
        assertThat(seen).containsExactly("a");
        stage.complete(null);
        assertThat(handled()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"FIFO,a b c d", "PRIORITY,d c b a", "LIFO,d c b a"})
    void whatWasPublishedBeforeTheStartIsOrderedAsWell(QueueOrder order, String expected) {
        Nexus nexus = hand.create(config(order));
        nexus.<String>handle("n", (event, context) -> seen.add(name(event.payload())));
        publish(nexus, "a@4", "b@3", "c@2", "d@1");
        nexus.start();
        assertThat(handled()).isEqualTo(expected);
    }

    // ---- when it is full

    @ParameterizedTest
    @CsvSource({
        "FAIL,PRIORITY,b c a",
        "FAIL,LIFO,c b a",
        "DROP_NEWEST,PRIORITY,b c a",
        "DROP_NEWEST,LIFO,c b a",
    })
    @Tag("R3")
    void itRefusesTheNewestHoweverUrgent(Overflow overflow, QueueOrder order, String expected) {
        Nexus nexus = started(full(order, overflow));
        List<Publication> publications = publish(nexus, "a@3", "b@1", "c@2", "d@0");
        assertThat(statuses(publications))
                .containsExactly(Status.PENDING, Status.PENDING, Status.PENDING, Status.REFUSED);
        assertThat(nexus.stats().published())
                .as("a refused one has no position")
                .isEqualTo(3);
        assertThat(handled()).isEqualTo(expected);
        assertThat(nexus.stats().refused()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"PRIORITY,d c b", "LIFO,d c b"})
    @Tag("R3")
    void itDropsTheOldestHoweverUrgent(QueueOrder order, String expected) {
        Nexus nexus = started(full(order, Overflow.DROP_OLDEST));
        List<Publication> publications = publish(nexus, "a@0", "b@3", "c@2", "d@1");
        assertThat(statuses(publications))
                .containsExactly(Status.DROPPED, Status.PENDING, Status.PENDING, Status.PENDING);
        assertThat(handled()).isEqualTo(expected);
        assertThat(nexus.log().orElseThrow().read(1).payload()).isEqualTo("a@0");
    }

    @Test
    @Tag("R3")
    void theLatestOfAKeyHasItsOwnPriorityAndTheTurnOfTheOneThatItReplaces() {
        Nexus nexus = started(full(QueueOrder.PRIORITY, Overflow.KEEP_LATEST));
        publish(nexus, "a1@1", "b1@1", "c1@1", "a2@1", "b2@2", "c2@0");
        assertThat(handled()).isEqualTo("c2 a2 b2");
        assertThat(nexus.stats().dropped()).isEqualTo(3);
    }

    @Test
    @Tag("R3")
    void theLatestOfAKeyIsTheNewestWhereTheNewestIsFirst() {
        Nexus nexus = started(full(QueueOrder.LIFO, Overflow.KEEP_LATEST));
        publish(nexus, "a1", "b1", "c1", "a2");
        assertThat(handled()).isEqualTo("a2 c1 b1");
    }

    @ParameterizedTest
    @EnumSource(names = {"PRIORITY", "LIFO"})
    @Tag("R3")
    void theLatestOfEachKeyIsHandledWhateverTheOrder(QueueOrder order) {
        Nexus nexus = started(full(order, Overflow.KEEP_LATEST));
        publish(nexus, "a1", "a2", "a3", "b1", "c1@5", "b2@7", "a4@9");
        hand.run();
        assertThat(seen).containsExactlyInAnyOrder("c1", "b2", "a4");
    }

    @ParameterizedTest
    @CsvSource({"FIFO,a b c d e", "PRIORITY,c a b e d", "LIFO,c b a e d"})
    @Tag("R3")
    void whoWaitsForRoomIsLetInInTheOrderOfComingAndThenChosenFrom(QueueOrder order, String expected) {
        Nexus nexus = started(full(order, Overflow.AWAIT));
        publish(nexus, "a@1", "b@1", "c@0");
        Publication first = nexus.bus().publishAsync(draft("n", "d@3"));
        Publication second = nexus.bus().publishAsync(draft("n", "e@2"));
        assertThat(nexus.stats().depth()).isEqualTo(3);
        assertThat(handled()).isEqualTo(expected);
        assertThat(first.event().sequence()).isEqualTo(4);
        assertThat(second.event().sequence()).isEqualTo(5);
        assertThat(nexus.stats().waiting()).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"PRIORITY", "LIFO"})
    @Tag("R5")
    void aLoopThatPublishesIntoAFullOneOverdrawsItAndPauses(QueueOrder order) {
        Nexus receiver = started(full(order, Overflow.AWAIT).withCapacity(2));
        var stage = new CompletableFuture<Object>();
        receiver.handle("blocks", (event, context) -> stage);
        receiver.bus().publish("blocks", null);
        hand.run();
        Nexus sender = hand.start(DomainConfig.of("sender"));
        sender.handle("go", (event, context) -> {
            publish(receiver, "a@2", "b@1", "c@3", "d@0");
            return null;
        });
        Publication first = sender.bus().publish("go", null);
        Publication second = sender.bus().publish("go", null);
        hand.run();
        assertThat(first.status()).isEqualTo(Status.COMPLETED);
        assertThat(second.status()).as("its domain pauses").isEqualTo(Status.PENDING);
        assertThat(receiver.stats().depth()).isEqualTo(4);

        stage.complete(null);
        hand.run();

        assertThat(second.status()).isEqualTo(Status.COMPLETED);
        assertThat(seen.subList(0, 2)).isEqualTo(order == QueueOrder.LIFO ? List.of("d", "c") : List.of("d", "b"));
        assertThat(seen).hasSize(8);
        assertThat(receiver.stats().refused()).isZero();
    }

    // ---- what does not wait in the queue

    @ParameterizedTest
    @CsvSource({"FIFO,root other more", "PRIORITY,more root other", "LIFO,more other root"})
    @Tag("R4")
    void secondaryEventsComeRightAfterTheirRootInTheOrderOfEmission(QueueOrder order, String roots) {
        Nexus nexus = started(config(order).withCapacity(3));
        nexus.<String>handle("root", (event, context) -> {
            seen.add(name(event.payload()));
            context.emit(draft("parent", "1@9"));
            nexus.bus().publish(draft("n", "2@-9"));
            context.emit(draft("n", "3@0"));
            return null;
        });
        nexus.<String>handle("parent", (event, context) -> {
            seen.add(name(event.payload()));
            context.emit(draft("n", "4@-99"));
            return null;
        });
        for (String each : List.of("root@0", "other@0", "more@-5")) {
            nexus.bus().publish(draft("root", each));
        }
        List<String> expected = new ArrayList<>();
        for (String root : roots.split(" ")) {
            expected.addAll(List.of(root, "1", "2", "3", "4"));
        }
        hand.run();
        assertThat(seen).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("R8")
    void whatIsDeliveredAgainComesBeforeTheQueue(QueueOrder order) {
        Nexus nexus = started(config(order).withDeadLetter(true));
        var broken = new boolean[] {true};
        nexus.<String>handle("fails", (event, context) -> {
            if (broken[0]) {
                throw new IllegalStateException("on purpose");
            }
            return seen.add(name(event.payload()));
        });
        nexus.bus().publish(draft("fails", "again@100"));
        hand.run();
        broken[0] = false;
        publish(nexus, "a@1", "b@-1");
        DeadLetter letter = nexus.deadLetters().list(null, 1).get(0);
        nexus.deadLetters().redeliver(letter.id());
        hand.run();
        assertThat(seen).hasSize(3).startsWith("again");
    }

    // ---- stops

    @ParameterizedTest
    @CsvSource({"PRIORITY,b c a", "LIFO,c b a"})
    @Tag("R12")
    void aStopDrainsInTheQueuesOrder(QueueOrder order, String expected) {
        Nexus nexus = started(config(order));
        publish(nexus, "a@3", "b@1", "c@2");
        assertThat(nexus.stop(Duration.ofSeconds(10))).isEmpty();
        assertThat(String.join(" ", seen)).isEqualTo(expected);
        assertThat(nexus.stats().waiting()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("R12")
    void aStopAbandonsWhatIsLeftAtItsDeadlineOverdraftIncluded(QueueOrder order) {
        Nexus nexus = started(full(order, Overflow.AWAIT));
        nexus.handle("never", (event, context) -> new CompletableFuture<>());
        nexus.bus().publish("never", null);
        hand.run();
        List<Publication> waiting = new ArrayList<>(publish(nexus, "a@1", "b@2", "c@0"));
        Nexus sender = hand.start(DomainConfig.of("sender"));
        sender.handle("go", (event, context) -> waiting.addAll(publish(nexus, "d@-1", "e@9")));
        sender.bus().publish("go", null);
        hand.run();

        assertThat(nexus.stop(Duration.ofMillis(1))).isEqualTo(Map.of("never", 1L, "n", 5L));

        assertThat(statuses(waiting)).hasSize(5).containsOnly(Status.ABANDONED);
        assertThat(nexus.stats().waiting()).isZero();
    }
}
