package org.eventnexus.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Status;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whose instances receivers are called on, how long these live, and when a request scope is active. */
@Tag("BX-02")
@Tag("R9")
class ScopesTest {

    @ApplicationScoped
    static class Journal {
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final CompletableFuture<String> answer = new CompletableFuture<>();

        void write(String line) {
            lines.add(line);
        }

        List<String> lines() {
            return List.copyOf(lines);
        }

        CompletableFuture<String> answer() {
            return answer;
        }
    }

    @Dependent
    static class Tool {
        @Inject
        Journal journal;

        @PreDestroy
        void gone() {
            journal.write("tool gone");
        }
    }

    @Dependent
    static class OneCall {
        @Inject
        Journal journal;

        private int calls;

        private int count(@Handles("count") Object any) {
            journal.write("called");
            return ++calls;
        }

        @PreDestroy
        void gone() {
            journal.write("receiver gone");
        }
    }

    @Dependent
    static class WithTool {
        @Inject
        Journal journal;

        CompletionStage<String> wait(@Handles("wait") Object any, Tool tool) {
            return journal.answer();
        }

        void fail(@Handles("fail") Object any, Tool tool) {
            throw new IllegalStateException("on purpose");
        }

        @PreDestroy
        void gone() {
            journal.write("receiver gone");
        }
    }

    @Singleton
    static class OneForAll {
        private int calls;

        int count(@Handles("count") Object any, Tool tool) {
            return ++calls;
        }
    }

    @RequestScoped
    static class Basket {
        private int calls;

        int count(@Handles("count") Object any) {
            return ++calls;
        }

        int calls() {
            return ++calls;
        }
    }

    @ApplicationScoped
    static class Clerk {
        int parameter(@Handles("parameter") Object any, Basket basket) {
            return basket.calls();
        }
    }

    @ApplicationScoped
    static class Manager {
        @Inject
        Teller teller;

        int deep(@Handles("deep") Object any) {
            return teller.count();
        }
    }

    @ApplicationScoped
    static class Teller {
        @Inject
        Basket basket;

        int count() {
            return basket.calls();
        }
    }

    @ApplicationScoped
    static class Quiet {
        @Inject
        BeanManager manager;

        boolean none(@Handles("none") Object any) {
            try {
                return manager.getContext(RequestScoped.class).isActive();
            } catch (ContextNotActiveException none) {
                return false;
            }
        }
    }

    private static Object value(Started app, String type) {
        Result result = app.publish(type, "x").results().get(0);
        assertThat(result.error()).isNull();
        return result.value();
    }

    @Test
    void aDependentReceiverLivesForOneCall() {
        try (var app = Started.with(Journal.class, OneCall.class)) {
            assertThat(value(app, "count")).isEqualTo(1);
            assertThat(value(app, "count")).isEqualTo(1);
            assertThat(app.get(Journal.class).lines())
                    .containsExactly("called", "receiver gone", "called", "receiver gone");
        }
    }

    @Test
    void whatIsDependentLivesUntilTheReturnedStageCompletes() {
        try (var app = Started.with(Journal.class, WithTool.class, Tool.class)) {
            Journal journal = app.get(Journal.class);
            Publication waiting = app.bus("default").publish("wait", "x");
            assertThat(journal.lines()).isEmpty();
            journal.answer().complete("done");
            assertThat(Started.await(waiting).results())
                    .extracting(Result::value)
                    .containsExactly("done");
            assertThat(journal.lines()).containsExactlyInAnyOrder("tool gone", "receiver gone");
        }
    }

    @Test
    void whatIsDependentIsDestroyedAfterAFailure() {
        try (var app = Started.with(Journal.class, WithTool.class, Tool.class)) {
            assertThat(app.publish("fail", "x").status()).isEqualTo(Status.FAILED);
            assertThat(app.get(Journal.class).lines()).containsExactlyInAnyOrder("tool gone", "receiver gone");
        }
    }

    @Test
    void aSingletonLivesOn() {
        try (var app = Started.with(Journal.class, OneForAll.class, Tool.class)) {
            assertThat(value(app, "count")).isEqualTo(1);
            assertThat(value(app, "count")).isEqualTo(2);
            assertThat(app.get(Journal.class).lines()).containsExactly("tool gone", "tool gone");
        }
    }

    @Test
    void aRequestScopedReceiverHasARequestForEachCall() {
        try (var app = Started.with(Basket.class)) {
            assertThat(value(app, "count")).isEqualTo(1);
            assertThat(value(app, "count")).isEqualTo(1);
        }
    }

    @Test
    void aRequestIsActiveWhereAParameterNeedsItAndNowhereElse() {
        try (var app = Started.with(Basket.class, Clerk.class)) {
            assertThat(value(app, "parameter")).isEqualTo(1);
            assertThat(value(app, "parameter")).isEqualTo(1);
        }
        try (var app = Started.with(Quiet.class)) {
            assertThat(value(app, "none")).isEqualTo(false);
        }
    }

    @Test
    void aRequestIsActiveWhereAnInjectedBeanNeedsItDeepDown() {
        try (var app = Started.with(Basket.class, Manager.class, Teller.class)) {
            assertThat(value(app, "deep")).isEqualTo(1);
            assertThat(value(app, "deep")).isEqualTo(1);
        }
    }
}
