package org.eventnexus.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eventnexus.EventDraft;
import org.eventnexus.EventFanout;
import org.eventnexus.Nexus;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Outcome;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Status;
import org.eventnexus.UnhandledEventException;
import org.eventnexus.domain.DomainEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The programs of the page on event domains, section by section, do what it says. */
class EventDomainsDocumentationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ExecutorService pool = Executors.newFixedThreadPool(3);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<String> out = new CopyOnWriteArrayList<>();
    private DomainEngine engine;

    @BeforeEach
    void build() {
        engine = DomainEngine.builder()
                .executor(pool)
                .scheduler((task, delay) -> {
                    var scheduled = timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
                    return () -> scheduled.cancel(false);
                })
                .build();
    }

    @AfterEach
    void close() {
        engine.close();
        pool.shutdownNow();
        timer.shutdownNow();
    }

    private static Outcome outcome(Publication publication) throws Exception {
        return publication.await(PATIENCE);
    }

    private static List<Object> values(Publication publication) throws Exception {
        return outcome(publication).results().stream().map(Result::value).toList();
    }

    @Test
    @Tag("AN-01")
    @Tag("AN-04")
    @Tag("AN-18")
    void aDomainWithATimerATeapotAndTwoHandlers() {
        Nexus nexus = EventDomains.aDomain(engine);
        EventDomains.itsHandlers(nexus, out);
        EventDomains.aTimer(nexus);

        EventDomains.runInTheBackground(nexus);
        EventDomains.aTeapot(nexus, pool);

        await().atMost(PATIENCE).until(() -> out.contains("launch.count 1") && out.contains("teapot ID: 1001"));
        assertThat(out.get(out.size() - 1)).isIn("launch.count 1", "teapot ID: 1001");
        assertThat(nexus.sources()).isEmpty();
    }

    @Test
    @Tag("AN-13")
    void aDomainRunsOnTheCallingThreadUntilItIsStopped() throws Exception {
        Nexus nexus = EventDomains.aDomain(engine);
        EventDomains.itsHandlers(nexus, out);
        var returned = new CompletableFuture<Void>();
        var main = new Thread(() -> {
            try {
                EventDomains.runHere(nexus);
                returned.complete(null);
            } catch (InterruptedException interrupted) {
                returned.completeExceptionally(interrupted);
            }
        });
        main.start();

        assertThat(outcome(nexus.bus().publish("lamp", "on")).status()).isEqualTo(Status.COMPLETED);
        assertThat(returned).isNotDone();
        nexus.close();

        returned.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(out).containsExactly("lamp on");
    }

    @Test
    @Tag("AN-03")
    @Tag("AN-15")
    @Tag("AN-17")
    void sourcesThatAreAskedEndByThemselves() {
        Nexus nexus = EventDomains.aDomain(engine);
        EventDomains.itsHandlers(nexus, out);
        EventDomains.pulled(nexus);

        nexus.start();

        await().atMost(PATIENCE).until(() -> nexus.sources().isEmpty() && out.size() == 6);
        assertThat(out)
                .containsSubsequence("50 hi", "50 hi", "50 hi")
                .containsSubsequence("square 1", "square 4", "square 9");
    }

    @Test
    @Tag("AN-16")
    void aSourceTells() {
        Nexus nexus = EventDomains.aDomain(engine);
        EventDomains.itsHandlers(nexus, out);
        EventDomains.Doorbell doorbell = EventDomains.pushed(nexus);
        nexus.start();
        await().atMost(PATIENCE).until(() -> {
            try {
                doorbell.ring("Anna");
                return true;
            } catch (NullPointerException notYetStarted) {
                return false;
            }
        });

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(out).containsExactly("door.rang Anna"));
    }

    @Test
    @Tag("AN-08")
    void whatNobodyTakesIsAnErrorWhereTheDomainSaysSo() throws Exception {
        Nexus nexus = EventDomains.strict(engine);
        nexus.start();

        Outcome outcome = outcome(nexus.bus().publish("order.placed", "lamp"));

        assertThat(outcome.status()).isEqualTo(Status.UNHANDLED);
        assertThat(outcome.results()).extracting(Result::error).hasOnlyElementsOfType(UnhandledEventException.class);
    }

    @Test
    @Tag("AN-06")
    @Tag("AN-07")
    @Tag("AN-08")
    @Tag("AN-20")
    void filtersThenTheHandlerThenTheDefault() throws Exception {
        Nexus nexus = EventDomains.aDomain(engine);
        EventDomains.inThisOrder(nexus);
        nexus.start();

        assertThat(outcome(nexus.bus().publish("order.placed", null)).results()).isEmpty();
        assertThat(values(nexus.bus().publish("order.placed", "lamp"))).containsExactly("reserved lamp");
        assertThat(values(nexus.bus().publish(EventDraft.of(404, "lamp")))).containsExactly("error 404");
        assertThat(values(nexus.bus().publish("order.noise", "lamp")))
                .containsOnlyNulls()
                .hasSize(1);
        assertThat(values(nexus.bus().publish("cat", "meow"))).containsExactly("nobody else took cat");
    }

    @Test
    @Tag("AN-09")
    void whatAHandlerEmitsComesNext() throws Exception {
        Nexus nexus = EventDomains.aDomain(engine);
        EventDomains.itsHandlers(nexus, out);
        EventDomains.secondaries(nexus);
        Publication paid = nexus.bus().publish("order.paid", "lamp");
        Publication next = nexus.bus().publish("order.placed", "chair");
        nexus.start();

        assertThat(values(paid)).containsExactly("paid");
        outcome(next);
        assertThat(out).containsExactly("order.shipped lamp", "order.billed lamp", "order.placed chair");
    }

    @Test
    @Tag("AN-13")
    void aBlockStopsItsDomain() throws Exception {
        assertThat(EventDomains.inABlock(engine)).isEqualTo(Nexus.State.STOPPED);
    }

    @Test
    @Tag("AN-16")
    void oneSourceServesSeveralDomains() {
        Nexus kitchen = EventDomains.aDomain(engine);
        Nexus porch = EventDomains.strict(engine);
        kitchen.<String>handleRest((event, context) -> out.add("kitchen " + event.payload()));
        porch.<String>handleRest((event, context) -> out.add("porch " + event.payload()));
        EventDomains.Doorbell doorbell = EventDomains.oneSourceForTwo(kitchen, porch);
        engine.start();

        await().atMost(PATIENCE).until(() -> {
            try {
                doorbell.ring("Anna");
            } catch (NullPointerException notYetStarted) {
                return false;
            }
            return out.contains("kitchen Anna") && out.contains("porch Anna");
        });
    }

    @Test
    @Tag("AN-19")
    void aFanoutAndSubscribers() throws Exception {
        Nexus nexus = EventDomains.aDomain(engine);
        EventFanout<String> fanout = EventDomains.oneHandlerForMany(nexus, out);
        nexus.start();

        outcome(EventDomains.manySubscribers(nexus, out));

        assertThat(out).containsExactly("mail smoke", "page smoke", "first smoke", "second smoke");
        assertThat(fanout.deregister((event, context) -> null)).isFalse();
    }
}
