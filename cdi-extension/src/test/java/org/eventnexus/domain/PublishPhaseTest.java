package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.Middleware.Decision;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.eventnexus.PublishPhase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Events that wait for the end of their publisher's transaction, with a transaction that the test plays. */
@Tag("BX-03")
class PublishPhaseTest {
    private final VirtualTime time = new VirtualTime();
    private final HandExecutor executor = new HandExecutor();
    private final List<Consumer<Boolean>> waiting = new ArrayList<>();
    private final List<Object> seen = new ArrayList<>();
    private boolean inTransaction = true;
    private boolean full;
    private int counted;

    private final DomainEngine engine = DomainEngine.builder()
            .executor(executor)
            .scheduler(time)
            .clock(time)
            .errorHandler((event, receiver, error) -> {})
            .transactions((events, ended) -> {
                counted += events;
                if (full) {
                    throw new RejectedExecutionException("too many");
                }
                if (inTransaction) {
                    waiting.add(ended);
                }
                return inTransaction;
            })
            .build();
    private final Nexus nexus = engine.create(DomainConfig.of("d"));

    @BeforeEach
    void start() {
        nexus.bus().subscribe("**", (NexusEvent<Object> event) -> seen.add(event.payload()));
        nexus.start();
        executor.runAll();
    }

    private Publication publish(Object payload, PublishPhase phase) {
        return nexus.bus().publish(EventDraft.of("a", payload).phase(phase));
    }

    private void end(boolean committed) {
        List<Consumer<Boolean>> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(each -> each.accept(committed));
        executor.runAll();
    }

    @Test
    void afterACommit() {
        Publication success = publish("success", PublishPhase.AFTER_SUCCESS);
        Publication failure = publish("failure", PublishPhase.AFTER_FAILURE);
        Publication completion = publish("completion", PublishPhase.AFTER_COMPLETION);
        publish("now", PublishPhase.AT_ONCE);
        executor.runAll();
        assertThat(seen).containsExactly("now");
        assertThat(List.of(success, failure, completion))
                .allMatch(each -> each.status() == Status.PENDING)
                .allMatch(each -> each.event().position().isEmpty());
        end(true);
        assertThat(seen).containsExactly("now", "success", "completion");
        assertThat(success.status()).isEqualTo(Status.COMPLETED);
        assertThat(failure.status()).isEqualTo(Status.REFUSED);
        assertThat(failure.accepted().toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("its publisher's transaction was committed");
        assertThat(nexus.stats().refused()).isEqualTo(1);
    }

    @Test
    void afterARollback() {
        Publication success = publish("success", PublishPhase.AFTER_SUCCESS);
        Publication failure = publish("failure", PublishPhase.AFTER_FAILURE);
        publish("completion", PublishPhase.AFTER_COMPLETION);
        end(false);
        assertThat(seen).containsExactly("failure", "completion");
        assertThat(success.status()).isEqualTo(Status.REFUSED);
        assertThat(success.results().toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("its publisher's transaction was rolled back");
        assertThat(failure.status()).isEqualTo(Status.COMPLETED);
        assertThat(nexus.log().orElseThrow().newest()).as("never admitted").isEqualTo(2);
    }

    @Test
    void withoutATransactionAtOnce() {
        inTransaction = false;
        for (PublishPhase phase : PublishPhase.values()) {
            publish(phase, phase);
        }
        executor.runAll();
        assertThat(seen).containsExactly((Object[]) PublishPhase.values());
    }

    @Test
    void whereThereAreNoTransactionsAtOnce() {
        var hand = new HandEngine();
        Nexus plain = hand.start(DomainConfig.of("plain"));
        Publication publication = plain.bus().publish(EventDraft.of("a", 1).afterSuccess());
        hand.run();
        assertThat(publication.status()).isEqualTo(Status.UNHANDLED);
    }

    @Test
    void middlewaresSeeItWhenItIsPublished() {
        List<Object> passed = new ArrayList<>();
        nexus.use("m", draft -> {
            passed.add(draft.payload());
            return draft.payload().equals("bad") ? Decision.refuse("no") : Decision.pass(draft);
        });
        Publication good = publish("good", PublishPhase.AFTER_SUCCESS);
        Publication bad = publish("bad", PublishPhase.AFTER_SUCCESS);
        assertThat(passed).isEmpty();
        end(true);
        assertThat(passed).containsExactly("good", "bad");
        assertThat(good.status()).isEqualTo(Status.COMPLETED);
        assertThat(bad.status()).isEqualTo(Status.REFUSED);
    }

    @Test
    void aMiddlewareThatFailsDoesNotReachWhoEndsTheTransaction() {
        nexus.use("m", draft -> {
            throw new IllegalStateException("broken");
        });
        Publication publication =
                nexus.bus().publish(EventDraft.of("a", 1).afterSuccess().failFast());
        end(true);
        assertThat(publication.status()).isEqualTo(Status.REFUSED);
        assertThat(nexus.stats().refused()).isEqualTo(1);
    }

    @Test
    void whoseQueueIsFullHoldsNotWhoEndsTheTransaction() {
        Nexus small = engine.create(DomainConfig.of("small").withCapacity(1));
        small.start();
        executor.runAll();
        List<Publication> all = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            all.add(small.bus().publish(EventDraft.of("a", i).afterSuccess()));
        }
        for (Consumer<Boolean> each : waiting) {
            each.accept(true);
        }
        assertThat(all.get(1).accepted().toCompletableFuture()).isNotDone();
        executor.runAll();
        assertThat(all).allMatch(Publication::isDone);
    }

    @Test
    void whatATransactionDoesNotTakeIsRefused() {
        full = true;
        Publication publication = publish(1, PublishPhase.AFTER_SUCCESS);
        assertThat(publication.status()).isEqualTo(Status.REFUSED);
        assertThat(publication.accepted().toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("too many");
    }

    @Test
    void afterAStopItIsRefused() {
        Publication publication = publish(1, PublishPhase.AFTER_SUCCESS);
        nexus.stop(Duration.ofSeconds(1));
        end(true);
        assertThat(publication.status()).isEqualTo(Status.REFUSED);
    }

    @Test
    @Tag("R13")
    void itHasItsIdBefore() {
        Publication publication = publish(1, PublishPhase.AFTER_SUCCESS);
        String id = publication.event().id();
        end(true);
        assertThat(publication.event().id()).isEqualTo(id);
        assertThat(nexus.find(id, null)).isPresent();
    }

    @Test
    void itsTimeAndItsErrorsAreToldAsAnyOnes() {
        List<Exception> told = new ArrayList<>();
        nexus.bus().publish(EventDraft.of("a", 1).afterSuccess().onFailure(told::add));
        end(false);
        assertThat(told).singleElement().satisfies(error -> assertThat(error).hasMessageContaining("rolled back"));
    }

    @Test
    void aBatchWaitsForTheEndAsOneAndIsAdmittedOrRefusedAsAWhole() {
        List<Publication> batch = nexus.bus()
                .publishAll(List.of(
                        EventDraft.of("a", 1).afterSuccess(),
                        EventDraft.of("a", 2).id("two").afterSuccess()));
        assertThat(waiting).hasSize(1);
        String id = batch.get(0).event().id();
        inTransaction = false;
        publish(3, PublishPhase.AT_ONCE);
        end(true);
        assertThat(seen).containsExactly(3, 1, 2);
        assertThat(batch).extracting(Publication::status).containsOnly(Status.COMPLETED);
        assertThat(batch.get(0).event().id()).isEqualTo(id);

        inTransaction = true;
        List<Publication> late = nexus.bus()
                .publishAllAsync(List.of(
                        EventDraft.of("a", 4).afterSuccess(),
                        EventDraft.of("a", 5).afterSuccess()));
        end(false);
        assertThat(late).extracting(Publication::status).containsOnly(Status.REFUSED);
        full = true;
        assertThat(nexus.bus().publishAll(List.of(EventDraft.of("a", 6).afterCompletion())))
                .extracting(Publication::status)
                .containsOnly(Status.REFUSED);
        assertThat(seen).containsExactly(3, 1, 2);
    }

    @Test
    void aBatchCountsForAsManyAsItHas() {
        nexus.bus()
                .publishAll(List.of(
                        EventDraft.of("a", 1).afterSuccess(),
                        EventDraft.of("a", 2).afterSuccess()));
        publish(3, PublishPhase.AFTER_SUCCESS);
        assertThat(counted).isEqualTo(3);
    }
}
