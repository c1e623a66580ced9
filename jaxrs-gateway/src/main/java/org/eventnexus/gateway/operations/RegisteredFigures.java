package org.eventnexus.gateway.operations;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricID;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.Tag;

/**
 * Figures in a registry of MicroProfile Metrics. All are gauges there, counters too: a registry's own counter can only be
 * counted up, and these are counted already. To be touched only where that API is.
 */
final class RegisteredFigures implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RegisteredFigures.class.getName());

    private final MetricRegistry registry;
    private final List<MetricID> ids = new ArrayList<>();

    private RegisteredFigures(MetricRegistry registry) {
        this.registry = registry;
    }

    /** @param registry a {@link MetricRegistry} */
    static RegisteredFigures in(Object registry, List<FigureGroup<?>> groups) {
        var registered = new RegisteredFigures((MetricRegistry) registry);
        groups.forEach(registered::add);
        return registered;
    }

    private <T> void add(FigureGroup<T> group) {
        for (Figure<T> figure : group.figures()) {
            Metadata metadata = Metadata.builder()
                    .withName(figure.name())
                    .withDescription(figure.help())
                    .withUnit(MetricUnits.NONE)
                    .build();
            for (Subject<T> subject : group.subjects()) {
                add(metadata, figure, subject);
            }
        }
    }

    private <T> void add(Metadata metadata, Figure<T> figure, Subject<T> subject) {
        Tag[] tags = subject.labels().entrySet().stream()
                .map(label -> new Tag(label.getKey(), label.getValue()))
                .toArray(Tag[]::new);
        try {
            MetricID id = new MetricID(metadata.getName(), tags);
            if (registry.getGauge(id) != null) { // it would be given back, and then be taken away from whose it is
                LOG.fine(() -> "the server has " + id + " already, of another application");
                return;
            }
            registry.gauge(
                    metadata, () -> figure.value().applyAsDouble(subject.now().get()), tags);
            ids.add(id);
        } catch (IllegalArgumentException | IllegalStateException taken) {
            LOG.log(Level.WARNING, taken, () -> "ENX-0251 the server's metrics do not take " + metadata.getName());
        }
    }

    @Override
    public void close() {
        ids.forEach(registry::remove);
        ids.clear();
    }
}
