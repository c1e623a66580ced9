package org.eventnexus.testkit;

import jakarta.enterprise.inject.spi.Extension;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * What {@link EventNexusTest} brings, for tests that would rather say in code what they need:
 *
 * <pre>{@code
 * @RegisterExtension
 * final EventNexusExtension nexus = EventNexusExtension.of(Shop.class).with("eventnexus.domain.orders.capacity", "4");
 * }</pre>
 *
 * <p>Immutable and thread-safe: what is started for a test method belongs to that alone.
 */
public final class EventNexusExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(EventNexusExtension.class);

    /** Null if the annotation says. */
    private final Setup setup;

    /** For JUnit itself, where {@link EventNexusTest} says what to start. */
    public EventNexusExtension() {
        this(null);
    }

    private EventNexusExtension(Setup setup) {
        this.setup = setup;
    }

    /** With these beans and no others, see {@link EventNexusTest#classes()}. */
    public static EventNexusExtension of(Class<?>... classes) {
        return new EventNexusExtension(new Setup(
                List.of(classes), Map.of(), List.of(), Instant.parse("2026-01-01T00:00:00Z"), Duration.ofSeconds(5)));
    }

    private Setup setup() {
        if (setup == null) {
            throw new IllegalStateException("ENX-0064 begin with EventNexusExtension.of(…)");
        }
        return setup;
    }

    /** The same with a setting more, see {@link EventNexusTest#settings()}. */
    public EventNexusExtension with(String setting, String value) {
        Map<String, String> settings = new LinkedHashMap<>(setup().settings());
        settings.put(setting, value);
        return new EventNexusExtension(
                new Setup(setup.classes(), settings, setup.extensions(), setup.start(), setup.patience()));
    }

    /** The same with a portable extension of CDI more; asked for one by each container. */
    public EventNexusExtension with(Supplier<? extends Extension> extension) {
        List<Supplier<? extends Extension>> extensions = new ArrayList<>(setup().extensions());
        extensions.add(extension);
        return new EventNexusExtension(
                new Setup(setup.classes(), setup.settings(), extensions, setup.start(), setup.patience()));
    }

    /** The same with a clock that begins at this time, see {@link EventNexusTest#start()}. */
    public EventNexusExtension startingAt(Instant start) {
        return new EventNexusExtension(
                new Setup(setup().classes(), setup.settings(), setup.extensions(), start, setup.patience()));
    }

    /** The same with another patience, see {@link EventNexusTest#patience()}. */
    public EventNexusExtension patience(Duration patience) {
        return new EventNexusExtension(
                new Setup(setup().classes(), setup.settings(), setup.extensions(), setup.start(), patience));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        List<Object> instances = context.getRequiredTestInstances().getAllInstances();
        store(context).put(RunningTest.class, new RunningTest(setup != null ? setup : annotated(instances), instances));
    }

    /** The annotation of the innermost class that has one. */
    private static Setup annotated(List<Object> instances) {
        for (int i = instances.size() - 1; i >= 0; i--) {
            Class<?> type = instances.get(i).getClass();
            Optional<EventNexusTest> found = AnnotationSupport.findAnnotation(type, EventNexusTest.class);
            if (found.isPresent()) {
                return Setup.of(found.get(), type);
            }
        }
        throw new IllegalStateException("ENX-0064 the test has no @EventNexusTest; use it instead of @ExtendWith, or"
                + " @RegisterExtension and EventNexusExtension.of(…)");
    }

    @Override
    public void afterEach(ExtensionContext context) {
        RunningTest running = store(context).remove(RunningTest.class, RunningTest.class);
        if (running != null) {
            running.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        RunningTest running = store(context).get(RunningTest.class, RunningTest.class);
        return running != null && running.supports(parameter.getParameter());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return store(context).get(RunningTest.class, RunningTest.class).resolve(parameter.getParameter());
    }

    private static Store store(ExtensionContext context) {
        return context.getStore(NAMESPACE);
    }
}
