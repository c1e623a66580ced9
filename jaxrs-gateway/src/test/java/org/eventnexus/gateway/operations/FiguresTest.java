package org.eventnexus.gateway.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eventnexus.BoundaryConfig;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventSelector;
import org.eventnexus.Nexus;
import org.eventnexus.Subscription;
import org.eventnexus.SubscriptionOptions;
import org.eventnexus.WorkQueueConfig;
import org.eventnexus.domain.DomainEngine;
import org.eventnexus.gateway.stream.StreamWatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Figures as a page, of domains without threads. */
@Tag("BX-09")
class FiguresTest {
    private final DomainEngine engine = DomainEngine.builder()
            .executor(Runnable::run)
            .scheduler((task, delay) -> () -> {})
            .errorHandler((event, receiver, error) -> {})
            .build();
    private final Nexus shop = engine.create(DomainConfig.of("shop"));
    private final Nexus vault = engine.create(DomainConfig.of("vault").withCapacity(7));
    private final RequestCounts requests = new RequestCounts();
    private final Figures figures = new Figures(engine, new StreamCounts(StreamWatch.NOBODY), requests);

    @BeforeEach
    void start() {
        shop.boundary("secret", BoundaryConfig.to(vault).select("sold"));
        engine.start();
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private List<String> page(String... visible) {
        return figures.page(Set.of(visible)::contains, Set.of(visible)::contains)
                .lines()
                .toList();
    }

    @Test
    void aDomainsFiguresAreItsOwn() {
        shop.handle("sold", (event, context) -> "ok");
        shop.handle("broken", (event, context) -> {
            throw new IllegalStateException("asked to fail");
        });
        shop.bus().publish("sold", 1);
        shop.bus().publish("broken", 1);
        shop.bus().publish("nobody", 1);
        assertThat(page("shop"))
                .contains(
                        "# HELP eventnexus_published_total Admitted events, secondary and dropped ones included.",
                        "# TYPE eventnexus_published_total counter",
                        "eventnexus_published_total{domain=\"shop\"} 3",
                        "eventnexus_delivered_total{domain=\"shop\"} 1",
                        "eventnexus_failed_total{domain=\"shop\"} 1",
                        "eventnexus_unhandled_total{domain=\"shop\"} 1",
                        "# TYPE eventnexus_capacity gauge",
                        "eventnexus_capacity{domain=\"shop\"} 1024",
                        "eventnexus_looping{domain=\"shop\"} 1",
                        "eventnexus_type_delivered_total{domain=\"shop\",type=\"sold\"} 1",
                        "eventnexus_type_failed_total{domain=\"shop\",type=\"broken\"} 1");
    }

    @Test
    void whatMayNotBeToldOfIsNeitherNamedNorLedTo() {
        assertThat(page("shop")).noneMatch(line -> line.contains("vault") || line.contains("secret"));
        assertThat(page("shop", "vault"))
                .contains(
                        "eventnexus_capacity{domain=\"vault\"} 7",
                        "eventnexus_boundary_forwarded_total{domain=\"shop\",boundary=\"secret\",to=\"vault\"} 0");
        assertThat(page()).noneMatch(line -> line.contains("domain="));
    }

    @Test
    void typesAreToldOfOnlyWhereTheyMayBe() {
        shop.bus().publish("sold", 1);
        assertThat(figures.page(domain -> true, domain -> false))
                .contains("domain=\"vault\"")
                .doesNotContain("type=");
    }

    @Test
    void lanesOfOneNameAreOneSeries() {
        for (int i = 0; i < 2; i++) {
            mail();
        }
        shop.bus().publish("sold", 1);
        String labels = "{domain=\"shop\",receiver=\"mail\",selector=\"sold\"}";
        assertThat(page("shop"))
                .contains(
                        "eventnexus_lane_capacity" + labels + " 2048",
                        "eventnexus_lane_delivered_total" + labels + " 2")
                .doesNotHaveDuplicates();
    }

    @Test
    void whatALaneHasCountedStaysWhenItEnds() {
        Subscription first = mail();
        shop.bus().publish("sold", 1);
        mail();
        first.cancel();
        shop.bus().publish("sold", 2);
        String labels = "{domain=\"shop\",receiver=\"mail\",selector=\"sold\"}";
        assertThat(page("shop"))
                .contains(
                        "eventnexus_lane_capacity" + labels + " 1024",
                        "eventnexus_lane_delivered_total" + labels + " 2")
                .doesNotHaveDuplicates();
    }

    private Subscription mail() {
        return shop.bus()
                .subscribe(
                        List.of(EventSelector.parse("sold")),
                        SubscriptionOptions.defaults().named("mail").async(),
                        (event, context) -> null);
    }

    /** The number of a line of a figure; -1 of another one's. */
    private static double value(String line, String figure) {
        return line.startsWith(figure) ? Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)) : -1;
    }

    @Test
    @Tag("EC-09")
    void aWorkQueuesCollectorsAddUp() {
        var queue = shop.workQueue("pack", WorkQueueConfig.defaults());
        queue.work("box", (event, context) -> "ok");
        queue.work("bag", (event, context) -> "ok");
        queue.send(1);
        assertThat(page("shop"))
                .contains(
                        "eventnexus_work_taken_total{domain=\"shop\",queue=\"pack\"} 2",
                        "eventnexus_work_done_total{domain=\"shop\",queue=\"pack\"} 2",
                        "eventnexus_work_busy{domain=\"shop\",queue=\"pack\"} 0")
                .anyMatch(line -> line.startsWith(
                        "eventnexus_collector_mean_load{domain=\"shop\",queue=\"pack\",collector=\"box\""))
                .anyMatch(line -> line.startsWith(
                        "eventnexus_collector_service_seconds{domain=\"shop\",queue=\"pack\",collector=\"box\""));
        assertThat(page("shop"))
                .anyMatch(line -> value(line, "eventnexus_work_arrivals_per_second{") > 0)
                .anyMatch(line -> value(line, "eventnexus_work_departures_per_second{") > 0)
                .anyMatch(line -> value(line, "eventnexus_work_service_seconds{") > 0)
                .anyMatch(line -> line.startsWith("eventnexus_work_wait_seconds{domain=\"shop\",queue=\"pack\"}"))
                .anyMatch(line -> line.startsWith("eventnexus_work_mean_load{domain=\"shop\",queue=\"pack\"}"));
        assertThat(page("vault")).noneMatch(line -> line.contains("pack"));
    }

    @Test
    void typesFromOutsideAreEscaped() {
        shop.bus().publish("a\"b\\c", 1);
        assertThat(page("shop")).contains("eventnexus_type_unhandled_total{domain=\"shop\",type=\"a\\\"b\\\\c\"} 1");
    }

    @Test
    void answersAreCountedByTheirClass() {
        requests.answered(202);
        requests.answered(200);
        requests.answered(404);
        requests.answered(999);
        assertThat(page())
                .contains(
                        "eventnexus_gateway_answers_total{status=\"2xx\"} 2",
                        "eventnexus_gateway_answers_total{status=\"4xx\"} 1",
                        "eventnexus_gateway_answers_total{status=\"5xx\"} 0");
    }

    @Test
    void aLineBreakIsEscapedAndFractionsAreWritten() {
        var group = new FigureGroup<>(
                List.of(Figure.<Double>gauge("x", "a\nb\\c", number -> number)),
                List.of(new Subject<>(Map.of("l", "m\n\"n\\"), () -> 0.5)));
        assertThat(new Exposition().add(group)).hasToString("""
                # HELP eventnexus_x a\\nb\\\\c
                # TYPE eventnexus_x gauge
                eventnexus_x{l="m\\n\\"n\\\\"} 0.5
                """);
    }
}
