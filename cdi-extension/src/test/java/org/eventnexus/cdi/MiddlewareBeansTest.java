package org.eventnexus.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Vetoed;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.eventnexus.AsyncMiddleware;
import org.eventnexus.EventBus;
import org.eventnexus.EventDraft;
import org.eventnexus.Middleware;
import org.eventnexus.Nexus;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Status;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Beans that are middlewares: found, in their order, and told of when they cannot be. */
@Tag("AU-03")
@Tag("BX-01")
class MiddlewareBeansTest {
    private static final List<String> LINES = new CopyOnWriteArrayList<>();

    @BeforeEach
    void clear() {
        LINES.clear();
    }

    private static Middleware.Decision appended(EventDraft<?> draft, String text) {
        return Middleware.Decision.pass(draft.withPayload(draft.payload() + text));
    }

    @ApplicationScoped
    static class Receivers {
        String orders(@Handles("**") @EventDomain("orders") Object payload) {
            return "orders " + payload;
        }

        String audit(@Handles("**") @EventDomain("audit") Object payload) {
            return "audit " + payload;
        }
    }

    @ApplicationScoped
    static class Prices {
        String of(Object payload) {
            return payload + " 5 EUR";
        }
    }

    @ApplicationScoped
    @EventDomain("orders")
    @EventDomain("audit")
    @Priority(10)
    static class Zebra implements Middleware {
        @Inject
        Prices prices;

        @Override
        public Decision decide(EventDraft<?> draft) {
            return Decision.pass(draft.withPayload(prices.of(draft.payload())));
        }
    }

    @Dependent
    @EventDomain("orders")
    static class Bear implements Middleware {
        @Override
        public Decision decide(EventDraft<?> draft) {
            return appended(draft, " bear");
        }

        @PreDestroy
        void gone() {
            LINES.add("bear destroyed");
        }
    }

    @ApplicationScoped
    @EventDomain("orders")
    static class Ant implements AsyncMiddleware {
        @Override
        public CompletionStage<Middleware.Decision> decide(EventDraft<?> draft) {
            return CompletableFuture.completedFuture(appended(draft, " ant"));
        }
    }

    @ApplicationScoped
    @EventDomain("orders")
    static class Guard implements Middleware {
        @Override
        public Decision decide(EventDraft<?> draft) {
            return draft.type().equals("forbidden") ? Decision.refuse("forbidden") : Decision.pass(draft);
        }
    }

    @Test
    void areCalledByPriorityThenClassNameWithWhatIsInjected() {
        try (Started started = Started.with(Receivers.class, Prices.class, Zebra.class, Bear.class, Ant.class)) {
            Nexus orders = started.container()
                    .select(Nexus.class, EventDomain.Literal.of("orders"))
                    .get();
            assertThat(orders.middlewares()).containsExactly("Zebra", "Ant", "Bear");
            assertThat(Started.await(started.bus("orders").publish("a", "lamp")).results())
                    .extracting(Result::value)
                    .containsExactly("orders lamp 5 EUR ant bear");
            assertThat(Started.await(started.bus("audit").publish("a", "lamp")).results())
                    .extracting(Result::value)
                    .containsExactly("audit lamp 5 EUR");
        }
        assertThat(LINES).containsExactly("bear destroyed");
    }

    @ApplicationScoped
    @EventDomain("orders")
    static class Untidy implements Middleware {
        @Override
        public Decision decide(EventDraft<?> draft) {
            Thread thread = Thread.currentThread();
            LINES.add(thread.getContextClassLoader() + " " + thread.isInterrupted());
            thread.setContextClassLoader(new ClassLoader("left", null) {
                @Override
                public String toString() {
                    return "left";
                }
            });
            thread.interrupt();
            return Decision.pass(draft);
        }
    }

    @Test
    @Tag("R9")
    @Tag("AE-05")
    void leaveNothingOnTheDomainsThreads() throws Exception {
        try (SystemSetting one = SystemSetting.of("eventnexus.threads", "1");
                Started started = Started.with(Receivers.class, Untidy.class)) {
            var first = started.bus("orders").publishAfter(Duration.ofMillis(1), EventDraft.of("a", 1));
            Started.await(first.publication().toCompletableFuture().get(20, TimeUnit.SECONDS));
            var second = started.bus("orders").publishAfter(Duration.ofMillis(1), EventDraft.of("a", 2));
            Started.await(second.publication().toCompletableFuture().get(20, TimeUnit.SECONDS));
        }
        assertThat(LINES).hasSize(2);
        assertThat(LINES.get(1)).isEqualTo(LINES.get(0)).endsWith(" false");
    }

    /** Published when the application's beans are there, but its domains have not started. */
    @ApplicationScoped
    static class Early {
        void init(@Observes @Initialized(ApplicationScoped.class) Object any, @EventDomain("orders") EventBus orders) {
            LINES.add(orders.publish("forbidden", null).status().name());
        }
    }

    @Test
    @Tag("R3")
    @Tag("R12")
    void seeAlsoWhatIsPublishedBeforeTheStart() {
        try (Started started = Started.with(Receivers.class, Guard.class, Early.class)) {
            assertThat(LINES).containsExactly(Status.REFUSED.name());
            assertThat(started.bus("orders").publish("forbidden", null).status())
                    .isEqualTo(Status.REFUSED);
        }
    }

    @Vetoed
    static class Vetted extends Guard {}

    @ApplicationScoped
    static class Nowhere implements Middleware {
        @Override
        public Decision decide(EventDraft<?> draft) {
            return Decision.pass(draft);
        }
    }

    @RequestScoped
    @EventDomain("orders")
    static class Short extends Nowhere {}

    @ApplicationScoped
    @EventDomain("our orders")
    static class Misnamed extends Nowhere {}

    @Test
    void mistakesAreToldTogether() {
        List<String> lines = DeploymentFailure.lines(Nowhere.class, Short.class, Misnamed.class, Vetted.class);
        assertThat(lines).hasSize(4);
        DeploymentFailure.tells(
                lines, "ENX-0160", getClass(), "Nowhere: it is a middleware and names no domain", "@Vetoed");
        DeploymentFailure.tells(
                lines, "ENX-0161", getClass(), "Short: it is a middleware and @RequestScoped", "@Dependent");
        DeploymentFailure.tells(lines, "ENX-0106", getClass(), "Misnamed", "choose another name");
    }
}
