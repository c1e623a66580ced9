package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.eventnexus.BoundaryConfig;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.Middleware.Decision;
import org.eventnexus.Nexus;
import org.eventnexus.NoMoreEventsException;
import org.eventnexus.Publication;
import org.eventnexus.PullSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** On threads that are nobody's, middlewares leave nothing behind; on their callers' threads they are let alone. */
@Tag("R9")
@Tag("AU-03")
class MiddlewareThreadsTest {
    private static final Duration LATER = Duration.ofSeconds(1);

    private final VirtualTime time = new VirtualTime();
    private final HandExecutor executor = new HandExecutor();
    /** Of each call of a middleware, by payload: whether it was guarded. */
    private final List<String> calls = new ArrayList<>();

    private final ClassLoader own = Thread.currentThread().getContextClassLoader();
    private final ClassLoader another = new ClassLoader() {};
    private boolean guarding;

    private final DomainEngine engine = DomainEngine.builder()
            .executor(executor)
            .scheduler(time)
            .clock(time)
            .callGuard(this::guarded)
            .build();
    private final Nexus nexus = start(DomainConfig.of("d").withCapacity(4));

    private <T> T guarded(Callable<T> code) throws Exception {
        guarding = true;
        try {
            return code.call();
        } finally {
            guarding = false;
            Thread.currentThread().setContextClassLoader(own);
            Thread.interrupted();
        }
    }

    private Nexus start(DomainConfig config) {
        Nexus started = engine.create(config);
        started.start();
        executor.runAll();
        return started;
    }

    /** Leaves its class loader and an interrupt behind if it is guarded; nobody else would put that right. */
    private Decision untidy(EventDraft<?> draft) {
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(own);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        calls.add(draft.payload() + (guarding ? " guarded" : ""));
        if (guarding) {
            Thread.currentThread().setContextClassLoader(another);
            Thread.currentThread().interrupt();
        }
        return Decision.pass(draft);
    }

    @AfterEach
    void nothingIsLeftOnTheThread() {
        assertThat(Thread.interrupted()).isFalse();
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(own);
        nexus.stop(Duration.ZERO);
    }

    @Test
    void onItsPublishersThreadAnEventsMiddlewaresAreLetAlone() {
        nexus.use("m", this::untidy);
        nexus.useAsync("n", draft -> CompletableFuture.completedFuture(untidy(draft)));
        nexus.use("o", this::untidy);
        nexus.bus().publish("a", 1);
        nexus.bus().publishAll(List.of(EventDraft.of("a", 2)));
        assertThat(calls).containsExactly("1", "1", "1", "2", "2", "2");
    }

    @Test
    @Tag("AE-05")
    void whenItsTimeHasCome() {
        nexus.use("m", this::untidy);
        nexus.useAsync("n", draft -> CompletableFuture.completedFuture(untidy(draft)));
        nexus.use("o", this::untidy);
        nexus.bus().publishAfter(LATER, EventDraft.of("a", 1));
        time.advance(LATER);
        executor.runAll();
        assertThat(calls).containsExactly("1 guarded", "1 guarded", "1 guarded");
        assertThat(nexus.stats().published()).isEqualTo(1);
    }

    @Test
    @Tag("AN-21")
    void whenABoundaryBringsIt() {
        Nexus from = start(DomainConfig.of("from"));
        from.boundary("b", BoundaryConfig.to(nexus));
        nexus.use("m", this::untidy);
        from.bus().publish("a", 1);
        executor.runAll();
        assertThat(calls).containsExactly("1 guarded");
    }

    @Test
    @Tag("AN-15")
    void whenASourceIsAskedForIt() {
        nexus.use("m", this::untidy);
        var left = new ArrayList<>(List.of(1, 2));
        nexus.source((PullSource) () -> {
            if (left.isEmpty()) {
                throw new NoMoreEventsException();
            }
            return EventDraft.of("a", left.remove(0));
        });
        executor.runAll();
        time.advance(LATER);
        executor.runAll();
        assertThat(calls).containsExactly("1 guarded", "2 guarded");
    }

    @Test
    void whenItHasWaitedForItsPlace() {
        var first = new CompletableFuture<Decision>();
        nexus.useAsync(
                "n",
                draft -> draft.payload().equals("waits") ? CompletableFuture.completedFuture(untidy(draft)) : first);
        for (int i = 0; i < 4; i++) {
            nexus.bus().publishAsync(EventDraft.of("a", i));
        }
        nexus.bus().publishAsync(EventDraft.of("a", "waits"));
        nexus.bus().publishAllAsync(List.of(EventDraft.of("a", "waits"), EventDraft.of("a", "waits")));
        first.complete(Decision.refuse("no"));
        executor.runAll();
        assertThat(calls).containsExactly("waits guarded", "waits guarded", "waits guarded");
        assertThat(nexus.stats().published()).isEqualTo(3);
    }

    /** That thread may be another caller's, with that one's identity and transaction. */
    @Test
    void behindOneThatDecidesLaterItIsNotOnTheThreadThatHasDecided() throws Exception {
        var decision = new CompletableFuture<Decision>();
        List<Thread> threads = new ArrayList<>();
        nexus.useAsync("n", draft -> decision);
        nexus.use("m", draft -> {
            threads.add(Thread.currentThread());
            return untidy(draft);
        });
        nexus.bus().publish("a", 1);
        var decides = new Thread(() -> decision.complete(Decision.pass(EventDraft.of("a", 2))), "decides");
        decides.start();
        decides.join();
        assertThat(threads).isEmpty();
        executor.runAll();
        assertThat(threads).containsExactly(Thread.currentThread());
        assertThat(calls).containsExactly("2 guarded");
        assertThat(nexus.stats().published()).isEqualTo(1);
    }

    @Test
    @Tag("R12")
    void withTheExecutorGoneItGoesOnWhereItIs() {
        var decision = new CompletableFuture<Decision>();
        nexus.useAsync("n", draft -> decision);
        nexus.use("m", this::untidy);
        nexus.bus().publish("a", 1);
        executor.rejecting(true);
        decision.complete(Decision.pass(EventDraft.of("a", 2)));
        assertThat(calls).containsExactly("2 guarded");
        executor.rejecting(false);
        assertThat(nexus.stats().published()).isEqualTo(1);
    }

    @Test
    @Tag("AU-05")
    void whatTheGuardThrowsIsTheMiddlewaresFailure() {
        DomainEngine strict = DomainEngine.builder()
                .executor(executor)
                .scheduler(time)
                .clock(time)
                .callGuard(MiddlewareThreadsTest::refused)
                .build();
        Nexus other = strict.create(DomainConfig.of("other"));
        other.start();
        other.use("m", Decision::pass);
        var scheduled = other.bus().publishAfter(LATER, EventDraft.of("a", 1));
        time.advance(LATER);
        executor.runAll();
        Publication refused = scheduled.publication().toCompletableFuture().join();
        assertThat(refused.status()).isEqualTo(Publication.Status.REFUSED);
        assertThat(refused.poll().orElseThrow().results())
                .singleElement()
                .satisfies(result -> assertThat(result.error()).hasMessage("left open"));
        strict.close();
    }

    private static <T> T refused(Callable<T> code) throws Exception {
        code.call();
        throw new IllegalStateException("left open");
    }
}
