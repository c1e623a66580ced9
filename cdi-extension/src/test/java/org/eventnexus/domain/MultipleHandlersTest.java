package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.EventSelector;
import org.eventnexus.Handler;
import org.eventnexus.Nexus;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Status;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A domain in which an event may have several handlers. */
@Tag("AN-04")
class MultipleHandlersTest {
    private final HandEngine hand = new HandEngine();
    private final Nexus nexus = hand.start(DomainConfig.of("d").withMultiple(true));

    private void handle(EventSelector selector, String name) {
        nexus.handle(selector, name, (event, context) -> name);
    }

    private List<Object> values(EventDraft<?> draft) {
        Publication publication = nexus.bus().publish(draft);
        hand.run();
        return publication.poll().orElseThrow().results().stream()
                .map(Result::value)
                .toList();
    }

    @Test
    @Tag("R1")
    @Tag("R7")
    void allHandlersThatMatchTakeTheEventInTheOrderOfRegistrationEachWithItsResult() {
        handle(EventSelector.parse("a.**"), "below");
        handle(EventSelector.parse("a.b"), "first");
        handle(EventSelector.parse("a.b"), "second");
        handle(EventSelector.payload(String.class), "text");
        handle(EventSelector.parse("c"), "other");

        assertThat(values(EventDraft.of("a.b", "x"))).containsExactly("below", "first", "second", "text");
        assertThat(values(EventDraft.of("a.b", 1))).containsExactly("below", "first", "second");
    }

    @Test
    @Tag("AN-05")
    @Tag("AN-06")
    void overlappingNumbersAreNoMistakeHere() {
        handle(EventSelector.mask(1), "odd");
        handle(EventSelector.range(0, 9), "digit");
        handle(EventSelector.range(5, 20), "above");

        assertThat(values(EventDraft.of(7, null))).containsExactly("odd", "digit", "above");
        assertThat(values(EventDraft.of(12, null))).containsExactly("above");
    }

    @Test
    void theDefaultHandlersTakeWhatNoOtherTakes() {
        nexus.handleRest((event, context) -> "rest");
        nexus.handleRest((event, context) -> "rest too");
        handle(EventSelector.parse("a"), "a");

        assertThat(values(EventDraft.of("a", null))).containsExactly("a");
        assertThat(values(EventDraft.of("b", null))).containsExactly("rest", "rest too");
    }

    @Test
    void aHandlerOfSeveralSelectorsTakesAnEventOnce() {
        Handler<Object> handler = (event, context) -> "once";
        nexus.handle(EventSelector.parse("a"), "both", handler);
        nexus.handle(EventSelector.parse("*"), "both", handler);
        nexus.handle(EventSelector.parse("*"), "another", handler);

        assertThat(values(EventDraft.of("a", null))).containsExactly("once", "once");
    }

    @Test
    @Tag("R8")
    void oneThatFailsKeepsNoOtherFromIt() {
        nexus.handle("a", (event, context) -> CompletableFuture.failedFuture(new IllegalStateException("broken")));
        handle(EventSelector.parse("a"), "sound");

        Publication publication = nexus.bus().publish("a", null);
        hand.run();

        assertThat(publication.status()).isEqualTo(Status.FAILED);
        assertThat(publication.poll().orElseThrow().results())
                .extracting(Result::value)
                .containsExactly(null, "sound");
    }
}
