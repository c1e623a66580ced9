package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventSelector;
import org.eventnexus.Nexus;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R1")
@Tag("AN-10")
class OrderTest {
    private final HandEngine hand = new HandEngine();
    private final List<Object> seen = new ArrayList<>();

    @Test
    void eventsAreHandledInTheOrderOfPublication() {
        Nexus nexus = hand.start(DomainConfig.of("d").withCapacity(1000));
        nexus.bus().subscribe("n", event -> seen.add(event.payload()));

        var expected = new ArrayList<Object>();
        for (int i = 0; i < 500; i++) {
            nexus.bus().publish("n", i);
            expected.add(i);
        }
        hand.run();

        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void theHandlerComesFirstThenSubscribersInTheOrderOfRegistration() {
        Nexus nexus = hand.start(DomainConfig.of("d"));
        nexus.bus().subscribe("**", event -> seen.add("any"));
        nexus.bus().subscribe("a.b", event -> seen.add("exact"));
        nexus.bus().subscribe("a.**", event -> seen.add("descendants"));
        nexus.bus().subscribe(String.class, event -> seen.add("class"));
        nexus.bus().subscribe("a.*", event -> seen.add("children"));
        nexus.bus().subscribe("a.b", event -> seen.add("exact again"));
        nexus.handle("a.b", (event, context) -> seen.add("handler"));

        nexus.bus().publish("a.b", "payload");
        hand.run();

        assertThat(seen).containsExactly("handler", "any", "exact", "descendants", "class", "children", "exact again");
    }

    @Test
    void aStageIsWaitedForBeforeTheNextReceiverAndTheNextEventWithoutHoldingAThread() {
        Nexus nexus = hand.start(DomainConfig.of("d"));
        var stage = new CompletableFuture<String>();
        nexus.handle("a", (event, context) -> {
            seen.add("handler " + event.payload());
            return event.payload().equals(1) ? stage : null;
        });
        nexus.bus().subscribe("a", event -> seen.add("subscriber " + event.payload()));

        Publication first = nexus.bus().publish("a", 1);
        Publication second = nexus.bus().publish("a", 2);
        hand.run(); // returns: no thread is held

        assertThat(seen).containsExactly("handler 1");
        assertThat(first.status()).isEqualTo(Status.PENDING);
        assertThat(hand.executor.waiting()).isZero();

        stage.complete("one");
        assertThat(seen).as("the completing thread is not the loop").containsExactly("handler 1");
        hand.run();

        assertThat(seen).containsExactly("handler 1", "subscriber 1", "handler 2", "subscriber 2");
        assertThat(first.poll().orElseThrow().results()).containsExactly(new Publication.Result("a", "one", null));
        assertThat(second.status()).isEqualTo(Status.COMPLETED);
    }

    @Test
    void aStageThatIsCompleteAlreadyIsNotWaitedFor() {
        Nexus nexus = hand.start(DomainConfig.of("d"));
        nexus.handle("a", (event, context) -> CompletableFuture.completedFuture("now"));
        nexus.handle("b", (event, context) -> CompletableFuture.failedFuture(new IllegalStateException("no")));

        Publication good = nexus.bus().publish("a", null);
        Publication bad = nexus.bus().publish("b", null);
        hand.run();

        assertThat(good.poll().orElseThrow().results().get(0).value()).isEqualTo("now");
        assertThat(bad.status()).isEqualTo(Status.FAILED);
        assertThat(hand.errors).containsExactly("b: no");
    }

    @Test
    void upToInFlightEventsOverlapWhileInvocationsStillComeInOrder() {
        Nexus nexus = hand.start(DomainConfig.of("d").withInFlight(3));
        var stages = new ArrayList<CompletableFuture<Integer>>();
        nexus.handle("a", (event, context) -> {
            seen.add(event.payload());
            stages.add(new CompletableFuture<>());
            return stages.get(stages.size() - 1);
        });
        var publications = new ArrayList<Publication>();
        for (int i = 0; i < 5; i++) {
            publications.add(nexus.bus().publish("a", i));
        }
        hand.run();
        assertThat(seen).containsExactly(0, 1, 2);

        stages.get(1).complete(1); // out of order: each ends for itself
        hand.run();
        assertThat(seen).containsExactly(0, 1, 2, 3);
        assertThat(publications.get(1).isDone()).isTrue();
        assertThat(publications.get(0).isDone()).isFalse();

        stages.get(0).complete(0);
        stages.get(2).complete(2);
        hand.run();
        stages.get(3).complete(3);
        stages.get(4).complete(4);
        hand.run();
        assertThat(seen).containsExactly(0, 1, 2, 3, 4);
        assertThat(publications).allMatch(Publication::isDone);
        assertThat(nexus.stats().waiting()).isZero();
    }

    @Test
    void aSubscriberWithResultsIsWaitedForLikeAHandler() {
        Nexus nexus = hand.start(DomainConfig.of("d"));
        var stage = new CompletableFuture<String>();
        nexus.bus().subscribe(EventSelector.type("a"), "slow", (event, context) -> stage);
        nexus.bus().subscribe("a", event -> seen.add("after"));

        Publication publication = nexus.bus().publish("a", null);
        hand.run();
        assertThat(seen).isEmpty();

        stage.complete(null);
        hand.run();
        assertThat(seen).containsExactly("after");
        assertThat(publication.poll().orElseThrow().results())
                .as("a subscriber without a value shows no result")
                .isEmpty();
    }
}
