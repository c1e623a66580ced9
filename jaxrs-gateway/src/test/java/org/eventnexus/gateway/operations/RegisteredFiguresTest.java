package org.eventnexus.gateway.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.microprofile.metrics.Gauge;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricID;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.junit.jupiter.api.Test;

/** Figures in a registry that several applications share. */
@org.junit.jupiter.api.Tag("BX-09")
class RegisteredFiguresTest {
    /** As the API says: a gauge that is there already is given back, and the new one forgotten. */
    private final Map<MetricID, Gauge<?>> gauges = new HashMap<>();

    private final MetricRegistry registry = (MetricRegistry) Proxy.newProxyInstance(
            MetricRegistry.class.getClassLoader(),
            new Class<?>[] {MetricRegistry.class},
            (proxy, method, arguments) -> switch (method.getName()) {
                case "gauge" -> gauge((Metadata) arguments[0], (Supplier<?>) arguments[1], (Tag[]) arguments[2]);
                case "getGauge" -> gauges.get(arguments[0]);
                case "remove" -> gauges.remove(arguments[0]) != null;
                default -> throw new UnsupportedOperationException(method.toString());
            });

    private Gauge<?> gauge(Metadata metadata, Supplier<?> value, Tag... tags) {
        return gauges.computeIfAbsent(new MetricID(metadata.getName(), tags), id -> () -> (Number) value.get());
    }

    private static FigureGroup<Integer> group(int value, String... domains) {
        List<Subject<Integer>> subjects = Arrays.stream(domains)
                .map(domain -> new Subject<>(Map.of("domain", domain), () -> value))
                .toList();
        return new FigureGroup<>(List.of(Figure.gauge("depth", "Events.", Integer::doubleValue)), subjects);
    }

    private List<Object> depths() {
        return gauges.values().stream().map(gauge -> (Object) gauge.getValue()).toList();
    }

    @Test
    void oneApplicationsEndTakesNothingOfAnother() {
        var first = RegisteredFigures.in(registry, List.of(group(1, "default")));
        var second = RegisteredFigures.in(registry, List.of(group(2, "default", "second")));
        assertThat(depths()).containsExactlyInAnyOrder(1.0, 2.0);
        second.close();
        assertThat(depths()).containsExactly(1.0);
        first.close();
        assertThat(gauges).isEmpty();
    }
}
