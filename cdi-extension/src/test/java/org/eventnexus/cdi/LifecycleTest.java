package org.eventnexus.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.eventnexus.EventBus;
import org.eventnexus.Nexus;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Status;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** When domains start and stop, and who is told. */
@Tag("R12")
@Tag("AE-08")
class LifecycleTest {
    private static final List<String> LINES = new CopyOnWriteArrayList<>();
    private static final List<Publication> PUBLICATIONS = new CopyOnWriteArrayList<>();

    @ApplicationScoped
    static class Shop {
        @Inject
        EventBus bus;

        @Inject
        Nexus nexus;

        void early(@Observes Startup startup) {
            bus.<String>subscribe("order", event -> LINES.add("by code " + event.payload()));
            PUBLICATIONS.add(bus.publish("order", "early"));
            LINES.add("published in state " + nexus.state());
        }

        void started(@Observes DomainsStarted event) {
            LINES.add("started " + event.domains().get("default").name());
        }

        void stopping(@Observes DomainsStopping event) {
            for (int i = 0; i < 100; i++) {
                PUBLICATIONS.add(bus.publish("quiet", i));
            }
            LINES.add("stopping " + event.domains().get("default").state());
        }

        void handle(@Handles("order") String text) {
            LINES.add("handled " + text);
        }

        int handle(@Handles("quiet") int number) {
            return number;
        }

        @PreDestroy
        void gone() {
            PUBLICATIONS.add(bus.publish("order", "too late"));
            LINES.add("destroyed");
        }
    }

    @ApplicationScoped
    static class FailingObserver {
        void started(@Observes DomainsStarted event) {
            throw new IllegalStateException("on purpose");
        }

        String handle(@Handles("order") String text) {
            return text;
        }
    }

    @ApplicationScoped
    static class Hanging {
        static volatile CompletableFuture<Thread> THREAD;

        void hang(@Handles("hang") Object any) throws InterruptedException {
            THREAD.complete(Thread.currentThread());
            new CountDownLatch(1).await();
        }
    }

    @Test
    void startsAfterAllReceiversAreKnownAndDrainsBeforeTheyAreGone() {
        LINES.clear();
        PUBLICATIONS.clear();
        try (var app = Started.with(Shop.class)) {
            Started.await(PUBLICATIONS.get(0));
        }
        assertThat(LINES)
                .containsSubsequence("published in state READY", "handled early", "by code early")
                .containsSubsequence("published in state READY", "started default", "stopping LOOPING", "destroyed")
                .hasSize(6);
        assertThat(PUBLICATIONS).hasSize(102);
        assertThat(PUBLICATIONS.subList(0, 101)).extracting(Publication::status).containsOnly(Status.COMPLETED);
        assertThat(PUBLICATIONS.get(101).status()).isEqualTo(Status.REFUSED);
    }

    @Test
    void anObserversFailureDoesNotKeepDomainsFromStarting() {
        try (var app = Started.with(FailingObserver.class)) {
            assertThat(app.publish("order", "x").status()).isEqualTo(Status.COMPLETED);
        }
    }

    @Test
    void aReceiverThatHangsIsLeftBehindAtTheDeadline() {
        var hanging = new CompletableFuture<Thread>();
        List<Publication> publications = new ArrayList<>();
        try (var setting = SystemSetting.of("eventnexus.domain.default.drain-timeout", "100ms");
                var app = Started.with(Hanging.class)) {
            Hanging.THREAD = hanging;
            publications.add(app.bus("default").publish("hang", "x"));
            publications.add(app.bus("default").publish("hang", "y"));
            hanging.join();
        }
        assertThat(publications.get(1).status()).isEqualTo(Status.ABANDONED);
    }
}
