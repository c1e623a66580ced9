package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eventnexus.AsyncMiddleware;
import org.eventnexus.BoundaryConfig;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.Middleware.Decision;
import org.eventnexus.Nexus;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A batch that waits for its places gets them though a boundary brings one event after the other. */
@Tag("R3")
@Tag("AN-21")
class BatchBehindBoundaryTest {
    private static final int BROUGHT = 20;

    private final HandEngine hand = new HandEngine();
    private final Nexus from = hand.start(DomainConfig.of("from"));
    private final Nexus to = hand.start(DomainConfig.of("to").withCapacity(4));
    private final List<Object> handled = new ArrayList<>();
    private final ArrayDeque<CompletableFuture<Object>> open = new ArrayDeque<>();

    private void fillAndBring() {
        to.handle("**", (event, context) -> {
            handled.add(event.payload());
            open.add(new CompletableFuture<>());
            return open.getLast();
        });
        bring();
    }

    private void bring() {
        from.boundary("b", BoundaryConfig.to(to).replies(false));
        for (int i = 0; i < 5; i++) {
            to.bus().publish("a", "first");
            hand.run();
        }
        for (int i = 0; i < BROUGHT; i++) {
            from.bus().publish("a", "brought");
        }
        hand.run();
    }

    /** One event after the other ends, and its place is free. */
    private void handleAll() {
        for (CompletableFuture<Object> next = open.poll(); next != null; next = open.poll()) {
            next.complete(null);
            hand.run();
        }
    }

    private static List<EventDraft<Object>> batch(int size) {
        var drafts = new EventDraft<?>[size];
        Arrays.setAll(drafts, i -> EventDraft.of("a", (Object) "batch"));
        @SuppressWarnings("unchecked")
        List<EventDraft<Object>> list = (List<EventDraft<Object>>) (List<?>) List.of(drafts);
        return list;
    }

    private void assertItWasNotTheLast(List<Publication> publications) {
        handleAll();
        assertThat(publications).allMatch(each -> each.status() == Status.COMPLETED);
        assertThat(handled).filteredOn("brought"::equals).hasSize(BROUGHT);
        assertThat(handled.indexOf("batch")).as("%s", handled).isLessThan(5 + BROUGHT / 2);
    }

    @Test
    void itIsNotOvertakenWithoutAnEnd() {
        fillAndBring();
        List<Publication> waiting = to.bus().publishAllAsync(batch(3));
        assertItWasNotTheLast(waiting);
    }

    @Test
    void oneOfAllPlacesIsNotEither() {
        fillAndBring();
        List<Publication> waiting = to.bus().publishAllAsync(batch(4));
        assertItWasNotTheLast(waiting);
    }

    @Test
    @Tag("AU-03")
    void norBeforeAsynchronousMiddlewares() {
        AsyncMiddleware passing = draft -> CompletableFuture.completedFuture(Decision.pass(draft));
        to.useAsync("m", passing);
        fillAndBring();
        List<Publication> waiting = to.bus().publishAllAsync(batch(3));
        assertItWasNotTheLast(waiting);
    }

    @Test
    void whoIsBroughtGoesOnWhenTheBatchIsGivenUp() {
        fillAndBring();
        List<Publication> waiting = to.bus().publishAllAsync(batch(4));
        hand.time.advance(to.config().awaitTimeout());
        hand.run();
        assertThat(waiting).allMatch(each -> each.status() == Status.REFUSED);
        handleAll();
        assertThat(handled).filteredOn("brought"::equals).hasSize(BROUGHT);
    }

    @Test
    @Tag("AU-03")
    void norDoesItWaitForABatchThatWasGivenUpBeforeAsynchronousMiddlewares() {
        AsyncMiddleware passing = draft -> CompletableFuture.completedFuture(Decision.pass(draft));
        to.useAsync("m", passing);
        var first = new CompletableFuture<Object>();
        to.handle("**", (event, context) -> {
            handled.add(event.payload());
            return handled.size() == 1 ? first : null;
        });
        bring();
        List<Publication> waiting = to.bus().publishAllAsync(batch(4));
        hand.time.advance(to.config().awaitTimeout());
        hand.run();
        assertThat(waiting).allMatch(each -> each.status() == Status.REFUSED);
        first.complete(null); // the loop handles all that is there, and rests once
        hand.run();
        assertThat(handled).filteredOn("brought"::equals).hasSize(BROUGHT);
    }
}
