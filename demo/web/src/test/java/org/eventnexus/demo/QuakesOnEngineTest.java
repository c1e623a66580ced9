package org.eventnexus.demo;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eventnexus.BoundaryConfig;
import org.eventnexus.DomainConfig;
import org.eventnexus.HandlerContext;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.domain.DomainEngine;
import org.eventnexus.domain.Scheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The replay and the alerts on real domains, with a lap as short as the domains allow. */
class QuakesOnEngineTest {
    private static final List<Report> WEEK = WeekFile.load();

    private final ExecutorService pool = Executors.newFixedThreadPool(2);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Scheduler scheduler = (task, delay) -> {
        Future<?> scheduled = timer.schedule(task, delay.toNanos(), NANOSECONDS);
        return () -> scheduled.cancel(false);
    };
    private final DomainEngine engine =
            DomainEngine.builder().executor(pool).scheduler(scheduler).build();

    @AfterEach
    void shutDown() {
        engine.close();
        pool.shutdownNow();
        timer.shutdownNow();
    }

    @Test
    void everyQuakeOfALapPassesANarrowDomainInOrderAndTheStrongOnesRaiseAlerts() throws Exception {
        Nexus quakes = engine.create(DomainConfig.of("quakes").withCapacity(4));
        Nexus alerts = engine.create(DomainConfig.of("alerts").withCapacity(4));
        var alerting = new Alerts();
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        Queue<NexusEvent<Quake>> raised = new ConcurrentLinkedQueue<>();
        var twoLaps = new CountDownLatch(2 * 85);
        quakes.bus().subscribe("quake.*", (NexusEvent<Quake> event) -> seen.add(event.id()));
        quakes.boundary(
                "alerts",
                BoundaryConfig.to(alerts)
                        .select("quake.*")
                        .map((NexusEvent<Quake> event, HandlerContext context) -> alerting.alert(event))
                        .replies(false));
        alerts.bus().subscribe("alert.raised", (NexusEvent<Quake> event) -> {
            raised.add(event);
            twoLaps.countDown();
        });
        quakes.source(new Replay(WEEK, Duration.ofMillis(1), System::nanoTime, scheduler));
        engine.start();

        assertThat(quakes.sources()).containsExactly("Replay");
        assertThat(twoLaps.await(30, SECONDS)).isTrue();

        assertThat(seen).startsWith(idsOfTwoLaps());
        assertThat(raised.stream().limit(85).map(event -> event.subject().orElseThrow()))
                .containsExactlyElementsOf(strong().map(Report::id).toList());
        assertThat(raised.stream().limit(85).map(NexusEvent::payload))
                .containsExactlyElementsOf(strong().map(Report::quake).toList());
        assertThat(raised.stream().limit(85).map(NexusEvent::time))
                .containsExactlyElementsOf(strong().map(Report::time).toList());
    }

    private static String[] idsOfTwoLaps() {
        return IntStream.rangeClosed(1, 2)
                .boxed()
                .flatMap(lap -> WEEK.stream().map(report -> lap + "-" + report.id()))
                .limit(2 * 1707 - 20) // the last alert of the week is not its last quake
                .toArray(String[]::new);
    }

    private static Stream<Report> strong() {
        return WEEK.stream().filter(report -> report.quake().reaches(Alerts.LEAST_MAGNITUDE));
    }
}
