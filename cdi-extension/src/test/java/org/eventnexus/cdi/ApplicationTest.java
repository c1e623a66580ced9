package org.eventnexus.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.eventnexus.DomainConfig;
import org.eventnexus.Nexus;
import org.eventnexus.WorkQueueConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An application with several CDI containers, as a server has that boots one for each WAR. */
@Tag("R15")
class ApplicationTest {

    @ApplicationScoped
    static class First {
        void handle(@Handles("x") Object any) {}
    }

    @ApplicationScoped
    static class Second {
        void handle(@Handles("x") Object any) {}
    }

    private final AtomicInteger stops = new AtomicInteger();
    private final Application application = new Application(stops::incrementAndGet);

    private static List<Receiver> receivers(Started app, Class<?> type) {
        BeanManager manager = app.container().getBeanManager();
        Bean<?> bean = manager.resolve(manager.getBeans(type));
        return new ReceiverReader(manager, new Problems()).read(bean, manager.createAnnotatedType(type));
    }

    private static Findings findings(DomainConfig config, List<Receiver> receivers) {
        return new Findings(
                List.of(config),
                Set.of(config.name()),
                receivers,
                2,
                List.of(),
                List.of(),
                List.of(),
                new BridgeFindings(List.of(), List.of(), Map.of()),
                List.of(),
                List.of(),
                List.of());
    }

    private static Findings findings(String setting, String value) {
        var queue = new ConfiguredQueue(
                new QueueName("default", "images"), WorkQueueConfig.defaults(), Map.of(setting, value), true);
        Findings rest = findings(DEFAULT, List.of());
        return new Findings(
                rest.domains(),
                rest.used(),
                rest.receivers(),
                rest.threads(),
                rest.sources(),
                rest.middlewares(),
                rest.eventAccess(),
                rest.bridge(),
                rest.boundaries(),
                List.of(queue),
                List.of());
    }

    private Container join(Started app, Findings findings) {
        Container container = new Container(app.container().getBeanManager(), application, findings);
        application.join(container);
        return container;
    }

    private String told(Findings findings) {
        var problems = new Problems();
        application.check(findings, problems);
        return problems.asException().map(Throwable::getMessage).orElse("");
    }

    private static final DomainConfig DEFAULT = DomainConfig.of("default");

    @Test
    void aReceiverOfALibraryCountsOnce() {
        try (var app = Started.with(First.class)) {
            Findings findings = findings(DEFAULT, receivers(app, First.class));
            Container first = join(app, findings);
            assertThat(told(findings)).isEmpty();
            join(app, findings);
            application.startAlone(first);
            Nexus nexus = application.domains().get("default");
            assertThat(nexus.handlers()).containsExactly("handle");
            application.stop();
        }
    }

    @Test
    @Tag("AN-04")
    void handlersOfOneTypeAreFoundAcrossContainers() {
        try (var one = Started.with(First.class);
                var other = Started.with(Second.class)) {
            join(one, findings(DEFAULT, receivers(one, First.class)));
            assertThat(told(findings(DEFAULT, receivers(other, Second.class))))
                    .contains("ENX-0101")
                    .contains("First.handle(Object): the domain 'default' has a second handler of 'x'")
                    .contains("Second.handle(Object)");
        }
    }

    @Test
    void settingsThatDifferBetweenModulesAreAProblem() {
        try (var app = Started.with(First.class)) {
            join(app, findings(DEFAULT, List.of()));
            assertThat(told(findings(DEFAULT.withCapacity(7), List.of())))
                    .contains("ENX-0112 domain default: its settings are different in two modules")
                    .contains("capacity=7")
                    .contains("in the EAR's lib");
        }
    }

    @Test
    void settingsOfAWorkQueueThatDifferAreAProblemToo() {
        try (var app = Started.with(First.class)) {
            join(app, findings("capacity", "7"));
            join(app, findings("capacity", "7"));
            assertThat(told(findings("capacity", "7"))).isEmpty();
            assertThat(told(findings("capacity", "8")))
                    .contains("ENX-0179 the work queue 'images' of the domain 'default': its settings are different")
                    .contains("{capacity=8} and {capacity=7}")
                    .contains("in the EAR's lib");
        }
    }

    @Test
    void receiversThatComeAfterTheStartAreAProblem() {
        try (var app = Started.with(First.class)) {
            application.startAlone(join(app, findings(DEFAULT, List.of())));
            assertThat(told(findings(DEFAULT, receivers(app, First.class))))
                    .contains("ENX-0114")
                    .contains("First.handle(Object)");
            application.stop();
        }
    }

    @Test
    @Tag("R12")
    void stopsOnce() {
        application.stop();
        application.stop();
        assertThat(stops).hasValue(1);
    }

    @Test
    void meetsInOnePlaceWhichIsEmptyAgainAfterIt() {
        Application shared = Applications.shared();
        assertThat(Applications.shared()).isSameAs(shared);
        shared.stop();
        Application next = Applications.shared();
        assertThat(next).isNotSameAs(shared);
        next.stop();
    }
}
