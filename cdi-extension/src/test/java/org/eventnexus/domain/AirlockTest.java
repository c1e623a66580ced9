package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.Middleware.Decision;
import org.eventnexus.Nexus;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.eventnexus.race.Conservation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whoever is told what has become of an event behind asynchronous middlewares may publish the next one there and then. */
@Tag("AU-03")
@Tag("R5")
class AirlockTest {
    private static final String FIRST = "first";

    /** The only place is the first event's, of which its publisher is told by the thread that lets it out. */
    private static void publishesNext(Decision decision, BiConsumer<Publication, Runnable> whenTold) throws Exception {
        try (var pooled = new PooledEngine(2)) {
            Nexus nexus = pooled.start(DomainConfig.of("d").withCapacity(1).withAwaitTimeout(Duration.ofSeconds(20)));
            var asked = new CompletableFuture<Decision>();
            nexus.useAsync(
                    "m",
                    draft -> draft.type().equals(FIRST)
                            ? asked
                            : CompletableFuture.completedStage(Decision.pass(draft)));
            nexus.bus().subscribe("**", event -> {});
            Publication first = nexus.bus().publishAsync(EventDraft.of(FIRST, null));
            var next = new CompletableFuture<Publication>();
            whenTold.accept(first, () -> next.complete(nexus.bus().publish("next", null)));
            Future<?> decides = pooled.publisher(() -> asked.complete(decision));
            assertThat(next.get(10, TimeUnit.SECONDS)
                            .await(Duration.ofSeconds(10))
                            .status())
                    .isEqualTo(Status.COMPLETED);
            decides.get(10, TimeUnit.SECONDS);
            Conservation.atRest(nexus);
        }
    }

    @Test
    void whoIsToldOfAnAdmission() throws Exception {
        publishesNext(
                Decision.pass(EventDraft.of(FIRST, null)),
                (first, publish) -> first.accepted().thenRun(publish));
    }

    @Test
    void whoIsToldOfAnAnswer() throws Exception {
        publishesNext(
                Decision.answer("cached"), (first, publish) -> first.outcome().thenRun(publish));
    }

    @Test
    void whoIsToldOfARefusal() throws Exception {
        publishesNext(
                Decision.refuse("closed"),
                (first, publish) -> first.accepted().whenComplete((event, refused) -> publish.run()));
    }

    /** More than one thread lets out at once, so that others go on while their publishers are told. */
    @Test
    void manyThatWereHeldUpByOneAllLeaveInOrder() {
        var hand = new HandEngine();
        Nexus nexus = hand.start(DomainConfig.of("d"));
        List<Object> seen = new ArrayList<>();
        nexus.bus().subscribe("**", event -> seen.add(event.payload()));
        var asked = new CompletableFuture<Decision>();
        nexus.useAsync(
                "m",
                draft -> draft.type().equals(FIRST) ? asked : CompletableFuture.completedStage(Decision.pass(draft)));
        List<Publication> publications = new ArrayList<>();
        publications.add(nexus.bus().publish(FIRST, 0));
        List<Object> expected = new ArrayList<>(List.of(0));
        for (int i = 1; i < 300; i++) {
            publications.add(nexus.bus().publish("next", i));
            expected.add(i);
        }
        asked.complete(Decision.pass(EventDraft.of(FIRST, 0)));
        hand.run();
        assertThat(seen).isEqualTo(expected);
        assertThat(publications).allMatch(publication -> publication.status() == Status.COMPLETED);
        hand.rest();
        Conservation.atRest(nexus);
    }
}
