package org.eventnexus.gateway.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.eventnexus.DomainConfig;
import org.eventnexus.Happening;
import org.eventnexus.Nexus;
import org.eventnexus.Overflow;
import org.eventnexus.domain.DomainEngine;
import org.eventnexus.gateway.stream.Selection;
import org.eventnexus.gateway.stream.Start;
import org.eventnexus.gateway.stream.StreamRequest;
import org.eventnexus.gateway.stream.StreamRequest.Part;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What happens to streams, told in the domain of happenings. */
@Tag("EC-10")
class StreamHappeningsTest {
    private final DomainEngine engine = DomainEngine.builder()
            .executor(Runnable::run)
            .scheduler((task, delay) -> () -> {})
            .build();
    private final Nexus shop = engine.create(DomainConfig.of("shop"));
    private final List<Object> told = new ArrayList<>();

    @AfterEach
    void close() {
        engine.close();
    }

    private Nexus sink(DomainConfig config) {
        Nexus sink = engine.create(config);
        sink.bus().subscribe("eventnexus.gateway.**", event -> told.add(event.payload()));
        return sink;
    }

    private StreamRequest stream(Nexus... domains) {
        List<Part> parts = new ArrayList<>();
        for (Nexus domain : domains) {
            var log = domain.log().orElseThrow();
            parts.add(new Part(domain, log, Selection.parse(List.of("b", "a.*"), false), Start.live(log)));
        }
        return StreamRequest.ofSeveral(parts, "somebody");
    }

    @Test
    void eachDomainOfAStreamIsToldOfButTheOneOfHappenings() {
        Nexus sink = sink(DomainConfig.of(Happening.DOMAIN).withRetention(10));
        engine.start();
        var watch = new StreamHappenings(engine, Runnable::run);
        watch.opened(stream(shop, sink)).closed(true);
        assertThat(told)
                .containsExactly(
                        new Happening.GatewayStreamOpened("shop", "a.*,b"),
                        new Happening.GatewayStreamClosed("shop", "a.*,b", true));
    }

    @Test
    void withoutThatDomainNobodyIsTold() {
        engine.start();
        var watch = new StreamHappenings(engine, task -> {
            throw new AssertionError("not needed");
        });
        watch.opened(stream(shop)).closed(false);
    }

    @Test
    void aFullDomainOfHappeningsPilesUpNothing() {
        Nexus sink = sink(DomainConfig.of(Happening.DOMAIN)
                .withRetention(0)
                .withCapacity(2)
                .withOverflow(Overflow.AWAIT)
                .withAwaitTimeout(Duration.ofMinutes(1))); // not started: what comes waits
        var watch = new StreamHappenings(engine, Runnable::run);
        for (int i = 0; i < 10; i++) {
            watch.opened(stream(shop));
        }
        sink.start();
        assertThat(sink.stats().refused()).isZero();
        assertThat(told).hasSize(2);
    }

    @Test
    void atTheEndNothingIsToldAndNothingThrown() {
        sink(DomainConfig.of(Happening.DOMAIN));
        engine.start();
        var watch = new StreamHappenings(engine, task -> {
            throw new RejectedExecutionException("gone");
        });
        watch.opened(stream(shop)).closed(false);
        assertThat(told).hasSize(1);
    }

    @Test
    void aDomainOfHappeningsThatRefusesStopsNoStream() {
        Nexus sink = sink(DomainConfig.of(Happening.DOMAIN).withOverflow(Overflow.FAIL));
        sink.use("broken", draft -> {
            throw new IllegalStateException("asked to fail");
        });
        engine.start();
        var watch = new StreamHappenings(engine, Runnable::run);
        watch.opened(stream(shop)).closed(true);
        sink.stop(Duration.ZERO);
        watch.opened(stream(shop)).closed(true);
        assertThat(told).isEmpty();
    }
}
