package org.eventnexus.observable;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eventnexus.DomainConfig;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.StreamOptions;
import org.eventnexus.domain.DomainEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A domain's stream goes through operators. */
@Tag("OB-04")
@Tag("OB-07")
class ObservableOnStreamTest {
    private static final Duration BOUND = Duration.ofSeconds(10);

    private final ExecutorService pool = Executors.newFixedThreadPool(2);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final DomainEngine engine = DomainEngine.builder()
            .executor(pool)
            .scheduler((task, delay) -> {
                var scheduled = timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
                return () -> scheduled.cancel(false);
            })
            .build();

    @AfterEach
    void stop() {
        engine.close();
        pool.shutdownNow();
        timer.shutdownNow();
    }

    @Test
    void whatADomainAdmitsIsFilteredAndChangedInItsOrder() throws Exception {
        int events = 1_000;
        Nexus numbers = engine.create(DomainConfig.of("numbers").withCapacity(events));
        engine.start();
        List<Integer> seen = new CopyOnWriteArrayList<>();
        Observable<NexusEvent<Integer>> stream = new Observable<>();
        stream.map(NexusEvent::payload)
                .filter(number -> number % 2 == 0)
                .atChange(number -> number / 4)
                .subscribeSync(seen::add, pool);

        CompletionStage<Void> fed = stream.notifyFrom(
                numbers.bus().<Integer>stream("number", StreamOptions.defaults().buffer(events)));
        for (int i = 0; i < events; i++) {
            numbers.bus().publish("number", i);
        }
        numbers.stop(BOUND);
        fed.toCompletableFuture().get(BOUND.toSeconds(), TimeUnit.SECONDS);

        assertThat(seen).hasSize(events / 4).isSorted().startsWith(0, 4, 8);
    }
}
