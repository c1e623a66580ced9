package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.eventnexus.Collector;
import org.eventnexus.CollectorOptions;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.EventSelector;
import org.eventnexus.Handler;
import org.eventnexus.InvalidLoopStateException;
import org.eventnexus.LoopStoppedException;
import org.eventnexus.MisconfiguredReceiverException;
import org.eventnexus.Nexus;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Outcome;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Status;
import org.eventnexus.WorkException;
import org.eventnexus.WorkQueue;
import org.eventnexus.WorkQueueConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Work queues step by step: loops and workers share an executor that the test runs by hand. */
class WorkQueueTest {
    private final HandEngine hand = new HandEngine();
    private final List<Object> seen = new ArrayList<>();
    private final List<CompletableFuture<Object>> stages = new ArrayList<>();

    private Nexus nexus;
    private WorkQueue queue;

    private WorkQueue start(WorkQueueConfig config) {
        nexus = hand.start(DomainConfig.of("d"));
        queue = nexus.workQueue("q", config);
        return queue;
    }

    private WorkQueue start() {
        return start(WorkQueueConfig.defaults());
    }

    private Publication send(Object payload) {
        Publication publication = queue.send(payload);
        hand.run();
        return publication;
    }

    /** Sees an event, and returns a stage that the test completes. */
    private Handler<Object> withStages() {
        return (event, context) -> {
            seen.add(event.payload());
            stages.add(new CompletableFuture<>());
            return stages.get(stages.size() - 1);
        };
    }

    private static Outcome outcome(Publication publication) {
        return publication.poll().orElseThrow();
    }

    private static List<Object> values(Publication publication) {
        return outcome(publication).results().stream().map(Result::value).toList();
    }

    private static void assertWorkException(Result result, WorkException.Reason reason, String id) {
        assertThat(result.error()).isInstanceOfSatisfying(WorkException.class, error -> {
            assertThat(error.reason()).isEqualTo(reason);
            assertThat(error).hasMessageStartingWith(id);
        });
    }

    @Test
    @Tag("EC-01")
    void payloadsAreWorkedOnBySeveralAtOnceAndTheDomainDoesNotWait() {
        start().work(CollectorOptions.named("w").concurrency(2), withStages());
        List<Publication> sent = List.of(send(1), send(2), send(3));
        assertThat(seen).containsExactly(1, 2);
        assertThat(sent).allMatch(publication -> !publication.isDone());
        assertThat(nexus.bus().publish("other", 1)).satisfies(other -> {
            hand.run();
            assertThat(other.status()).isEqualTo(Status.UNHANDLED);
        });

        stages.get(1).complete("two");
        hand.run();
        assertThat(values(sent.get(1))).containsExactly("two");
        assertThat(seen).as("the next one, with the permit that is free").containsExactly(1, 2, 3);
        stages.get(0).complete("one");
        stages.get(2).complete(null);
        hand.run();
        assertThat(values(sent.get(0))).containsExactly("one");
        assertThat(values(sent.get(2))).containsExactly((Object) null);
    }

    @Test
    @Tag("EC-03")
    void whatIsSentIsAnEventOfTheDomainOfTheQueuesType() {
        start().work("w", (event, context) -> event.type() + " " + event.payload());
        List<Object> subscribed = new ArrayList<>();
        nexus.bus().subscribe("q", event -> subscribed.add(event.payload()));
        assertThat(values(send(1))).containsExactly("q 1");
        assertThat(subscribed).containsExactly(1);
        assertThat(values(send(EventDraft.of("q", 2).id("mine")))).containsExactly("q 2");
        Publication published = nexus.bus().publish("q", 3);
        hand.run();
        assertThat(values(published)).as("the bus is the same way").containsExactly("q 3");
        assertThat(nexus.log()).isPresent();
        assertThat(published.event().position()).isPresent();
    }

    private Publication send(EventDraft<?> draft) {
        Publication publication = queue.send(draft);
        hand.run();
        return publication;
    }

    @Test
    @Tag("EC-04")
    @Tag("R7")
    void eachCollectorHasAResultInTheOrderOfRegistration() {
        start().work("slow", withStages());
        queue.work("bad", (event, context) -> {
            throw new IllegalStateException("bad");
        });
        queue.work("quick", (event, context) -> "quick");
        Publication publication = send(1);
        assertThat(publication.poll()).isEmpty();
        stages.get(0).complete("slow");
        hand.run();
        Outcome outcome = outcome(publication);
        assertThat(outcome.status()).isEqualTo(Status.FAILED);
        assertThat(outcome.results()).extracting(Result::receiver).containsExactly("slow", "bad", "quick");
        assertThat(outcome.results()).extracting(Result::value).containsExactly("slow", null, "quick");
        assertThat(outcome.results().get(1).error()).hasMessage("bad");
        assertThat(hand.errors).containsExactly("bad: bad");
    }

    @Test
    @Tag("EC-05")
    void aResultSaysHowLongItTook() {
        start().work(CollectorOptions.named("w").concurrency(1), withStages());
        Publication first = send(1);
        Publication second = send(2);
        hand.time.advance(Duration.ofNanos(100));
        stages.get(0).complete(null);
        hand.run();
        hand.time.advance(Duration.ofNanos(30));
        stages.get(1).complete(null);
        hand.run();
        assertThat(outcome(first).results().get(0).work()).isEqualTo(new Publication.Work(1, 100, 100));
        assertThat(outcome(second).results().get(0).work()).isEqualTo(new Publication.Work(1, 130, 30));
    }

    @Test
    @Tag("EC-06")
    void drainWaitsForWhatWasSentBeforeAndNothingElse() {
        start().work(CollectorOptions.named("w").concurrency(1), withStages());
        send(1);
        queue.send(2); // still in the domain's queue
        CompletableFuture<Void> drained = queue.drain().toCompletableFuture();
        hand.run();
        send(3);
        stages.get(0).complete(null);
        hand.run();
        assertThat(drained).isNotDone();
        stages.get(1).complete(null);
        hand.run();
        assertThat(drained).isCompleted();
        assertThat(queue.stats().busy()).as("the third").isEqualTo(1);
        assertThat(queue.drain().toCompletableFuture()).isNotDone();
    }

    @Test
    @Tag("EC-06")
    void drainBeforeTheStartWaitsForThatAndNeverBeyondTheStop() {
        nexus = hand.create(DomainConfig.of("d"));
        queue = nexus.workQueue("q", WorkQueueConfig.defaults());
        queue.work("w", (event, context) -> null);
        queue.send(1);
        CompletableFuture<Void> drained = queue.drain().toCompletableFuture();
        assertThat(hand.executor.waiting()).isZero();
        nexus.start();
        hand.run();
        assertThat(drained).isCompleted();
        queue.work("never", withStages());
        send(2);
        drained = queue.drain().toCompletableFuture();
        hand.run();
        assertThat(drained).isNotDone();
        nexus.stop(Duration.ZERO);
        assertThat(drained).isCompleted();
        assertThat(queue.drain().toCompletableFuture()).isCompleted();
    }

    @Test
    @Tag("EC-08")
    void anEventGoesToAllToOneByKeyOrToThoseOnATopic() {
        start().work(CollectorOptions.named("a").key("1").topics("x", "y"), (event, context) -> "a");
        queue.work(CollectorOptions.named("b").topics("y"), (event, context) -> "b");
        queue.work("c", (event, context) -> "c");
        assertThat(values(send(1))).containsExactly("a", "b", "c");
        assertThat(values(send(EventDraft.of("q", 1).toCollector("1")))).containsExactly("a");
        assertThat(values(send(EventDraft.of("q", 1).toCollector("c")))).containsExactly("c");
        assertThat(values(send(EventDraft.of("q", 1).toTopic("y")))).containsExactly("a", "b");
        assertThat(values(send(EventDraft.of("q", 1).toTopic("x")))).containsExactly("a");
    }

    @Test
    @Tag("EC-08")
    @Tag("R6")
    void anEventForWhichNobodyIsChosenIsUnhandledUnlessOthersTakeIt() {
        start().work("w", (event, context) -> null);
        assertThat(send(EventDraft.of("q", 1).toCollector("nobody")).status()).isEqualTo(Status.UNHANDLED);
        nexus.bus().subscribe("q", event -> {});
        assertThat(send(EventDraft.of("q", 1).toCollector("nobody")).status()).isEqualTo(Status.COMPLETED);
        assertThat(send(1).status()).isEqualTo(Status.COMPLETED);
    }

    @Test
    @Tag("EC-08")
    void aRouterOfOnesOwnChooses() {
        start(WorkQueueConfig.defaults().withRouter((event, collectors) -> {
            seen.add(collectors.stream().map(candidate -> candidate.name()).toList());
            int chosen = (int) event.payload();
            return chosen < 0 ? List.of() : List.of(collectors.get(2), collectors.get(chosen));
        }));
        queue.work("a", (event, context) -> "a");
        queue.work("b", (event, context) -> "b");
        queue.work("c", (event, context) -> "c");
        queue.work(CollectorOptions.named("d").select("other"), (event, context) -> "d");
        assertThat(values(send(0))).as("in the order of registration").containsExactly("a", "c");
        assertThat(values(send(2))).containsExactly("c");
        assertThat(send(-1).status()).isEqualTo(Status.UNHANDLED);
        assertThat(seen).containsOnly(List.of("a", "b", "c"));

        Publication failed = send(7);
        assertThat(failed.status()).isEqualTo(Status.FAILED);
        assertThat(outcome(failed).results()).singleElement().satisfies(result -> {
            assertThat(result.receiver()).isEqualTo("q");
            assertWorkException(result, WorkException.Reason.ROUTER, "ENX-0052");
        });
    }

    @Test
    @Tag("EC-03")
    void aPayloadMayBeNull() {
        start().work("w", (event, context) -> event.type() + " " + event.payload());
        Publication publication = queue.send(null);
        hand.run();
        assertThat(values(publication)).containsExactly("q null");
    }

    /** Whatever a worker does, its permit comes back, and its event ends once. */
    @Test
    @Tag("EC-01")
    @Tag("R8")
    void noWorkerTakesItsPermitAway() {
        class Nasty extends RuntimeException {
            private static final long serialVersionUID = 1L;

            @Override
            public String getMessage() {
                throw new IllegalStateException("no message");
            }
        }
        class Broken extends CompletableFuture<Object> {
            @Override
            public CompletableFuture<Object> whenComplete(BiConsumer<? super Object, ? super Throwable> action) {
                action.accept("once", null);
                action.accept("twice", null);
                throw new IllegalStateException("no stage");
            }
        }
        start().work(CollectorOptions.named("w").concurrency(1), (event, context) -> switch ((int) event.payload()) {
            case 0 -> throw new Nasty();
            case 1 -> throw new StackOverflowError();
            case 2 -> new Broken();
            case 3 -> CompletableFuture.failedFuture(new Nasty());
            case 4 -> CompletableFuture.completedFuture("at once");
            default -> "good";
        });
        List<Publication> sent = IntStream.range(0, 20).mapToObj(this::send).toList();
        assertThat(sent).allMatch(Publication::isDone);
        assertThat(values(sent.get(2))).containsExactly("once");
        assertThat(values(sent.get(19))).containsExactly("good");
        assertThat(queue.stats()).satisfies(stats -> {
            assertThat(stats.workInProgress()).isZero();
            assertThat(stats.failed()).isEqualTo(3);
            assertThat(stats.done()).isEqualTo(17);
        });
        hand.runWhile(queue.collectors().get(0)::close);
        assertThat(queue.collectors()).isEmpty();
    }

    @Test
    @Tag("EC-08")
    void aRouterThatSaysNothingOrThrowsIsAFailureAndOtherQueuesWork() {
        start(WorkQueueConfig.defaults().withRouter((event, collectors) -> {
            if ((int) event.payload() == 0) {
                return null;
            }
            throw new StackOverflowError();
        }));
        queue.work("a", (event, context) -> "a");
        nexus.workQueue("other", WorkQueueConfig.defaults())
                .work(CollectorOptions.named("b").select("q"), (event, context) -> "b");
        nexus.handle("q", (event, context) -> "handler");
        for (int payload = 0; payload < 2; payload++) {
            Publication publication = send(payload);
            assertThat(publication.status()).isEqualTo(Status.FAILED);
            assertThat(outcome(publication).results()).extracting(Result::value).containsExactly("handler", null, "b");
            assertWorkException(outcome(publication).results().get(1), WorkException.Reason.ROUTER, "ENX-0052");
        }
    }

    @Test
    @Tag("EC-06")
    void drainWaitsForWhatAClosedCollectorIsWorkingOn() {
        Collector closed = start().work("w", withStages());
        Publication publication = send(1);
        hand.runWhile(closed::close);
        CompletableFuture<Void> drained = queue.drain().toCompletableFuture();
        hand.run();
        assertThat(publication.isDone()).isFalse();
        assertThat(drained).isNotDone();
        stages.get(0).complete("late");
        hand.run();
        assertThat(values(publication)).containsExactly("late");
        assertThat(drained).isCompleted();
    }

    /** A worker whose queue has a single permit sends to it, and drains it, without waiting. */
    @Test
    @Tag("EC-06")
    void aWorkerSendsToItsOwnQueue() {
        List<CompletionStage<Void>> drains = new ArrayList<>();
        start(WorkQueueConfig.defaults().withCapacity(2))
                .work(CollectorOptions.named("w").concurrency(1), (event, context) -> {
                    seen.add(event.payload());
                    if (event.payload().equals("root")) {
                        for (int i = 0; i < 10; i++) {
                            queue.send(i);
                        }
                        drains.add(queue.drain());
                    }
                    return null;
                });
        send("root");
        assertThat(seen).hasSize(11);
        assertThat(drains.get(0).toCompletableFuture()).isCompleted();
    }

    @Test
    @Tag("EC-08")
    void collectorsSelectAndSeveralQueuesDoNotMeet() {
        start().work(CollectorOptions.named("a").select("order.**"), (event, context) -> "a");
        WorkQueue other = nexus.workQueue("other", WorkQueueConfig.defaults());
        other.work(
                CollectorOptions.named("b").select(EventSelector.type("order.placed"), EventSelector.type("q")),
                (event, context) -> "b");
        assertThat(values(send(EventDraft.of("order.placed", 1)))).containsExactly("a", "b");
        assertThat(values(send(EventDraft.of("q", 1)))).containsExactly("b");
        assertThat(nexus.workQueues()).containsExactly(queue, other);
        assertThat(nexus.findWorkQueue("other")).contains(other);
        assertThat(nexus.inspect().collectors()).extracting(each -> each.name()).containsExactly("a", "b");
    }

    @Test
    void whatIsWrongIsToldAtOnce() {
        start().work("w", (event, context) -> null);
        assertThatThrownBy(() -> queue.work("w", (event, context) -> null))
                .isInstanceOf(MisconfiguredReceiverException.class)
                .hasMessageStartingWith("ENX-0057");
        queue.work(CollectorOptions.named("w").key("other"), (event, context) -> null);
        assertThatThrownBy(() -> nexus.workQueue("q", WorkQueueConfig.defaults()))
                .isInstanceOf(MisconfiguredReceiverException.class)
                .hasMessageStartingWith("ENX-0049");
        assertThatThrownBy(() -> nexus.workQueue("a.b", WorkQueueConfig.defaults()))
                .isInstanceOf(MisconfiguredReceiverException.class)
                .hasMessageStartingWith("ENX-0049");
        nexus.stop(Duration.ZERO);
        assertThatThrownBy(() -> nexus.workQueue("r", WorkQueueConfig.defaults()))
                .isInstanceOf(LoopStoppedException.class)
                .hasMessageStartingWith("ENX-0056");
        assertThatThrownBy(() -> queue.work("x", (event, context) -> null))
                .isInstanceOf(LoopStoppedException.class)
                .hasMessageStartingWith("ENX-0056");
    }

    @Test
    void aWorkerPublishesAndDoesNotEmit() {
        start().work("w", (event, context) -> {
            assertThatThrownBy(() -> context.emit("b", 1))
                    .isInstanceOf(InvalidLoopStateException.class)
                    .hasMessageStartingWith("ENX-0048");
            CompletionStage<Object> stage = context.bus().publish("b", 1).result(Object.class);
            return stage;
        });
        nexus.handle("b", (event, context) -> "from b");
        assertThat(values(send(1))).containsExactly("from b");
    }

    @Test
    void whoClosesACollectorEndsWhatWaitsForIt() {
        Collector collector = start().work(CollectorOptions.named("w").concurrency(1), withStages());
        Publication first = send(1);
        Publication second = send(2);
        hand.runWhile(collector::close);
        assertThat(second.status()).isEqualTo(Status.FAILED);
        assertWorkException(outcome(second).results().get(0), WorkException.Reason.CLOSED, "ENX-0055");
        assertThat(hand.errors).isEmpty();
        assertThat(first.isDone()).isFalse();
        stages.get(0).complete("late");
        hand.run();
        assertThat(values(first)).containsExactly("late");
        assertThat(send(3).status()).isEqualTo(Status.UNHANDLED);
        queue.work("w", (event, context) -> "again");
        assertThat(values(send(4))).containsExactly("again");
        assertThat(queue.collectors()).hasSize(1);
        assertThat(queue.stats()).satisfies(stats -> {
            assertThat(stats.taken()).isEqualTo(3);
            assertThat(stats.done()).isEqualTo(2);
            assertThat(stats.abandoned()).isEqualTo(1);
            assertThat(stats.collectors()).hasSize(1);
        });
    }
}
