package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.eventnexus.DeadLetter;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.EventLog;
import org.eventnexus.EventSelector;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.Overflow;
import org.eventnexus.Position;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R13")
@Tag("AN-01")
class IdsTest {
    private final HandEngine hand = new HandEngine();
    private final List<Object> handled = new ArrayList<>();

    private Nexus nexus(DomainConfig config) {
        Nexus nexus = hand.start(config);
        nexus.handleRest((event, context) -> handled.add(event.payload()));
        return nexus;
    }

    @Test
    void generatedIdsAreTheStartTokenAndTheSequenceUniqueAndStable() {
        Nexus nexus = nexus(DomainConfig.of("d"));
        var ids = new HashSet<String>();
        for (int i = 1; i <= 100; i++) {
            NexusEvent<?> event = nexus.bus().publish("a", i).event();
            assertThat(event.id())
                    .isEqualTo(event.position().orElseThrow().toString())
                    .isEqualTo(event.id());
            assertThat(event.numericId()).isEmpty();
            assertThat(ids.add(event.id())).isTrue();
        }
        hand.run();
        EventLog log = nexus.log().orElseThrow();
        for (String id : ids) {
            assertThat(log.find(id, null)).get().extracting(NexusEvent::id).isEqualTo(id);
            assertThat(log.find(id, "/eventnexus/d")).isPresent();
            assertThat(log.find(id, "/elsewhere")).isEmpty();
        }
    }

    @Test
    void twoStartsGiveDifferentIds() {
        var one = nexus(DomainConfig.of("d")).bus().publish("a", null).event();
        var other = new HandEngine()
                .create(DomainConfig.of("d"))
                .bus()
                .publish("a", null)
                .event();

        assertThat(one.sequence()).isEqualTo(other.sequence());
        assertThat(one.id()).isNotEqualTo(other.id());
    }

    @Test
    void aGivenIdIsAStringOrANumber() {
        Nexus nexus = nexus(DomainConfig.of("d"));
        NexusEvent<?> text =
                nexus.bus().publish(EventDraft.of("a", null).id("my id")).event();
        NexusEvent<?> number =
                nexus.bus().publish(EventDraft.of(7, null).id(-42)).event();

        assertThat(text.id()).isEqualTo("my id");
        assertThat(text.numericId()).isEmpty();
        assertThat(number.id()).isEqualTo("-42");
        assertThat(number.numericId()).hasValue(-42);
        assertThat(number.type()).isEqualTo("7");
        assertThat(number.numericType()).hasValue(7);
        assertThat(nexus.find("-42", null)).get().extracting(Publication::event).isSameAs(number);
    }

    @Test
    void numbersStayNumbersAllTheWay() {
        Nexus nexus = hand.start(DomainConfig.of("d").withDeadLetter(true));
        List<NexusEvent<?>> seen = new ArrayList<>();
        nexus.bus().subscribe(EventSelector.range(100, 199), seen::add);
        nexus.handle(EventSelector.type(100), "first", (event, context) -> {
            seen.add(event);
            return context.emit(EventDraft.of(101, "emitted").id(Long.MAX_VALUE))
                    .isDuplicate();
        });
        nexus.handle(EventSelector.type(101), "fails", (event, context) -> {
            throw new IllegalStateException("no");
        });

        nexus.bus().publish(EventDraft.of(100, "first").id(Long.MIN_VALUE));
        hand.run();
        DeadLetter letter = nexus.deadLetters().list(null, 1).get(0);
        seen.add(letter.event());
        nexus.log().ifPresent(log -> seen.add(log.read(log.newest())));
        seen.add(nexus.bus().publish(EventDraft.from(letter.event()).id(5)).event());

        assertThat(seen)
                .extracting(event -> event.numericType().orElse(0))
                .containsExactly(100L, 100L, 101L, 101L, 101L, 101L);
        assertThat(seen)
                .extracting(event -> event.numericId().orElse(0))
                .containsExactly(Long.MIN_VALUE, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, 5L);
    }

    @Test
    void theSameSourceAndIdAgainIsADuplicateAndNotHandledAgain() {
        Nexus nexus = nexus(DomainConfig.of("d"));
        Publication first = nexus.bus().publish(EventDraft.of("a", 1).id("x"));
        Publication again = nexus.bus().publish(EventDraft.of("a", 2).id("x"));
        Publication async = nexus.bus().publishAsync(EventDraft.of("a", 3).id("x"));
        Publication elsewhere =
                nexus.bus().publish(EventDraft.of("a", 4).id("x").source("/elsewhere"));
        hand.run();
        Publication afterwards = nexus.bus().publish(EventDraft.of("b", 5).id("x"));
        hand.run();

        assertThat(handled).containsExactly(1, 4);
        assertThat(first.isDuplicate()).isFalse();
        assertThat(elsewhere.isDuplicate()).isFalse();
        assertThat(List.of(again, async, afterwards)).allSatisfy(duplicate -> {
            assertThat(duplicate.isDuplicate()).isTrue();
            assertThat(duplicate.event()).isSameAs(first.event());
            assertThat(duplicate.status()).isEqualTo(Status.COMPLETED);
            assertThat(duplicate.poll()).isEqualTo(first.poll());
            assertThat(duplicate.accepted().toCompletableFuture()).isCompletedWithValue((NexusEvent<?>) first.event());
        });
        assertThat(nexus.stats().published()).isEqualTo(2);
        assertThat(nexus.find("x", null)).contains(elsewhere);
        assertThat(nexus.find("x", "/eventnexus/d")).contains(first);
    }

    @Test
    void aNumberAndItsDecimalsAreTheSameId() {
        Nexus nexus = nexus(DomainConfig.of("d"));
        nexus.bus().publish(EventDraft.of("a", 1).id(5));
        assertThat(nexus.bus().publish(EventDraft.of("a", 2).id("5")).isDuplicate())
                .isTrue();
    }

    @Test
    void onceTheLogHasForgottenItItIsNoDuplicate() {
        Nexus nexus = nexus(DomainConfig.of("d").withRetention(3));
        nexus.bus().publish(EventDraft.of("a", 1).id("x"));
        nexus.bus().publish("a", 2);
        nexus.bus().publish("a", 3);
        assertThat(nexus.bus().publish(EventDraft.of("a", "dup").id("x")).isDuplicate())
                .isTrue();
        nexus.bus().publish("a", 4);

        assertThat(nexus.find("x", null)).isEmpty();
        Publication again = nexus.bus().publish(EventDraft.of("a", 5).id("x"));
        hand.run();

        assertThat(again.isDuplicate()).isFalse();
        assertThat(handled).containsExactly(1, 2, 3, 4, 5);
        assertThat(nexus.find("x", null)).contains(again);
    }

    @Test
    void withoutALogNobodyKnowsOfDuplicates() {
        Nexus nexus = nexus(DomainConfig.of("d").withRetention(0));
        nexus.bus().publish(EventDraft.of("a", 1).id("x"));
        nexus.bus().publish(EventDraft.of("a", 2).id("x"));
        hand.run();

        assertThat(handled).containsExactly(1, 2);
        assertThat(nexus.find("x", null)).isEmpty();
        assertThat(nexus.log()).isEmpty();
    }

    @Test
    @Tag("R3")
    void aRefusedEventCanBePublishedAgainUnderItsId() {
        Nexus nexus = nexus(DomainConfig.of("d").withCapacity(1).withOverflow(Overflow.FAIL));
        nexus.bus().publish("a", 1);
        Publication refused = nexus.bus().publish(EventDraft.of("a", 2).id("x"));
        assertThat(refused.status()).isEqualTo(Status.REFUSED);
        assertThat(nexus.find("x", null)).isEmpty();
        hand.run();

        Publication again = nexus.bus().publish(EventDraft.of("a", 3).id("x"));
        hand.run();

        assertThat(again.isDuplicate()).isFalse();
        assertThat(handled).containsExactly(1, 3);
    }

    @Test
    @Tag("R3")
    void aDuplicateOfAnEventThatStillWaitsForRoomSharesItsFate() throws Exception {
        Nexus nexus = nexus(DomainConfig.of("d").withCapacity(1));
        nexus.bus().publish("a", 1);
        var waiting =
                new FutureTask<>(() -> nexus.bus().publish(EventDraft.of("a", 2).id("x")));
        var thread = new Thread(waiting);
        thread.start();
        AdmissionTest.awaitBlocked(thread);

        Publication duplicate = nexus.bus().publish(EventDraft.of("a", 3).id("x"));
        assertThat(duplicate.isDuplicate()).isTrue();
        var accepted = duplicate.accepted().toCompletableFuture();
        assertThat(accepted).as("the first one is not admitted yet").isNotDone();
        assertThat(nexus.find("x", null)).isEmpty();
        thread.interrupt();
        waiting.get(10, TimeUnit.SECONDS);

        assertThat(duplicate.status()).isEqualTo(Status.REFUSED);
        assertThat(accepted).isCompletedExceptionally();
        hand.run();
        assertThat(nexus.bus().publish(EventDraft.of("a", 4).id("x")).isDuplicate())
                .isFalse();
    }

    @Test
    void aRefusedEventHasAnIdOfItsOwn() {
        Nexus nexus = nexus(DomainConfig.of("d").withCapacity(1).withOverflow(Overflow.FAIL));
        nexus.bus().publish("a", 1);
        NexusEvent<?> one = nexus.bus().publish("a", 2).event();
        NexusEvent<?> two = nexus.bus().publish("a", 3).event();

        assertThat(one.id()).isEqualTo(one.id()).isNotEqualTo(two.id());
        assertThat(Position.parse(one.id())).isEmpty();
    }

    @Test
    void secondaryEventsAreLookedForAsDuplicatesToo() {
        Nexus nexus = nexus(DomainConfig.of("d"));
        nexus.handle(
                "A",
                (event, context) -> context.emit(
                                EventDraft.of("s", event.payload()).id("x"))
                        .isDuplicate());
        nexus.bus().publish("A", 1);
        Publication second = nexus.bus().publish("A", 2);
        hand.run();

        assertThat(handled).containsExactly(1);
        assertThat(second.result(Boolean.class).toCompletableFuture()).isCompletedWithValue(true);
    }

    @Test
    void theEnvelopeSaysWhatTheDraftSaid() {
        Nexus nexus = nexus(DomainConfig.of("d"));
        var time = java.time.Instant.parse("2020-01-02T03:04:05.678901Z");
        NexusEvent<?> full = nexus.bus()
                .publish(EventDraft.of("a", "payload")
                        .priority(3)
                        .time(time)
                        .source("urn:x")
                        .subject("s")
                        .key("k")
                        .header("TraceId", "t"))
                .event();
        assertThat(full.time()).isEqualTo(time);
        assertThat(full.source()).isEqualTo("urn:x");
        assertThat(full.subject()).contains("s");
        assertThat(full.key()).contains("k");
        assertThat(full.headers()).containsExactly(java.util.Map.entry("traceid", "t"));
        assertThat(full.priority()).isEqualTo(3);
        assertThat(full.domain()).isEqualTo("d");

        NexusEvent<?> bare = nexus.bus().publish("a", null).event();
        assertThat(bare.time().toEpochMilli()).isEqualTo(hand.time.currentTimeMillis());
        assertThat(bare.source()).isEqualTo("/eventnexus/d");
        assertThat(bare.subject()).isEmpty();
        assertThat(bare.key()).isEmpty();
        assertThat(bare.headers()).isEmpty();
        hand.time.advance(Duration.ofSeconds(1));
        assertThat(nexus.bus().publish("a", null).event().time())
                .isEqualTo(bare.time().plusSeconds(1));
    }
}
