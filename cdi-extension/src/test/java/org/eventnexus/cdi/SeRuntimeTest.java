package org.eventnexus.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.eventnexus.Domains;
import org.eventnexus.ErrorHandler;
import org.eventnexus.Publication;
import org.eventnexus.domain.EngineClock;
import org.eventnexus.domain.Scheduler;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A program in Java SE says what its domains run on. */
@Tag("R11")
class SeRuntimeTest {
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

    @ApplicationScoped
    static class Shop {
        Thread reserve(@Handles("order.placed") @EventDomain("orders") String sku) {
            if (sku.isEmpty()) {
                throw new IllegalArgumentException("nothing to reserve");
            }
            return Thread.currentThread();
        }
    }

    /** On the calling thread, with a time that stands still. */
    private static final class Here implements SeRuntime, EngineClock {
        private final List<Duration> scheduled = new ArrayList<>();
        private final List<String> errors = new ArrayList<>();
        private final Set<String> domains;

        private Here(String... domains) {
            this.domains = Set.of(domains);
        }

        @Override
        public Executor executor() {
            return Runnable::run;
        }

        @Override
        public Scheduler scheduler() {
            return (task, delay) -> {
                scheduled.add(delay);
                return () -> {};
            };
        }

        @Override
        public EngineClock clock() {
            return this;
        }

        @Override
        public ErrorHandler errorHandler() {
            return (event, receiver, error) -> errors.add(receiver + ": " + error.getMessage());
        }

        @Override
        public Set<String> domains() {
            return domains;
        }

        @Override
        public long currentTimeMillis() {
            return NOW.toEpochMilli();
        }

        @Override
        public long nanoTime() {
            return 0;
        }
    }

    private static SeContainer start(SeRuntime runtime) {
        return SeContainerInitializer.newInstance()
                .disableDiscovery()
                .addExtensions(new NexusExtension(runtime))
                .addBeanClasses(Shop.class)
                .initialize();
    }

    @Test
    void receiversRunOnItsExecutorAtItsTime() {
        var here = new Here();
        try (var container = start(here)) {
            Publication placed =
                    container.select(Domains.class).get().get("orders").bus().publish("order.placed", "lamp");

            assertThat(placed.poll())
                    .hasValueSatisfying(outcome -> assertThat(outcome.results())
                            .containsExactly(new Publication.Result("reserve", Thread.currentThread(), null)));
            assertThat(placed.event().time()).isEqualTo(NOW);
        }
    }

    @Test
    void failuresAreToldToItsErrorHandler() {
        var here = new Here();
        try (var container = start(here)) {
            container.select(Domains.class).get().get("orders").bus().publish("order.placed", "");
            assertThat(here.errors).containsExactly("reserve: nothing to reserve");
        }
    }

    @Test
    void tasksOfTheApplicationGoToItToo() {
        var here = new Here();
        try (var container = start(here)) {
            List<Thread> ran = new ArrayList<>();
            ApplicationThreads threads =
                    container.select(ApplicationThreads.class).get();
            threads.executor().execute(() -> ran.add(Thread.currentThread()));
            threads.scheduler().schedule(() -> {}, Duration.ofHours(7));

            assertThat(ran).containsExactly(Thread.currentThread());
            assertThat(here.scheduled).contains(Duration.ofHours(7));
        }
    }

    @Test
    void domainsThatItNamesExist() {
        try (var container = start(new Here("billing"))) {
            assertThat(container.select(Domains.class).get().find("billing")).isPresent();
        }
    }

    @Test
    void aNameThatCannotBeADomainsFailsTheDeployment() {
        assertThat(catchThrowable(() -> start(new Here("our orders")).close()))
                .hasMessageContaining("ENX-0106 Here: a domain's name has");
    }

    @Test
    void severalContainersAtATimeAreApplicationsOfTheirOwn() {
        try (var one = start(new Here());
                var other = start(new Here())) {
            Domains domains = one.select(Domains.class).get();
            domains.get("orders").bus().publish("order.placed", "lamp");

            assertThat(domains.get("orders").stats().delivered()).isEqualTo(1);
            assertThat(other.select(Domains.class).get().get("orders").stats().published())
                    .isZero();
        }
    }
}
